package org.gale.engine.storm.result;

import org.gale.engine.storm.scenario.Warmup;

/**
 * Rates of the measured part of a storm, which follows its warm-up.
 *
 * @param warmup    warm-up before it
 * @param ns        length of the measured part, ns
 * @param offered   events offered in the measured part
 * @param delivered interrupts that guests acknowledged in the measured part
 */
public record MeasuredRates(Warmup.Past warmup, long ns, long offered, long delivered)
{
    private static final double SECOND_NS = 1e9;

    /** Returns whether anything was offered in the measured part, without which it has no rate. */
    public boolean isOffered()
    {
        return offered > 0;
    }

    /** Returns the events offered a second. */
    public double offeredPerS()
    {
        return offered * SECOND_NS / ns;
    }

    /** Returns the interrupts delivered a second. */
    public double deliveredPerS()
    {
        return delivered * SECOND_NS / ns;
    }
}
