package org.gale.engine.storm.model;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.Distribution;

/** Draws of each kind of distribution, by the inverse of its distribution function where there is one. */
public final class Draws
{
    /** Bits of a fraction: with half a bit more it is a double of 53 bits, so that none is rounded to 1. */
    private static final int FRACTION_BITS = 52;
    private static final double UNIT = 0x1p-52;

    private Draws()
    {
    }

    /** Returns the times of a distribution that follow from a seed. */
    public static Draw of(final Distribution distribution, final long seed)
    {
        return of(distribution, new SplittableRandom(seed));
    }

    /**
     * Returns the times of a distribution.
     *
     * @param random of this sequence alone; a constant draws nothing of it
     */
    public static Draw of(final Distribution distribution, final SplittableRandom random)
    {
        if (distribution instanceof Distribution.Constant constant)
        {
            return constant::ns;
        }
        if (distribution instanceof Distribution.Uniform uniform)
        {
            return new OfUniform(uniform, random);
        }
        if (distribution instanceof Distribution.Exponential exponential)
        {
            return new OfExponential(exponential, random);
        }
        if (distribution instanceof Distribution.Lognormal lognormal)
        {
            return new OfLognormal(lognormal, random);
        }
        if (distribution instanceof Distribution.Pareto pareto)
        {
            return new OfPareto(pareto, random);
        }

        return new OfWeighted((Distribution.Weighted)distribution, random);
    }

    /** Returns the next number between 0 and 1, neither of which it is. */
    static double fraction(final SplittableRandom random)
    {
        return ((random.nextLong() >>> (Long.SIZE - FRACTION_BITS)) + 0.5) * UNIT;
    }

    /** Returns the nearest whole number of ns within the limit. */
    private static long rounded(final double ns)
    {
        return (long)Math.min(Distribution.LIMIT_NS, ns + 0.5);
    }

    /** Draw of a uniform distribution. */
    static final class OfUniform implements Draw
    {
        private final long fromNs;
        private final double times;
        private final SplittableRandom random;

        OfUniform(final Distribution.Uniform uniform, final SplittableRandom random)
        {
            this.fromNs = uniform.fromNs();
            this.times = uniform.toNs() - fromNs + 1;
            this.random = random;
        }

        @Override
        public long nextNs()
        {
            return fromNs + (long)(fraction(random) * times);
        }
    }

    /** Draw of an exponential distribution. */
    static final class OfExponential implements Draw
    {
        private final double meanNs;
        private final SplittableRandom random;

        OfExponential(final Distribution.Exponential exponential, final SplittableRandom random)
        {
            this.meanNs = exponential.meanNs();
            this.random = random;
        }

        @Override
        public long nextNs()
        {
            return rounded(-StrictMath.log(fraction(random)) * meanNs);
        }
    }

    /** Draw of a log-normal distribution, with one of the two normal deviates of Box and Muller. */
    static final class OfLognormal implements Draw
    {
        private final double medianNs;
        private final double sigma;
        private final SplittableRandom random;

        OfLognormal(final Distribution.Lognormal lognormal, final SplittableRandom random)
        {
            this.medianNs = lognormal.medianNs();
            this.sigma = lognormal.sigma();
            this.random = random;
        }

        @Override
        public long nextNs()
        {
            final double radius = StrictMath.sqrt(-2 * StrictMath.log(fraction(random)));
            final double deviate = radius * StrictMath.cos(2 * StrictMath.PI * fraction(random));

            return rounded(medianNs * StrictMath.exp(sigma * deviate));
        }
    }

    /** Draw of a Pareto distribution, in which the cap stands for every longer time. */
    static final class OfPareto implements Draw
    {
        private final double minNs;
        private final double power;
        private final long capNs;
        private final SplittableRandom random;

        OfPareto(final Distribution.Pareto pareto, final SplittableRandom random)
        {
            this.minNs = pareto.minNs();
            this.power = -1 / pareto.alpha();
            this.capNs = pareto.capNs();
            this.random = random;
        }

        @Override
        public long nextNs()
        {
            return Math.min(capNs, rounded(minNs * StrictMath.pow(fraction(random), power)));
        }
    }

    /** Draw of a list of times. */
    static final class OfWeighted implements Draw
    {
        private final long[] timesNs;
        /** Sums of the weights up to and with each time. */
        private final double[] sums;
        private final SplittableRandom random;

        OfWeighted(final Distribution.Weighted weighted, final SplittableRandom random)
        {
            this.timesNs = weighted.items().stream().mapToLong(Distribution.Weighted.Item::ns).toArray();
            this.sums = new double[timesNs.length];
            double sum = 0;
            for (int i = 0; i < sums.length; i++)
            {
                sum += weighted.items().get(i).weight();
                sums[i] = sum;
            }
            this.random = random;
        }

        @Override
        public long nextNs()
        {
            final double at = fraction(random) * sums[sums.length - 1];
            int index = 0;
            while (index < sums.length - 1 && sums[index] <= at)
            {
                index++;
            }

            return timesNs[index];
        }
    }
}
