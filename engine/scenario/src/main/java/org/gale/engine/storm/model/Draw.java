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
}
