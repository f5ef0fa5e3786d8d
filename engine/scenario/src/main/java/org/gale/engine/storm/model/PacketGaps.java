package org.gale.engine.storm.model;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.OnOff;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Times between packets of one rate: evenly spaced from a drawn phase, those of a Poisson process, or in bursts. What
 * is less than a nanosecond is carried to the next gap, so that the rate is exact. Owned by the thread that drives the
 * run.
 */
final class PacketGaps implements Draw
{
    private final double meanNs;
    private final SplittableRandom random;                          // null if the packets are evenly spaced
    private final Bursts bursts;                                    // null if there are none
    private double carriedNs;
    private double phase;

    /**
     * Makes the gaps of a vector.
     *
     * @param meanNs at least 1
     * @param bursts null if there are none
     * @param random of this vector alone
     */
    PacketGaps(final double meanNs, final boolean isPoisson, final OnOff bursts, final SplittableRandom random)
    {
        this.bursts = bursts == null ? null : new Bursts(bursts, meanNs, 1, random);
        this.meanNs = meanNs;
        this.random = isPoisson ? random : null;
        this.phase = Draws.fraction(random);
    }

    /** Makes the gaps of one of the equal parts of a stream that the events of a device are. */
    static PacketGaps of(final OpenStream stream, final int events, final long seed)
    {
        return new PacketGaps(
            stream.meanNs(events), stream.spacing().isPoisson(), stream.spacing().bursts(), new SplittableRandom(seed));
    }

    @Override
    public long nextNs()
    {
        if (bursts != null)
        {
            return carry(bursts.next());
        }
        final double share = random == null ? phase : -StrictMath.log(Draws.fraction(random));
        phase = 1;

        return carry(meanNs * share);
    }

    /** Returns the whole part of a gap, and carries the rest to the next one. */
    private long carry(final double gapNs)
    {
        final double exactNs = carriedNs + gapNs;
        final long ns = (long)exactNs;
        carriedNs = exactNs - ns;

        return ns;
    }
}
