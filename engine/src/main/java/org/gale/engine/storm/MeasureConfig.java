package org.gale.engine.storm;

/**
 * Settings of a run that its journal does not hold. They may differ in each part of a storm that is resumed.
 *
 * @param warmup      of the run
 * @param maxInFlight with a rate: events that are due while so many are in flight are skipped
 */
public record MeasureConfig(Warmup warmup, long maxInFlight)
{
    /** Number of events in flight that is no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;
    /** Measurement of everything from the first offer on. */
    public static final MeasureConfig ALL = new MeasureConfig(Warmup.NONE, UNLIMITED);
    /** Measurement without settings. */
    public static final MeasureConfig DEFAULT = new MeasureConfig(Warmup.AUTO, UNLIMITED);
}
