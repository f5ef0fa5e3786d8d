package org.gale.engine.storm.law;

import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Distribution;

/**
 * Law of the times that are drawn of one distribution: of many, as many lie below each of some quantiles as chance
 * allows. The quantiles come of their formulas, so that no draw is needed, and long tails do not matter. A time that is
 * rounded counts on either side. Owned by the thread that draws.
 */
final class DrawLaw
{
    /** Number of draws from one comparison to the next. */
    static final int TURN = 1_024;

    /** Standard deviations by which a count may differ. */
    private static final double DEVIATIONS = 6;
    private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 0.9};
    /** Quantiles of the normal distribution for these shares. */
    private static final double[] NORMAL = {-1.2815515655446, -0.67448975019608, 0, 0.67448975019608, 1.2815515655446};

    private final String name;
    private final Distribution distribution;
    private final double[] quantilesNs = new double[SHARES.length];
    private final long[] below = new long[SHARES.length];           // clearly
    private final long[] upTo = new long[SHARES.length];            // or about there
    private long count;

    /** Makes the law of times that a job gives. */
    DrawLaw(final String name, final Distribution distribution)
    {
        this.name = name;
        this.distribution = distribution;
        for (int i = 0; i < SHARES.length; i++)
        {
            quantilesNs[i] = quantileNs(distribution, SHARES[i], NORMAL[i]);
        }
    }

    private static double quantileNs(final Distribution times, final double share, final double normal)
    {
        if (times instanceof Distribution.Uniform uniform)
        {
            return uniform.fromNs() + (uniform.toNs() - uniform.fromNs()) * share;
        }
        if (times instanceof Distribution.Exponential exponential)
        {
            return -Math.log(1 - share) * exponential.ns();
        }
        if (times instanceof Distribution.Lognormal lognormal)
        {
            return lognormal.medianNs() * Math.exp(lognormal.sigma() * normal);
        }
        if (times instanceof Distribution.Pareto pareto)
        {
            return Math.min((double)pareto.capNs(), pareto.minNs() / Math.pow(1 - share, 1 / pareto.alpha()));
        }
        if (times instanceof Distribution.Weighted weighted)
        {
            return quantileNs(weighted, share);
        }

        return times.largestNs();
    }

    private static double quantileNs(final Distribution.Weighted weighted, final double share)
    {
        double least = Double.MAX_VALUE;
        for (final Distribution.Weighted.Item item : weighted.items())
        {
            double weight = 0;
            for (final Distribution.Weighted.Item other : weighted.items())
            {
                weight += other.ns() <= item.ns() ? other.weight() : 0;
            }
            least = weight >= share * weighted.weight() ? Math.min(least, (double)item.ns()) : least;
        }

        return least;
    }

    /**
     * Notes a time that was drawn.
     *
     * @return how the law is broken, asked now and then; or null
     */
    String drawn(final long ns)
    {
        for (int i = 0; i < quantilesNs.length; i++)
        {
            below[i] += ns <= quantilesNs[i] - 1 ? 1 : 0;
            upTo[i] += ns <= quantilesNs[i] + 1 ? 1 : 0;
        }
        count++;

        return (count & (TURN - 1)) == 0 ? broken() : null;
    }

    private String broken()
    {
        String broken = null;
        for (int i = 0; i < SHARES.length && broken == null; i++)
        {
            final double due = SHARES[i] * count;
            final double allowed = DEVIATIONS * Math.sqrt(due * (1 - SHARES[i]));
            if (below[i] > due + allowed || upTo[i] < due - allowed)
            {
                broken = "of " + NumberText.count(count) + " times of " + name + ", " + distribution.text() + ", " +
                    NumberText.count(below[i] > due ? below[i] : upTo[i]) + " are below " +
                    NumberText.count(Math.round(quantilesNs[i])) + " ns, and " + NumberText.count(Math.round(due)) +
                    " within " + NumberText.count((long)allowed) + " are due";
            }
        }

        return broken;
    }
}
