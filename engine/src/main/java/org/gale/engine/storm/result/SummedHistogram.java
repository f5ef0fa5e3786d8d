package org.gale.engine.storm.result;

/** Histogram that knows the exact sum of its values, those above its highest value included. */
public interface SummedHistogram
{
    /**
     * Records a time of any length. One below 0 counts as 0, and one above the highest value as that value.
     *
     * @param count number of times
     */
    void recordTime(long ns, long count);

    /** Returns the sum of what was recorded, ns. */
    long sum();
}
