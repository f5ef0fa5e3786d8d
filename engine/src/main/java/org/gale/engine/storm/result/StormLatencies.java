package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;

/**
 * Latencies of the sampled interrupts of a storm's measured part, ns.
 *
 * @param response     response times
 * @param service      service times; null on the virtual clock, where service is the response
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
    SampledInterrupts samples,
    MeasuredDeliveries delivered)
{
    /** {@return the samples of a latency; null in a storm without} */
    public Histogram of(final Latency latency)
    {
        return switch (latency)
        {
            case RESPONSE -> response;
            case SERVICE -> service;
            case REQUEST -> request;
            default -> stages.get(latency.label());
        };
    }

    /** Returns these latencies as those of one of several engines. */
    StormLatencies ofEngine(final int number)
    {
        return new StormLatencies(response, service, request, stages, responseByVm, responseByRoute,
            outliers.stream().map(outlier -> outlier.of(number)).toList(),
            samples == null ? null : new SamplesOfEngines(List.of(samples), number), delivered);
    }

    /** Returns how many samples there are of how many interrupts: {@code 1,000 of 16,000}. */
    public String sampled()
    {
        return MeasuredDeliveries.sampled(response.getTotalCount(), delivered.all());
    }

    /** Returns the latencies beside response and stages, by name: those that are there of service and requests. */
    public Map<String, Histogram> others()
    {
        final Map<String, Histogram> others = new LinkedHashMap<>();
        Stream.of(Latency.SERVICE, Latency.REQUEST).filter(latency -> of(latency) != null)
            .forEach(latency -> others.put(latency.label(), of(latency)));

        return others;
    }

    /**
     * Outlier with its cause.
     *
     * @param atNs   time of its acknowledge since the first offer
     * @param engine that took it, whose journal has its command; {@link #ALONE} of a storm of one engine
     */
    public record Explained(Outlier outlier, OutlierCause cause, long atNs, int engine)
    {
        /** Number of the engine of a storm that has one. */
        public static final int ALONE = -1;

        /** Makes an outlier of a storm of one engine. */
        public Explained(final Outlier outlier, final OutlierCause cause, final long atNs)
        {
            this(outlier, cause, atNs, ALONE);
        }

        /** Returns this outlier as that of one of several engines. */
        public Explained of(final int number)
        {
            return new Explained(outlier, cause, atNs, number);
        }

        /** Returns the cause in words; on the virtual clock, the path. */
        public String label()
        {
            return outlier.model() == null ? cause.label() : outlier.model().path().label();
        }
    }
}
