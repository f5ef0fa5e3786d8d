package org.gale.engine.storm;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.HostMeter;

/**
 * Meter of one run: ends the warm-up, and says how long and how much was measured. On the engine's thread; read after
 * the run.
 */
final class RunMeter
{
    private static final double TAIL = 99;

    private final NanoClock clock;
    private final StormTally tally;
    private final LatencyRecorder recorder;
    private final MsiGenerator generator;
    private final WarmupWatch watch;
    private final StallWatch stallWatch;
    private final boolean hasWarmup;
    private Stalls stalls = Stalls.NONE;
    private boolean isWarm;
    private boolean hasBegun;
    private long beginNs;
    private long offeredBefore;
    private long deliveredBefore;
    private Warmup.Past warmup = Warmup.Past.NONE;

    RunMeter(
        final MeasureConfig measure,
        final WarmupWatch watch,
        final StallWatch stallWatch,
        final StormTally tally,
        final LatencyRecorder recorder,
        final MsiGenerator generator,
        final NanoClock clock)
    {
        this.watch = watch;
        this.clock = clock;
        this.tally = tally;
        this.recorder = recorder;
        this.generator = generator;
        this.stallWatch = stallWatch;
        this.hasWarmup = !measure.warmup().equals(Warmup.NONE);
    }

    /** Returns the watch of a warm-up. */
    static WarmupWatch watch(
        final MeasureConfig measure,
        final StormConfig config,
        final StormResumeTotals resumed,
        final boolean hasGenerator,
        final HostMeter host)
    {
        return new WarmupWatch(measure.warmup(), hasGenerator, config.durationNs(),
            config.countLimit() - resumed.offered(), host::compilerNs);
    }

    /** Ends the warm-up once it is over. Called in each duty cycle. */
    void poll()
    {
        if (!isWarm && generator.firstOfferNs() != 0)
        {
            warm(clock.nanoTime());
        }
    }

    /** Ends the measured part at the last apply, while all threads are alive. */
    void end(final long endNs)
    {
        stalls = stallWatch.end(endNs);
    }

    /**
     * Returns the measured part.
     *
     * @param endNs time of the last apply
     */
    StormMeasurement measured(final long endNs)
    {
        final long firstNs = generator.firstOfferNs() == 0 ? endNs : generator.firstOfferNs();
        if (!isWarm && hasWarmup)
        {
            return new StormMeasurement(
                new Warmup.Past(Warmup.Ending.UNFINISHED, endNs - firstNs, tally.offered(), tally.delivered()),
                Math.max(1, endNs - firstNs), tally.offered(), tally.delivered(), stalls, pace());
        }

        return new StormMeasurement(warmup, Math.max(1, endNs - firstNs - warmup.ns()),
            tally.offered() - offeredBefore, tally.delivered() - deliveredBefore, stalls, pace());
    }

    private StormPace pace()
    {
        return generator.pace().result(generator.lag().getValueAtPercentile(TAIL),
            recorder.histograms().response().getValueAtPercentile(TAIL));
    }

    private void warm(final long nowNs)
    {
        if (!hasBegun)
        {
            hasBegun = true;
            beginNs = generator.firstOfferNs();
            watch.begin(beginNs, tally.delivered());
        }
        if (watch.isOver(nowNs, tally.delivered()))
        {
            isWarm = true;
            stallWatch.begin(nowNs);
            if (!hasWarmup)
            {
                return;
            }
            offeredBefore = tally.offered();
            deliveredBefore = tally.delivered();
            warmup = new Warmup.Past(watch.ending(), nowNs - beginNs, offeredBefore, deliveredBefore);
            recorder.begin(nowNs);
            generator.measure();
        }
    }
}
