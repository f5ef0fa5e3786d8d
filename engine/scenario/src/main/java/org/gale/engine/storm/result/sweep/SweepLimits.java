package org.gale.engine.storm.result.sweep;

import java.util.HashMap;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.Place;

/**
 * Limits of one run.
 *
 * @param wallNs      real time
 * @param memoryBytes resident size of its process, of which its heap may have a quarter
 * @param diskBytes   size of its journal
 */
public record SweepLimits(long wallNs, long memoryBytes, long diskBytes)
{
    /** Limits of a sweep that names none. */
    public static final SweepLimits DEFAULT = new SweepLimits(300_000_000_000L, 1L << 30, 2L << 30);

    private static final int HEAP_SHARE = 4;

    /**
     * Returns the limits that options name, each with its least and its unit as in a sweep.
     *
     * @param given values by the names of the options
     * @throws OutcomeException if one is none
     */
    public static SweepLimits ofOptions(final Map<String, String> given)
    {
        final Map<String, JobNode.Field> fields = new HashMap<>();
        given.forEach((option, value) -> fields.put(option.substring(2), new JobNode.Field(
            Place.ofOption(option), new JobNode.Text(Place.ofOption(option), value))));

        return new SweepParts((place, message) ->
        {
            throw new OutcomeException(Outcome.USAGE, message);
        }).limits(new JobNode.Fields(Place.ofOption("limits"), fields), "--");
    }

    /** Returns the limit of the heap of a run. */
    public long heapBytes()
    {
        return memoryBytes / HEAP_SHARE;
    }
}
