package org.gale.engine.storm.result;

/** Histogram that knows the exact sum of its values, those above its highest value included. */
public interface SummedHistogram
{
    /** Highest value that a histogram distinguishes, ns; larger ones count as this. */
    long HIGHEST_NS = 60_000_000_000L;
    /** Sum that is not known. */
    long UNKNOWN = -1;

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

    /** Returns the sum of what was recorded, ns; {@link #UNKNOWN} of one beyond all numbers. */
    long sum();

    /**
     * Returns a sum with a value that was recorded several times.
     *
     * @param sum   so far, ns, or {@link #UNKNOWN}
     * @param ns    0 or more, or {@link #UNKNOWN} where it is not known
     * @param count number of times
     * @return {@link #UNKNOWN} if either is that, or the sum is 2^63 or more
     */
    static long plus(final long sum, final long ns, final long count)
    {
        final long product = ns * count;
        final boolean isKnown = sum >= 0 && ns >= 0 && Math.multiplyHigh(ns, count) == 0 && product >= 0;

        return isKnown && sum + product >= 0 ? sum + product : UNKNOWN;
    }
}
