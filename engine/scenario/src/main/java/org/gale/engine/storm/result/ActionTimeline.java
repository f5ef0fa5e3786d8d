package org.gale.engine.storm.result;

import java.util.List;

/**
 * Transitions, holds and moves over the time of a run, by slices of equal length.
 *
 * @param startNs begin of the first slice since the first offer, ns
 * @param sliceNs length of a slice, ns
 * @param slices  at most a few hundred
 */
public record ActionTimeline(long startNs, long sliceNs, List<Slice> slices)
{
    /**
     * Slice of the time.
     *
     * @param ended  transitions that ended
     * @param openNs time in which a transition was open
     * @param heldNs time in which its vCPU was held out of the guest
     * @param moves  moves of events and vCPUs
     */
    public record Slice(long ended, long openNs, long heldNs, long moves)
    {
    }

    /** Returns this time line with times that count from another moment. */
    public ActionTimeline since(final long ns)
    {
        return new ActionTimeline(startNs - ns, sliceNs, slices);
    }
}
