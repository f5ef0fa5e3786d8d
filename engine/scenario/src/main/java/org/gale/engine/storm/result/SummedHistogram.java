package org.gale.engine.storm.result;

/** Histogram that knows the exact sum of its values, those above its highest value included. */
public interface SummedHistogram
{
    /** Highest value that a histogram distinguishes, ns; larger ones count as this. */
    long HIGHEST_NS = 60_000_000_000L;

    /** Returns a time in ns as a histogram counts it: within 0 and the highest value. */
    static long limited(final long ns)
    {
        return Math.min(HIGHEST_NS, Math.max(0, ns));
    }

    /**
     * Records a time of any length. One below 0 counts as 0, and one above the highest value as that value.
     *
     * @param count number of times
     */
    void recordTime(long ns, long count);

    /** Returns the sum of what was recorded, ns. */
    long sum();
}
