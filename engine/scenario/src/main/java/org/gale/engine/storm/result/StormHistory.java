package org.gale.engine.storm.result;

import java.util.List;

/**
 * History of a storm by intervals.
 *
 * @param intervals in order
 * @param heat      response times over the whole run
 * @param dropped   number of intervals before the first one that were dropped, because there were too many
 */
public record StormHistory(List<Interval> intervals, ResponseHeat heat, long dropped)
{
    /** History of a storm that records none. */
    public static final StormHistory NONE = new StormHistory(List.of(), ResponseHeat.NONE, 0);
}
