package org.gale.engine.storm;

import java.util.List;

/**
 * History of a storm by intervals.
 *
 * @param intervals in order
 * @param dropped   number of intervals before the first one that were dropped, because there were too many
 */
public record StormHistory(List<Interval> intervals, long dropped)
{
    /** History of a storm that records none. */
    public static final StormHistory NONE = new StormHistory(List.of(), 0);
}
