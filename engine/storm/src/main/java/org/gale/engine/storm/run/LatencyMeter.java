package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.OutlierMoments;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormLatencies;

/** Meter of the latencies of one run, which explains its slowest responses. Owned by the engine's thread. */
final class LatencyMeter
{
    private final ResponseSink responses;
    private final OutlierMoments moments;
    private final NanoClock clock;
    private final Supplier<List<Outlier>> slowest;

    LatencyMeter(final ResponseSink responses, final OutlierMoments moments, final NanoClock clock)
    {
        this.responses = responses;
        this.moments = moments;
        this.clock = clock;
        this.slowest = responses::outliers;
    }

    /** Keeps the moments around new outliers. Called in each duty cycle. */
    void poll()
    {
        if (moments.isDue(responses.outlierChanges()))
        {
            moments.keep(responses.outlierChanges(), slowest, clock.nanoTime());
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
        return responses.latencies(firstNs, places, outlier -> explained(outlier, firstNs), delivered);
    }

    /** Returns an outlier with its cause. */
    StormLatencies.Explained explained(final Outlier outlier, final long firstNs)
    {
        return new StormLatencies.Explained(
            outlier, OutlierCause.of(outlier, moments.of(outlier, clock.nanoTime())), outlier.nowNs() - firstNs);
    }
}
