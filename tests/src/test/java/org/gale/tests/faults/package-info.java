/**
 * Faults of the host that the machine runs on, caused in separate processes. No class here has a thread that outlives a
 * test.
 */
package org.gale.tests.faults;
