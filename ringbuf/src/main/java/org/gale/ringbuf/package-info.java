/**
 * How commands travel: raw command words and the off-heap lanes that carry them from one producer to one agent.
 * The package knows a command's opcode and length and nothing else of its meaning. Of each lane the producer's thread
 * owns the tail and the count of refusals, the consumer's thread everything else; no word has two writers.
 */
package org.gale.ringbuf;
