package org.gale.engine.storm;

import org.HdrHistogram.Histogram;

/**
 * A histogram of values that mostly come in rows of the same one, as the clock is read once a batch: a row is recorded
 * at once. One thread uses it.
 */
final class RepeatedValues
{
    private Histogram histogram;
    private final long highest;
    private long value;
    private long count;

    /**
     * @param highestNs larger values count as this
     * @param digits    that are kept of a value
     */
    RepeatedValues(final long highestNs, final int digits)
    {
        this.histogram = new Histogram(highestNs, digits);
        this.highest = highestNs;
    }

    /** Records a time in ns; one below 0 counts as 0. */
    void record(final long ns)
    {
        record(ns, 1);
    }

    void record(final long ns, final long times)
    {
        if (ns != value)
        {
            flush();
            value = ns;
        }
        count += times;
    }

    /** Returns the histogram with everything that was recorded so far. */
    Histogram histogram()
    {
        flush();

        return histogram;
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        count = 0;
        histogram.reset();
    }

    /** Exchanges the histogram for another one, and returns it with everything that was recorded so far. */
    Histogram exchange(final Histogram other)
    {
        flush();
        final Histogram filled = histogram;
        histogram = other;

        return filled;
    }

    private void flush()
    {
        if (count > 0)
        {
            histogram.recordValueWithCount(Math.min(highest, Math.max(0, value)), count);
            count = 0;
        }
    }
}
