package org.gale.engine.storm;

/**
 * Settings of the measurement of a storm. None of them changes a command, or what a journal holds.
 *
 * @param warmup of the storm
 */
public record MeasureConfig(Warmup warmup)
{
    /** Measurement of everything from the first offer on. */
    public static final MeasureConfig ALL = new MeasureConfig(Warmup.NONE);
    /** Measurement without settings. */
    public static final MeasureConfig DEFAULT = new MeasureConfig(Warmup.AUTO);
}
