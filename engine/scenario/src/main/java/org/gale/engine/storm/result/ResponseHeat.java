package org.gale.engine.storm.result;

import java.util.List;

/**
 * Samples of the response time over the time of a run, the warm-up included.
 *
 * @param sliceNs length of a slice; the first begins with the first offer
 * @param slices  samples of each slice by steps of {@link HeatScale}
 */
public record ResponseHeat(long sliceNs, List<List<Long>> slices)
{
    /** No samples. */
    public static final ResponseHeat NONE = new ResponseHeat(1, List.of());

    public ResponseHeat
    {
        if (sliceNs < 1 || slices.stream().anyMatch(slice -> slice.size() != HeatScale.STEPS))
        {
            throw new IllegalArgumentException("slices are not of all steps, or have no length: sliceNs=" + sliceNs);
        }
    }

    /** Returns whether there is a sample. */
    public boolean isAny()
    {
        return slices.stream().flatMap(List::stream).anyMatch(count -> count > 0);
    }
}
