/**
 * Exploration of migrations: every interleaving of one migration with what devices, vCPUs and software do, for two
 * vCPUs and two interrupts, judged by a plain guest that shares no class with the machine. Owned by one thread.
 */
package org.gale.tests.migration;
