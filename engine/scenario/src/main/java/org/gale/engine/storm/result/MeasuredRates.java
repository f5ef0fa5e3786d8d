package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Rates of the measured part of a storm, which follows its warm-up.
 *
 * @param warmup    warm-up before it
 * @param ns        length of the measured part, ns
 * @param offered   events offered in the measured part
 * @param delivered interrupts that guests acknowledged in the measured part
 * @param own       sums of rates, each by the time of its own share; null where all have one time
 */
public record MeasuredRates(Warmup.Past warmup, long ns, long offered, long delivered, Own own)
{
    private static final double SECOND_NS = 1e9;

    /** Makes the rates of a storm that has one time. */
    public MeasuredRates(final Warmup.Past warmup, final long ns, final long offered, final long delivered)
    {
        this(warmup, ns, offered, delivered, null);
    }

    /** Sums of rates of shares that did not start at one time. */
    public record Own(double offeredPerS, double deliveredPerS)
    {
    }

    /** Returns these rates as those of parts that started apart: the sums of their rates. */
    MeasuredRates apart(final List<MeasuredRates> parts)
    {
        final List<MeasuredRates> rates = parts.stream().filter(MeasuredRates::isOffered).toList();

        return new MeasuredRates(warmup, ns, offered, delivered, new Own(
            rates.stream().mapToDouble(MeasuredRates::offeredPerS).sum(),
            rates.stream().mapToDouble(MeasuredRates::deliveredPerS).sum()));
    }

    /** Returns whether anything was offered in the measured part, without which it has no rate. */
    public boolean isOffered()
    {
        return offered > 0;
    }

    /** Returns the events offered a second. */
    public double offeredPerS()
    {
        return own == null ? offered * SECOND_NS / ns : own.offeredPerS;
    }

    /** Returns the interrupts delivered a second. */
    public double deliveredPerS()
    {
        return own == null ? delivered * SECOND_NS / ns : own.deliveredPerS;
    }
}
