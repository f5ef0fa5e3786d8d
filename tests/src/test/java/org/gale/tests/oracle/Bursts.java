package org.gale.tests.oracle;

import java.util.List;
import java.util.SplittableRandom;

/** Source that is on and off in turns, whose times have a Pareto distribution. */
final class Bursts
{
    private static final double LONGEST_NS = 1e18;

    private final SplittableRandom random;
    private final double alpha;
    private final double leastOnNs;
    private final double leastOffNs;
    private final double gapNs;
    private double onNs;
    private double offNs;

    Bursts(final String text, final double meanNs, final SplittableRandom random)
    {
        final List<String> numbers = Numbers.all(text);
        final double meanOnNs = Numbers.ns(numbers.get(1));
        final double meanOffNs = Numbers.ns(numbers.get(2));
        final double onShare = meanOnNs / (meanOnNs + meanOffNs);
        this.random = random;
        alpha = Double.parseDouble(numbers.get(0));
        final double least = (alpha - 1) / alpha;
        leastOnNs = meanOnNs * least;
        leastOffNs = meanOffNs * least;
        gapNs = meanNs * onShare;
        final boolean isOn = Times.fraction(random) < onShare;
        onNs = Times.fraction(random) * pareto(leastOnNs);
        offNs = isOn ? 0 : Times.fraction(random) * pareto(leastOffNs);
    }

    private double pareto(final double leastNs)
    {
        return Math.min(LONGEST_NS, leastNs * StrictMath.pow(Times.fraction(random), -1 / alpha));
    }

    double nextNs()
    {
        double passedNs = offNs;
        double leftNs = gapNs;
        offNs = 0;
        while (leftNs > onNs)
        {
            leftNs -= onNs;
            passedNs += onNs + pareto(leastOffNs);
            onNs = pareto(leastOnNs);
        }
        onNs -= leftNs;

        return passedNs + leftNs;
    }
}
