package org.gale.engine.replay;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.record.InvariantBrokenException;

/**
 * Result of a replay.
 *
 * @param configuration configuration that the journal begins with
 * @param commands      number of the last command applied
 * @param firstCommand  number of the first command applied: 1, or the one after a snapshot
 * @param times         durations of the replay
 * @param digest        digest of the run: commands, outputs and state
 * @param stateDigest   digest of the state alone, as the verb {@code digest} of a script answers it
 * @param coverage      digests of the journal that were compared
 * @param findings      what differs from the live run, and what is broken
 * @param end           how the journal ends; null if the replay did not reach its end
 */
public record ReplayResult(
    RunConfiguration configuration,
    long commands,
    long firstCommand,
    Times times,
    long digest,
    long stateDigest,
    Coverage coverage,
    Findings findings,
    JournalEnd end)
{
    /** Returns the first digest that differs, or null. */
    public Divergence divergence()
    {
        return findings.divergence();
    }

    /** Returns the first promise that the replay found broken, or null. */
    public InvariantBrokenException broken()
    {
        return findings.broken();
    }

    /** Returns the rate in commands per second. */
    public double commandsPerS()
    {
        return (commands - firstCommand + 1) * 1e9 / Math.max(1, times.elapsedNs());
    }

    /** Returns whether at least one digest was compared and each was equal to that of the live run. */
    public boolean isEqual()
    {
        return findings.divergence() == null && coverage.comparisons() > 0;
    }

    /** Returns whether the compared digests cover all commands that were applied. */
    public boolean isCovered()
    {
        return coverage.toCommand() == commands;
    }

    /**
     * Durations of a replay.
     *
     * @param beginNs   time from the start to the first command, the search for a snapshot included
     * @param elapsedNs time from the first frame to the last digest, reading included
     */
    public record Times(long beginNs, long elapsedNs)
    {
    }

    /**
     * Findings of a replay.
     *
     * @param divergence first digest that differs, or null
     * @param broken     first promise that is broken, or null
     */
    public record Findings(Divergence divergence, InvariantBrokenException broken)
    {
        /** No finding. */
        public static final Findings NONE = new Findings(null, null);
    }

    /**
     * Digests of the journal that were compared.
     *
     * @param comparisons number of them
     * @param toCommand   number of the last command that one of them covers
     */
    public record Coverage(long comparisons, long toCommand)
    {
    }
}
