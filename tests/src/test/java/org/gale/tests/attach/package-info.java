/**
 * Producers that the engine does not know in advance: threads that attach and leave under load, and processes that feed
 * it through lane files and die. Each test runs a whole storm; its engine has a thread of its own.
 */
package org.gale.tests.attach;
