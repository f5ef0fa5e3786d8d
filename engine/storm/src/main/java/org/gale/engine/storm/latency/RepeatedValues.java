package org.gale.engine.storm.latency;

import org.gale.engine.storm.result.HeatGrid;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * A histogram of values that mostly come in rows of the same one, as the clock is read once a batch: a row is recorded
 * at once. One thread uses it.
 */
final class RepeatedValues
{
    private final HeatGrid heat;
    private LatencyHistogram histogram;
    private long value;
    private long count;

    /**
     * Creates an empty histogram.
     *
     * @param digits number of decimal digits that are kept of a value
     */
    RepeatedValues(final int digits)
    {
        this(digits, null);
    }

    /**
     * Creates an empty histogram.
     *
     * @param digits number of decimal digits that are kept of a value
     * @param heat   grid that counts the values over time, too; null for none
     */
    RepeatedValues(final int digits, final HeatGrid heat)
    {
        this.heat = heat;
        histogram = new LatencyHistogram(SummedHistogram.HIGHEST_NS, digits);
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
    LatencyHistogram histogram()
    {
        flush();

        return histogram;
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        count = 0;
        if (histogram.getTotalCount() > 0)                          // an empty one has up to 216 KiB to be cleared, too
        {
            histogram.reset();
        }
    }

    /** Exchanges the histogram for another one, and returns it with everything that was recorded so far. */
    LatencyHistogram exchange(final LatencyHistogram other)
    {
        flush();
        final LatencyHistogram filled = histogram;
        histogram = other;

        return filled;
    }

    /** Records the row in hand. */
    void flush()
    {
        if (count > 0)
        {
            if (heat != null)
            {
                heat.add(value, count);
            }
            histogram.recordTime(value, count);
            count = 0;
        }
    }
}
