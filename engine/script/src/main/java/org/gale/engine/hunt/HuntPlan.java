package org.gale.engine.hunt;

import java.util.List;

/**
 * Plan of the runs of a hunt, but for the delays. Immutable.
 *
 * @param words     command line of the program
 * @param keys      KEY=VALUE words that are put over those of each session
 * @param isStrict  true to let an ignored operation and a software error fail a run
 * @param timeoutNs time limit of a run, ns
 */
public record HuntPlan(List<String> words, List<String> keys, boolean isStrict, long timeoutNs)
{
    /** Copies the lists. */
    public HuntPlan
    {
        words = List.copyOf(words);
        keys = List.copyOf(keys);
    }
}
