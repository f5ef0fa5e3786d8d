/**
 * Counters of a live run and its distinct errors, in a mapped file that other processes read. The thread that owns a
 * counter stores it without ordering; a reader copies the file and stops nobody.
 */
package org.gale.engine.counters;
