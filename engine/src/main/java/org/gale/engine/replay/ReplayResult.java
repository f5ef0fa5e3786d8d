package org.gale.engine.replay;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalEnd;

/**
 * What a replay came to.
 *
 * @param configuration what the journal begins with
 * @param commands      number of the last command applied
 * @param firstCommand  number of the command it began with: 1, or the one after a snapshot
 * @param beginNs       from the start to the first command that was applied, the search for a snapshot included
 * @param elapsedNs     from the first frame to the last digest, reading included
 * @param digest        digest of the run: commands, outputs and state
 * @param stateDigest   digest of the state alone, what the verb {@code digest} of a script answers
 * @param comparisons   digests of the journal that were compared
 * @param comparedTo    number of the last command that a compared digest covers
 * @param divergence    the first digest that differs, or null
 * @param end           how the journal ends; null if the replay did not go there
 */
public record ReplayResult(
    RunConfiguration configuration,
    long commands,
    long firstCommand,
    long beginNs,
    long elapsedNs,
    long digest,
    long stateDigest,
    long comparisons,
    long comparedTo,
    Divergence divergence,
    JournalEnd end)
{
    /** Commands a second. */
    public double ratePerS()
    {
        return (commands - firstCommand + 1) * 1e9 / Math.max(1, elapsedNs);
    }

    /** Was there a digest to compare with, and was each the same as live? */
    public boolean isEqual()
    {
        return divergence == null && comparisons > 0;
    }

    /** Do the digests that were compared cover all commands that were applied? */
    public boolean isCovered()
    {
        return comparedTo == commands;
    }
}
