package org.gale.engine.storm.model;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.Distribution;

/**
 * Sequence of times of one distribution. Only {@link SplittableRandom#nextLong} and {@link StrictMath} make them, so
 * that a seed gives the same times in every JDK and on every processor. Nothing is allocated for a time. Not safe for
 * use by several threads.
 */
public interface Draw
{
    /**
     * Returns the next time.
     *
     * @return the time, ns, from 0 to {@link Distribution#LIMIT_NS}
     */
    long nextNs();

    /** Returns the times of a distribution that follow from a seed. */
    static Draw of(final Distribution distribution, final long seed)
    {
        return of(distribution, new SplittableRandom(seed));
    }

    /**
     * Returns the times of a distribution.
     *
     * @param random of this sequence alone; a constant draws nothing of it
     */
    static Draw of(final Distribution distribution, final SplittableRandom random)
    {
        if (distribution instanceof Distribution.Constant constant)
        {
            return constant::ns;
        }
        if (distribution instanceof Distribution.Uniform uniform)
        {
            return new Draws.OfUniform(uniform, random);
        }
        if (distribution instanceof Distribution.Exponential exponential)
        {
            return new Draws.OfExponential(exponential, random);
        }
        if (distribution instanceof Distribution.Lognormal lognormal)
        {
            return new Draws.OfLognormal(lognormal, random);
        }
        if (distribution instanceof Distribution.Pareto pareto)
        {
            return new Draws.OfPareto(pareto, random);
        }

        return new Draws.OfWeighted((Distribution.Weighted)distribution, random);
    }
}
