/**
 * Journal: frames of opaque bytes in files that Chronicle Queue creates and that our own parser reads. Nothing here
 * knows the machine. A {@link org.gale.engine.journal.JournalWriter} belongs to the one thread that appends; two helper
 * threads of its own make segments ahead and seal old ones. A {@link org.gale.engine.journal.JournalReader} belongs to
 * one thread.
 */
package org.gale.engine.journal;
