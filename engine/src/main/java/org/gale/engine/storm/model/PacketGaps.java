package org.gale.engine.storm.model;

import java.util.SplittableRandom;

/**
 * Times between packets of one rate: evenly spaced from a drawn phase, or those of a Poisson process. What is less than
 * a nanosecond is carried to the next gap, so that the rate is exact. Owned by the thread that drives the run.
 */
final class PacketGaps implements Draw
{
    private final double meanNs;
    private final SplittableRandom random;                          // null if the packets are evenly spaced
    private double carriedNs;
    private double phase;

    /**
     * Makes the gaps of a vector.
     *
     * @param meanNs at least 1
     * @param random of this vector alone
     */
    PacketGaps(final double meanNs, final boolean isPoisson, final SplittableRandom random)
    {
        this.meanNs = meanNs;
        this.random = isPoisson ? random : null;
        this.phase = Draws.fraction(random);
    }

    @Override
    public long nextNs()
    {
        final double share = random == null ? phase : -StrictMath.log(Draws.fraction(random));
        phase = 1;
        final double exactNs = carriedNs + meanNs * share;
        final long ns = (long)exactNs;
        carriedNs = exactNs - ns;

        return ns;
    }
}
