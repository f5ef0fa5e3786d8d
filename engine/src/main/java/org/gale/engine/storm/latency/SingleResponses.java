package org.gale.engine.storm.latency;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.scenario.MeasureSettings;

/**
 * Responses of sampled interrupts that are recorded one by one, where a whole batch cannot share a record: by VM,
 * route and part of the storm, the slowest, those of a log, and the one that ends a run. Owned by the engine's thread.
 */
final class SingleResponses
{
    private final LatencyHistograms histograms;
    /** Null where the storm has one part. */
    private final PartResponses parts;
    private final BatchStamps stamps;
    private OutlierList outliers = new OutlierList(MeasureSettings.OUTLIERS.defaultValue().intValue());
    private ResponseStops stops;
    /** Null where no log was asked for. */
    private SampleLog samples;
    /** Null where the machine has no routes. */
    private RouteLatencies routes;

    /**
     * Creates the records.
     *
     * @param histograms of the VMs
     * @param parts      response times by part of the storm, or null
     * @param stamps     of the batches that interrupts came with
     */
    SingleResponses(final LatencyHistograms histograms, final PartResponses parts, final BatchStamps stamps)
    {
        this.histograms = histograms;
        this.parts = parts;
        this.stamps = stamps;
    }

    /** Returns the response times by route; empty where the machine has no routes. */
    Map<String, Histogram> byRoute()
    {
        return routes == null ? Map.of() : routes.histograms();
    }

    /** Returns the slowest responses. */
    OutlierList outliers()
    {
        return outliers;
    }

    /** Sets how many of the slowest responses are kept, before the first one. */
    void keepOutliers(final int limit)
    {
        outliers = new OutlierList(limit);
    }

    /** Compares interrupts with conditions from now on, until one meets a condition. */
    void stopIf(final ResponseStops conditions)
    {
        stops = conditions;
    }

    /** Adds interrupts to a log from now on. */
    void keepSamples(final SampleLog log)
    {
        samples = log;
    }

    /** Watches the routes of a machine that has any. */
    void watch(final Machine machine)
    {
        routes = machine.queries() instanceof DirectQueries queries ? new RouteLatencies(queries) : null;
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        if (routes != null)
        {
            routes.reset();
        }
        if (parts != null)
        {
            parts.reset();
        }
        outliers.clear();
        if (samples != null)
        {
            samples.clear();
        }
    }

    /**
     * Records an interrupt that was acknowledged.
     *
     * @param lpiId      ID of its LPI, or the number of an {@link Outlier#timer}
     * @param batch      slot of its batch
     * @param index      of its command among those that were drained with the batch
     * @param intendedNs intended time
     * @param enteredNs  time at which the guest was entered; 0 if it was resident when the LPI was signalled
     */
    void record(
        final int vmId,
        final int lpiId,
        final int batch,
        final int index,
        final long intendedNs,
        final long enteredNs,
        final long nowNs)
    {
        final long responseNs = nowNs - intendedNs;
        if (routes != null)
        {
            routes.record(vmId, lpiId, responseNs);
        }
        if (parts != null)
        {
            parts.record(stamps.phase(batch), vmId, responseNs);
        }
        histograms.responseOfVm(vmId, responseNs);
        if (responseNs > outliers.thresholdNs())
        {
            describe(outliers.next(), vmId, lpiId, batch, index, intendedNs, enteredNs, nowNs);
            outliers.added();
        }
        if (samples != null)
        {
            describe(samples.next(), vmId, lpiId, batch, index, intendedNs, enteredNs, nowNs);
            samples.added();
        }
        if (stops != null && stops.metBy() == null)
        {
            describe(stops.interrupt(), vmId, lpiId, batch, index, intendedNs, enteredNs, nowNs);
            stops.check(parts == null ? 0 : parts.groupOf(vmId), stamps.phase(batch));
        }
    }

    private void describe(
        final SampledInterrupt interrupt,
        final int vmId,
        final int lpiId,
        final int batch,
        final int index,
        final long intendedNs,
        final long enteredNs,
        final long nowNs)
    {
        interrupt.command(stamps.command(batch) + index).vmId(vmId).lpiId(lpiId).intendedNs(intendedNs)
            .enteredNs(enteredNs).nowNs(nowNs).batch(stamps, batch);
    }
}
