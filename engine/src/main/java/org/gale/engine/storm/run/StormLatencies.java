package org.gale.engine.storm.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.LatencyHistograms;
import org.gale.engine.storm.latency.Outlier;
import org.gale.engine.storm.latency.OutlierCause;
import org.gale.engine.storm.latency.SampleLog;
import org.gale.engine.storm.latency.VirtualLatencies;

/**
 * Latencies of the sampled interrupts of a storm's measured part, ns.
 *
 * @param response     response times
 * @param service      service times
 * @param request      latencies of all requests of the measured part; null in a storm without
 * @param stages       late, queued, translated, signalled, woken if any, acknowledged, deactivated, in this order
 * @param responseByVm response times per VM
 * @param responseByRoute response times by the route of a GICv4 host on which events arrived; empty elsewhere
 * @param outliers     slowest sampled responses, the slowest first, each with its cause
 * @param samples      log of the sampled interrupts; null where none was asked for
 * @param delivered    interrupts that the samples are of
 */
public record StormLatencies(
    Histogram response,
    Histogram service,
    Histogram request,
    Map<String, Histogram> stages,
    List<Histogram> responseByVm,
    Map<String, Histogram> responseByRoute,
    List<Explained> outliers,
    Samples samples,
    MeasuredDeliveries delivered)
{
    /**
     * Returns the latencies of a storm on the virtual clock, where no outlier has a cause but its path.
     *
     * @param samples log of the sampled interrupts, or null
     * @param firstNs time of the first offer
     */
    public static StormLatencies modelled(
        final VirtualLatencies latencies, final Samples samples, final long firstNs)
    {
        final LatencyHistograms histograms = latencies.histograms();

        return new StormLatencies(histograms.response(), histograms.service(), histograms.request(),
            histograms.stages(), histograms.responseByVm(), latencies.responseByRoute(), latencies.outliers().stream()
            .map(outlier -> new Explained(outlier, OutlierCause.UNKNOWN, outlier.nowNs() - firstNs)).toList(),
            samples, new MeasuredDeliveries(latencies.delivered(), latencies.deliveredByGroup(),
            latencies.deliveredByRoute()));
    }

    /** Returns how many samples there are of how many interrupts: {@code 1,000 of 16,000}. */
    public String sampled()
    {
        return MeasuredDeliveries.sampled(response.getTotalCount(), delivered.all());
    }

    /** Returns the latencies beside response and stages, by name: service on the wall clock, and requests. */
    public Map<String, Histogram> others(final boolean isModelled)
    {
        final Map<String, Histogram> others = new LinkedHashMap<>();
        if (!isModelled)
        {
            others.put("service", service);
        }
        if (request != null)
        {
            others.put(LatencyHistograms.REQUEST, request);
        }

        return others;
    }

    /** Outlier with its cause, and the time of its acknowledge since the first offer. */
    public record Explained(Outlier outlier, OutlierCause cause, long atNs)
    {
        /** Returns the cause in words; on the virtual clock, the path. */
        public String label()
        {
            return outlier.model() == null ? cause.label() : outlier.model().path().label();
        }
    }

    /** Log of sampled interrupts, the time of the first offer on its clock, and the places of the interrupts. */
    public record Samples(SampleLog log, long firstNs, InterruptPlaces places)
    {
        /** Makes the samples of a storm; null if there is no log of them. */
        public static Samples of(final SampleLog log, final long firstNs, final InterruptPlaces places)
        {
            return log == null ? null : new Samples(log, firstNs, places);
        }
    }
}
