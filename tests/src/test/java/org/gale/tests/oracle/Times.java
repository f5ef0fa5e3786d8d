package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sequence of times of one distribution, drawn as the page on costs says. */
@FunctionalInterface
interface Times
{
    double LONGEST_NS = 1e12;

    /** Returns the next time, ns. */
    long nextNs();

    /** Returns the next number between 0 and 1. */
    static double fraction(final SplittableRandom random)
    {
        return ((random.nextLong() >>> 12) + 0.5) * 0x1p-52;
    }

    /** Returns the times of a distribution, as a job writes it. */
    static Times of(final String text, final SplittableRandom random)
    {
        final List<String> numbers = Numbers.all(text);
        if (!text.startsWith("{"))
        {
            final long ns = Numbers.ns(text);

            return () -> ns;
        }
        if (text.startsWith("{uniform"))
        {
            return uniform(Numbers.ns(numbers.get(0)), Numbers.ns(numbers.get(1)), random);
        }
        if (text.startsWith("{exponential"))
        {
            final double mean = Numbers.ns(numbers.get(0));

            return () -> rounded(-StrictMath.log(fraction(random)) * mean);
        }
        if (text.startsWith("{lognormal"))
        {
            return lognormal(Numbers.ns(numbers.get(0)), Double.parseDouble(numbers.get(1)), random);
        }
        if (text.startsWith("{pareto"))
        {
            return pareto(Double.parseDouble(numbers.get(0)), Numbers.ns(numbers.get(1)), Numbers.ns(numbers.get(2)),
                random);
        }
        if (text.startsWith("{list"))
        {
            return list(numbers, random);
        }
        throw new IllegalArgumentException(text + " is no distribution");
    }

    private static Times uniform(final long fromNs, final long toNs, final SplittableRandom random)
    {
        return () -> fromNs + (long)(fraction(random) * (toNs - fromNs + 1));
    }

    private static Times lognormal(final long medianNs, final double sigma, final SplittableRandom random)
    {
        return () ->
        {
            final double radius = StrictMath.sqrt(-2 * StrictMath.log(fraction(random)));
            final double normal = radius * StrictMath.cos(2 * StrictMath.PI * fraction(random));

            return rounded(medianNs * StrictMath.exp(sigma * normal));
        };
    }

    private static Times pareto(
        final double alpha, final long minNs, final long capNs, final SplittableRandom random)
    {
        return () -> Math.min(capNs, rounded(minNs * StrictMath.pow(fraction(random), -1 / alpha)));
    }

    private static Times list(final List<String> numbers, final SplittableRandom random)
    {
        final List<Long> times = new ArrayList<>();
        final List<Double> upTo = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < numbers.size(); i += 2)
        {
            times.add(Numbers.ns(numbers.get(i)));
            sum += Double.parseDouble(numbers.get(i + 1));
            upTo.add(sum);
        }
        final double all = sum;

        return () ->
        {
            final double at = fraction(random) * all;
            int index = 0;
            while (index < times.size() - 1 && upTo.get(index) <= at)
            {
                index++;
            }

            return times.get(index);
        };
    }

    private static long rounded(final double ns)
    {
        return (long)Math.min(LONGEST_NS, ns + 0.5);
    }
}
