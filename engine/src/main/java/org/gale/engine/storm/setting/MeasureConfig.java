package org.gale.engine.storm.setting;

import org.gale.engine.host.Pinning;

/**
 * Settings of a run that its journal does not hold. They may differ in each part of a storm that is resumed.
 *
 * @param warmup      of the run
 * @param maxInFlight with a rate: events that are due while so many are in flight are skipped
 * @param outliers    number of slowest responses to keep
 * @param stopIf      conditions of which each ends the run
 * @param handlerNs   busy wait of a guest in each turn
 * @param cpus        processors of the threads
 */
public record MeasureConfig(
    Warmup warmup, long maxInFlight, int outliers, StopConditions stopIf, long handlerNs, Cpus cpus)
{
    /**
     * Processors of the threads; {@link Pinning#ANY} for one that is not pinned.
     *
     * @param helpers processor of all threads but engine and generator
     */
    public record Cpus(int engine, int generator, int helpers)
    {
        /** No thread is pinned. */
        public static final Cpus ANY = new Cpus(Pinning.ANY, Pinning.ANY, Pinning.ANY);

        /** Returns whether no thread is pinned. */
        public boolean isAny()
        {
            return engine == Pinning.ANY && generator == Pinning.ANY && helpers == Pinning.ANY;
        }

        /** Returns the processor of a thread by its name. */
        public int of(final String thread)
        {
            return switch (thread)
            {
                case StormThreads.ENGINE -> engine;
                case StormThreads.GENERATOR -> generator;
                default -> helpers;
            };
        }
    }

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
        this(warmup, UNLIMITED, OUTLIERS_DEFAULT, StopConditions.NONE, 0, Cpus.ANY);
    }
}
