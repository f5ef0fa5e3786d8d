package org.gale.engine.storm.run;

import java.util.function.LongSupplier;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.scenario.Warmup;

/** Meter of the rates of one run, which sets its warm-up apart. On the engine's thread; read after the run. */
final class RateMeter
{
    private static final double TAIL = 99;

    private final StormTally tally;
    private final LongSupplier delivered;
    private final LatencyRecorder recorder;
    private final MsiGenerator generator;
    private Warmup.Past warmup = Warmup.Past.NONE;
    private long beginNs;                                           // of the measured part behind a warm-up
    private boolean hasBegun;

    /** @param delivered interrupts of the run by the ledgers, which may be a frame before the tally */
    RateMeter(final StormTally tally, final LongSupplier delivered, final LatencyRecorder recorder,
        final MsiGenerator generator)
    {
        this.tally = tally;
        this.delivered = delivered;
        this.recorder = recorder;
        this.generator = generator;
    }

    /** Ends the warm-up at a time. */
    void begin(final Warmup.Ending ending, final long warmupNs, final long nowNs)
    {
        warmup = new Warmup.Past(ending, warmupNs, tally.offered(), delivered.getAsLong());
        beginNs = nowNs;
        hasBegun = true;
    }

    /**
     * Returns the rates of the measured part.
     *
     * @param firstNs time of the first offer; later than the last apply where the engine failed at once
     * @param endNs   time of the last apply
     * @param kept    warm-up that holds all of the run, so that all is measured; null for none
     */
    MeasuredRates rates(final long firstNs, final long endNs, final Warmup.Ending kept)
    {
        final Warmup.Past past = kept == null ? warmup :
            new Warmup.Past(kept, Math.max(0, endNs - firstNs), tally.offered(), delivered.getAsLong());

        return new MeasuredRates(past, Math.max(1, endNs - (hasBegun ? beginNs : firstNs)),
            tally.offered() - warmup.offered(), delivered.getAsLong() - warmup.delivered());
    }

    /** Returns the pace and the lag of the generator in the measured part, with its offers and words of the run. */
    GeneratorTotals generator(final long refused, final LaneWords words)
    {
        return new GeneratorTotals(generator.pace().result(generator.lag().getValueAtPercentile(TAIL),
            recorder.responses().histograms().response().getValueAtPercentile(TAIL)), generator.lag(), refused, words);
    }
}
