/**
 * Replays of journals. A replay builds the machine that a journal begins with, applies its commands in order, and
 * compares the digests on the way. Reads through {@link org.gale.engine.journal.JournalReader} only. A replay and its
 * machine belong to the thread that runs it.
 */
package org.gale.engine.replay;
