package org.gale.engine.hunt;

import java.util.List;
import java.util.Map;

/**
 * Finding of a hunt: the lowest seed that fails, and the delays that are needed for it. Immutable.
 *
 * @param seed      that failed
 * @param isPromise true if a promise broke
 * @param reason    why the run failed, a sentence
 * @param delays    of the operations that are needed, by name
 * @param trials    number of runs of the search
 * @param story     lines that tell what happened, at most {@link Story#LINE_LIMIT}
 * @param directory of journals, transcripts, schedule and output; null if nothing was kept
 */
public record Finding(
    long seed, boolean isPromise, String reason, Map<String, Integer> delays, int trials, List<String> story,
    String directory)
{
}
