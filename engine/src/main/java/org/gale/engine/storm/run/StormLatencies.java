package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.latency.Outlier;
import org.gale.engine.storm.latency.OutlierCause;
import org.gale.engine.storm.latency.SampleLog;

/**
 * Latencies of the sampled interrupts of a storm's measured part, ns.
 *
 * @param response     response times
 * @param service      service times
 * @param stages       late, queued, translated, signalled, woken if any, acknowledged, deactivated, in this order
 * @param responseByVm response times per VM
 * @param responseByRoute response times by the route of a GICv4 host on which events arrived; empty elsewhere
 * @param outliers     slowest sampled responses, the slowest first, each with its cause
 * @param samples      log of the sampled interrupts; null where none was asked for
 */
public record StormLatencies(
    Histogram response,
    Histogram service,
    Map<String, Histogram> stages,
    List<Histogram> responseByVm,
    Map<String, Histogram> responseByRoute,
    List<Explained> outliers,
    Samples samples)
{
    /** Outlier with its cause, and the time of its acknowledge since the first offer. */
    public record Explained(Outlier outlier, OutlierCause cause, long atNs)
    {
    }

    /** Log of sampled interrupts, and the time of the first offer on its clock. */
    public record Samples(SampleLog log, long firstNs)
    {
    }
}
