package org.gale.engine.storm.law;

import java.util.SplittableRandom;

/**
 * Second course of the times between two events of a source without bursts: each is drawn once more from the seed of
 * the source. Evenly spaced events have a phase, and the mean from then on. Those of a Poisson process have exponential
 * times, of which one in some is compared. Owned by the thread that drives the model.
 */
final class GapCourse
{
    /** One in so many times of a Poisson process is compared. */
    static final int TURN = 16;

    private static final int DROPPED_BITS = 12;
    private static final double ROUNDING = 1e-9;

    private final double meanNs;
    private final boolean isPoisson;
    private final SplittableRandom random;
    private final double phase;
    private long count;

    GapCourse(final double meanNs, final boolean isPoisson, final long seed)
    {
        this.meanNs = meanNs;
        this.isPoisson = isPoisson;
        random = new SplittableRandom(seed);
        phase = share(random.nextLong());
    }

    /** Returns the share of 1 that some bits are: the middle of one of 2^52 equal parts. */
    private static double share(final long bits)
    {
        return (2 * (bits >>> DROPPED_BITS) + 1) / 0x1p53;
    }

    /**
     * Takes the next time between two events.
     *
     * @return how it differs from the second course, or null
     */
    String gap(final long ns)
    {
        final long bits = isPoisson ? random.nextLong() : 0;
        count++;
        if (isPoisson && count % TURN != 1)
        {
            return null;
        }
        final double dueNs = meanNs * (isPoisson ? -Math.log(share(bits)) : count == 1 ? phase : 1);

        return Math.abs(ns - dueNs) <= 1 + dueNs * ROUNDING ? null :                // a rest is carried to the next one
            "its event " + count + " comes " + ns + " ns after the one before, and its seed gives " +
            Math.round(dueNs);
    }
}
