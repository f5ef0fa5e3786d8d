package org.gale.engine.storm.result;

import org.HdrHistogram.Histogram;
import org.gale.engine.lanes.LaneWords;

/**
 * Generator of a storm on the wall clock.
 *
 * @param pace    after the warm-up
 * @param lag     actual minus intended send time, ns; in a closed loop, from free window space to the send
 * @param refused offers that a full lane refused
 * @param words   of its lane
 */
public record GeneratorTotals(GeneratorPace pace, Histogram lag, long refused, LaneWords words)
{
    /** Returns whether the generator kept the rate that was asked for. */
    public boolean isKept()
    {
        return pace.isKept();
    }
}
