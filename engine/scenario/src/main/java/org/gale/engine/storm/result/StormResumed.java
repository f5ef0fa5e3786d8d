package org.gale.engine.storm.result;

/**
 * Point at which a storm is resumed.
 *
 * @param sequence     number of the last command in its journal
 * @param tornFrames   number of torn frames, which are dropped
 * @param firstCommand number of the first command replayed: 1, or the one after a snapshot
 * @param offered      events that entered up to that point
 * @param delivered    of them, those that guests acknowledged
 * @param timeNs       time of the storm at that point, ns
 */
public record StormResumed(
    long sequence, int tornFrames, long firstCommand, long offered, long delivered, long timeNs)
{
    /** Point of a storm that is not resumed. */
    public static final StormResumed NONE = new StormResumed(0, 0, 0, 0, 0, 0);

    /** Returns whether the storm is not resumed. */
    public boolean isNone()
    {
        return firstCommand == 0;
    }
}
