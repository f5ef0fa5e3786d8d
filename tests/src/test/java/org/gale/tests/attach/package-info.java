/**
 * Producers that the engine does not know in advance: threads that attach and detach under load, and processes that
 * feed it through lane files and die. Each test runs a complete storm; its engine has a separate thread.
 */
package org.gale.tests.attach;
