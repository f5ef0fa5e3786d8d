/**
 * Faults of the host that the machine runs on, brought about in processes of their own. Nothing in here has a thread
 * that outlives a test.
 */
package org.gale.tests.faults;
