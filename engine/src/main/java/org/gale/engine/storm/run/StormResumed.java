package org.gale.engine.storm.run;

/**
 * Point at which a storm is resumed.
 *
 * @param sequence     number of the last command in its journal
 * @param tornFrames   number of torn frames, which are dropped
 * @param firstCommand number of the first command replayed: 1, or the one after a snapshot
 * @param totals       of the storm up to that point
 */
public record StormResumed(long sequence, int tornFrames, long firstCommand, StormResumeTotals totals)
{
    /** Point of a storm that is not resumed. */
    public static final StormResumed NONE = new StormResumed(0, 0, 0, StormResumeTotals.NONE);

    /** Returns whether the storm is not resumed. */
    public boolean isNone()
    {
        return firstCommand == 0;
    }
}
