package org.gale.engine.lanes;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Totals of the producers that attached during a run.
 *
 * @param commands commands taken from their lanes, with each TIME, also where the engine repeated it
 * @param events   the MSIs among them
 * @param refused  offers that found a lane full, as the producers count them; of a file that was cut short, those
 *                 before its last drain
 * @param words    of all their lanes; words of a file behind its last drain are unknown once it was cut short
 * @param closed   lanes that were closed, by the label of their {@link LaneEnd}; those that occurred, in alphabetical
 *                 order
 * @param lanes    lanes that were closed, one by one in that order; the first of very many
 */
public record AttachTotals(
    long commands, long events, long refused, LaneWords words, Map<String, Long> closed, List<LaneAccount> lanes)
{
    public AttachTotals
    {
        closed = Collections.unmodifiableMap(new TreeMap<>(closed));
        lanes = List.copyOf(lanes);
    }

    /** Returns the accounts of {@link #lanes} whose producers published something. */
    public List<LaneAccount> used()
    {
        return lanes.stream().filter(lane -> lane.words().published() > 0).toList();
    }

    /** Returns the number of lanes that were closed and are not among {@link #lanes}. */
    public long untold()
    {
        return closed.values().stream().mapToLong(Long::longValue).sum() - lanes.size();
    }
}
