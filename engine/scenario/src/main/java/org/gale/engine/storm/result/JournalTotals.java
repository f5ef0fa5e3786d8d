package org.gale.engine.storm.result;

import java.util.List;
import org.gale.tables.memory.Mix;

/**
 * Commands of a storm as its journal counts them, and the digests that a replay has to reach.
 *
 * @param commands    commands in the journal, those of time included; without a journal those applied
 * @param frames      frames appended
 * @param bytes       bytes of the journal, 0 without one
 * @param stateDigest digest of the state at the end
 * @param runDigest   digest of commands, outputs and state
 * @param beyond      commands of a modelled storm that were applied and that the journal refused
 */
public record JournalTotals(long commands, long frames, long bytes, long stateDigest, long runDigest, long beyond)
{
    /** Totals of a storm that applies no command before it is in the journal. */
    public JournalTotals(
        final long commands, final long frames, final long bytes, final long stateDigest, final long runDigest)
    {
        this(commands, frames, bytes, stateDigest, runDigest, 0);
    }

    /** Returns the digest of a storm, which is a hash over those of its engines in their order. */
    static long digest(final List<Long> digests)
    {
        long hash = 0;
        for (final long digest : digests)
        {
            hash = Mix.of(hash, digest);
        }

        return hash;
    }
}
