package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.LatencyHistograms;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.LoggedInterrupts;
import org.gale.engine.storm.latency.OutlierMoments;
import org.gale.engine.storm.latency.SampleLog;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormLatencies;

/** Meter of the latencies of one run, which explains its slowest responses. Owned by the engine's thread. */
final class LatencyMeter
{
    private final LatencyRecorder recorder;
    private final SampleLog samples;
    private final OutlierMoments moments;
    private final NanoClock clock;
    private final Supplier<List<Outlier>> slowest;

    /**
     * Creates the meter.
     *
     * @param samples log of the sampled interrupts, or null
     */
    LatencyMeter(
        final LatencyRecorder recorder, final OutlierMoments moments, final SampleLog samples, final NanoClock clock)
    {
        this.recorder = recorder;
        this.samples = samples;
        this.moments = moments;
        this.clock = clock;
        this.slowest = recorder::outliers;
    }

    /** Keeps the moments around new outliers. Called in each duty cycle. */
    void poll()
    {
        if (moments.isDue(recorder.outlierChanges()))
        {
            moments.keep(recorder.outlierChanges(), slowest, clock.nanoTime());
        }
    }

    /**
     * Returns the latencies of the measured part.
     *
     * @param firstNs   time of the first offer
     * @param delivered interrupts that they are of
     * @param places    of the interrupts
     */
    StormLatencies latencies(
        final long firstNs, final MeasuredDeliveries delivered, final InterruptPlaces places)
    {
        final LatencyHistograms histograms = recorder.histograms();
        final List<StormLatencies.Explained> outliers = new ArrayList<>();
        for (final Outlier outlier : recorder.outliers())
        {
            outliers.add(explained(outlier, firstNs));
        }

        return new StormLatencies(histograms.response(), histograms.service(), histograms.request(),
            histograms.stages(), histograms.responseByVm(), recorder.responseByRoute(), outliers,
            LoggedInterrupts.of(samples, firstNs, places), delivered);
    }

    /** Returns an outlier with its cause. */
    StormLatencies.Explained explained(final Outlier outlier, final long firstNs)
    {
        return new StormLatencies.Explained(
            outlier, OutlierCause.of(outlier, moments.of(outlier, clock.nanoTime())), outlier.nowNs() - firstNs);
    }
}
