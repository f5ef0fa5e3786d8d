package org.gale.engine.storm;

/**
 * Settings of a run that its journal does not hold. They may differ in each part of a storm that is resumed.
 *
 * @param warmup      of the run
 * @param maxInFlight with a rate: events that are due while so many are in flight are skipped
 * @param outliers    number of slowest responses to keep
 * @param stopIf      condition that ends the run; null for none
 */
public record MeasureConfig(Warmup warmup, long maxInFlight, int outliers, StopCondition stopIf)
{
    /** Number of slowest responses that are kept unless asked otherwise. */
    public static final int OUTLIERS_DEFAULT = 10;
    /** Number of events in flight that is no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;
    /** Measurement of everything from the first offer on. */
    public static final MeasureConfig ALL = new MeasureConfig(Warmup.NONE);
    /** Measurement without settings. */
    public static final MeasureConfig DEFAULT = new MeasureConfig(Warmup.AUTO);

    /** Makes a measurement with a warm-up, and defaults beside it. */
    public MeasureConfig(final Warmup warmup)
    {
        this(warmup, UNLIMITED, OUTLIERS_DEFAULT, null);
    }
}
