package org.gale.engine.trace;

/**
 * Figures of values that come in their order, shortest first, once their count and sum are known. Percentiles are
 * values of the sequence: the smallest one that the percentage of values does not exceed.
 */
final class SortedFigures
{
    private static final double[] PERCENTS = {50, 90, 99, 99.9};
    private static final int LONGEST_PART = 20;
    private static final double ALL = 100;

    private final long[] percentiles = new long[PERCENTS.length];
    private long count;
    private double sum;
    private long position;
    private double squares;
    private double shortSum;
    private double shortSquares;

    void count(final long value)
    {
        count++;
        sum += value;
    }

    void next(final long value)
    {
        position++;
        for (int i = 0; i < PERCENTS.length; i++)
        {
            if (position == Math.max(1, (long)Math.ceil(count * PERCENTS[i] / ALL)))
            {
                percentiles[i] = value;
            }
        }
        final double offMean = value - sum / count;
        squares += offMean * offMean;
        if (position <= shortCount())
        {
            shortSum += offMean;
            shortSquares += offMean * offMean;
        }
    }

    long count()
    {
        return count;
    }

    double sum()
    {
        return sum;
    }

    /** Returns a percentile, or 0 without values. */
    long percentile(final double percent)
    {
        for (int i = 0; i < PERCENTS.length; i++)
        {
            if (PERCENTS[i] == percent)
            {
                return percentiles[i];
            }
        }

        throw new IllegalArgumentException("no percentile " + percent);
    }

    /** Returns the coefficient of variation of all values. */
    double cv()
    {
        return sum == 0 ? 0 : Math.sqrt(squares / count) / (sum / count);
    }

    /** Returns the coefficient of variation without the longest 5 % of values. */
    double cvWithoutLongest()
    {
        final double offMean = shortSum / Math.max(1, shortCount());
        final double mean = count == 0 ? 0 : sum / count + offMean;
        final double variance = shortSquares / Math.max(1, shortCount()) - offMean * offMean;

        return mean <= 0 ? 0 : Math.sqrt(Math.max(0, variance)) / mean;
    }

    private long shortCount()
    {
        return count - count / LONGEST_PART;
    }
}
