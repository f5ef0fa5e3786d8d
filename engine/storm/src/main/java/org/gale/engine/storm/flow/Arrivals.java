package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Times between the events of an open loop: all of the same length, or those of a Poisson process. They depend on the
 * rate and the seed alone. Owned by the generator's thread.
 */
final class Arrivals
{
    private final double meanNs;
    private final SplittableRandom random;

    /** Makes the arrivals that a storm with a rate asks for. */
    Arrivals(final StormConfig config)
    {
        meanNs = config.shape().together().meanNs(1);
        random = config.isPoisson() ?
            new SplittableRandom(config.value(StormSettings.SEED) ^ 0x5bf03635L) : null;
    }

    /** Returns the time from one event to the next, ns. */
    double nextNs()
    {
        return random == null ? meanNs : meanNs * random.nextExponential();     // a third of the time of a logarithm
    }

    /** Skips the times in front of so many events. */
    void skip(final long events)
    {
        for (long i = 0; i < events && random != null; i++)
        {
            random.nextExponential();
        }
    }
}
