/**
 * Transport of commands: raw command words, and the off-heap lanes that carry them from one producer to one agent. The
 * package knows a command's opcode and length, but not its meaning. The producer's thread owns the tail and the count
 * of refusals of its lane, the consumer's thread everything else. No word has two writers.
 */
package org.gale.ringbuf;
