package org.gale.engine.storm.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.config.Quantity;

/**
 * Distribution of a time of a virtual run, with the parameters that a user wrote. Times are whole nanoseconds. Its text
 * is the one that users write in a job, and reads back as an equal distribution. Immutable.
 */
public sealed interface Distribution
{
    /** Limit of every time that a distribution is written with, and of every time that is drawn, ns: 1,000 s. */
    long LIMIT_NS = 1_000_000_000_000L;
    /** Time that takes none. */
    Distribution ZERO = new Constant(0);

    /** Returns the mean, ns. */
    double meanNs();

    /** Returns the largest of the times that the distribution is written with, ns. */
    long largestNs();

    /** Returns the text that users write, which {@link DistributionReader} reads back. */
    String text();

    /** Returns a distribution with one time. */
    static Distribution constant(final long ns)
    {
        return new Constant(ns);
    }

    /** Distribution with one time. */
    record Constant(long ns) implements Distribution
    {
        @Override
        public double meanNs()
        {
            return ns;
        }

        @Override
        public long largestNs()
        {
            return ns;
        }

        @Override
        public String text()
        {
            return Quantity.durationText(ns);
        }
    }

    /** Distribution with equally likely times from one to another, both included. */
    record Uniform(long fromNs, long toNs) implements Distribution
    {
        @Override
        public double meanNs()
        {
            return (fromNs + toNs) / 2.0;
        }

        @Override
        public long largestNs()
        {
            return toNs;
        }

        @Override
        public String text()
        {
            return "{uniform: {from: " + Quantity.durationText(fromNs) + ", to: " + Quantity.durationText(toNs) + "}}";
        }
    }

    /** Exponential distribution with a mean. */
    record Exponential(long ns) implements Distribution
    {
        @Override
        public double meanNs()
        {
            return ns;
        }

        @Override
        public long largestNs()
        {
            return ns;
        }

        @Override
        public String text()
        {
            return "{exponential: " + Quantity.durationText(ns) + '}';
        }
    }

    /**
     * Log-normal distribution.
     *
     * @param sigma standard deviation of the logarithm
     */
    record Lognormal(long medianNs, double sigma) implements Distribution
    {
        @Override
        public double meanNs()
        {
            return medianNs * StrictMath.exp(sigma * sigma / 2);
        }

        @Override
        public long largestNs()
        {
            return medianNs;
        }

        @Override
        public String text()
        {
            return "{lognormal: {median: " + Quantity.durationText(medianNs) + ", sigma: " + number(sigma) + "}}";
        }
    }

    /**
     * Pareto distribution, in which the cap stands for every longer time.
     *
     * @param alpha exponent: the smaller, the more long times there are
     */
    record Pareto(double alpha, long minNs, long capNs) implements Distribution
    {
        @Override
        public double meanNs()
        {
            final double ratio = (double)minNs / capNs;

            return alpha == 1 ? minNs * (1 - StrictMath.log(ratio)) :
                minNs * (alpha - StrictMath.pow(ratio, alpha - 1)) / (alpha - 1);
        }

        @Override
        public long largestNs()
        {
            return capNs;
        }

        @Override
        public String text()
        {
            return "{pareto: {alpha: " + number(alpha) + ", min: " + Quantity.durationText(minNs) + ", cap: " +
                Quantity.durationText(capNs) + "}}";
        }
    }

    /**
     * Window of a poll that follows the blocks of a vCPU, from 0. Nobody draws it.
     *
     * @param maxNs   of a window; a longer block shrinks it
     * @param grow    factor of a window whose block was longer than it
     * @param startNs first window above 0, below which one is 0
     * @param shrink  divisor
     */
    record Window(long maxNs, int grow, long startNs, int shrink) implements Distribution
    {
        @Override
        public double meanNs()
        {
            return maxNs;
        }

        @Override
        public long largestNs()
        {
            return Math.max(maxNs, startNs);
        }

        @Override
        public String text()
        {
            return "{max: " + Quantity.durationText(maxNs) + ", grow: " + grow + ", start: " +
                Quantity.durationText(startNs) + ", shrink: " + shrink + '}';
        }
    }

    /** Distribution with some times, each with its weight. */
    record Weighted(List<Item> items) implements Distribution
    {
        public Weighted
        {
            items = List.copyOf(items);
        }

        /**
         * Time of a list.
         *
         * @param weight share among the weights of all times
         */
        public record Item(long ns, double weight)
        {
        }

        /** Returns the sum of all weights. */
        public double weight()
        {
            double sum = 0;
            for (final Item item : items)
            {
                sum += item.weight();
            }

            return sum;
        }

        @Override
        public double meanNs()
        {
            double sum = 0;
            for (final Item item : items)
            {
                sum += item.ns() * item.weight();
            }

            return sum / weight();
        }

        @Override
        public long largestNs()
        {
            return items.stream().mapToLong(Item::ns).max().orElse(0);
        }

        @Override
        public String text()
        {
            return items.stream().map(item -> '[' + Quantity.durationText(item.ns()) + ", " + number(item.weight()) +
                ']').collect(Collectors.joining(", ", "{list: [", "]}"));
        }
    }

    private static String number(final double value)
    {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
