/** Clients of the script protocol in C, C++ and Python, against a server in a process. No class here has a thread. */
package org.gale.tests.clients;
