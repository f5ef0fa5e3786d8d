/**
 * Drawn sessions: a random host drives a machine by the text of the line protocol, and a plain model says what becomes
 * of each message. On a machine with a fault in it, the sessions show whether the machine tells its user of a loss.
 * Owned by one thread.
 */
package org.gale.tests.drawn;
