package org.gale.engine.storm;

/**
 * Measured part of a storm, which follows its warm-up.
 *
 * @param warmup    warm-up before it
 * @param ns        length of the measured part, ns
 * @param offered   events offered in the measured part
 * @param delivered interrupts that guests acknowledged in the measured part
 * @param stalls    what the host took from the measured part
 * @param pace      of the generator
 */
public record StormMeasurement(
    Warmup.Past warmup, long ns, long offered, long delivered, Stalls stalls, StormPace pace)
{
    /** Returns the events offered a second. */
    public double offeredPerS()
    {
        return offered * 1e9 / ns;
    }

    /** Returns the interrupts delivered a second. */
    public double deliveredPerS()
    {
        return delivered * 1e9 / ns;
    }
}
