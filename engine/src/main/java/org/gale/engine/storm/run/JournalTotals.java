package org.gale.engine.storm.run;

/**
 * Commands of a storm as its journal counts them, and the digests that a replay has to reach.
 *
 * @param commands    commands applied, those of time included
 * @param frames      frames appended
 * @param bytes       bytes of the journal, 0 without one
 * @param stateDigest digest of the state at the end
 * @param runDigest   digest of commands, outputs and state
 */
public record JournalTotals(long commands, long frames, long bytes, long stateDigest, long runDigest)
{
}
