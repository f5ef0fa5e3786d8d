package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;

/**
 * Latencies of the sampled interrupts of a storm's measured part, ns.
 *
 * @param response     response times
 * @param others       those beside responses and stages that are there, by name, in the order of reports: handled on
 *                     the virtual clock, since a turn of the wall clock deactivates as it acknowledges; service on the
 *                     wall clock; request of all requests of the measured part, where devices have any
 * @param stages       late, queued, translated, signalled, woken if any, acknowledged, which add up to responses, then
 *                     deactivated, in this order
 * @param responseByVm response times per VM
 * @param responseByRoute response times by the route of a GICv4 host on which events arrived; empty elsewhere
 * @param outliers     slowest sampled responses, the slowest first, each with its cause
 * @param samples      log of the sampled interrupts; null where none was asked for
 * @param delivered    interrupts that the samples are of
 */
public record StormLatencies(
    Histogram response,
    Map<String, Histogram> others,
    Map<String, Histogram> stages,
    List<Histogram> responseByVm,
    Map<String, Histogram> responseByRoute,
    List<Explained> outliers,
    SampledInterrupts samples,
    MeasuredDeliveries delivered)
{
    public StormLatencies
    {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Returns the latencies other than responses and stages that are there, by name. */
    public static Map<String, Histogram> others(
        final Histogram handled, final Histogram service, final Histogram request)
    {
        final Map<String, Histogram> others = new LinkedHashMap<>();
        put(others, Latency.HANDLED, handled);
        put(others, Latency.SERVICE, service);
        put(others, Latency.REQUEST, request);

        return others;
    }

    private static void put(final Map<String, Histogram> others, final Latency latency, final Histogram samples)
    {
        if (samples != null)
        {
            others.put(latency.label(), samples);
        }
    }

    /** {@return the times to the ends of handlers; null on the wall clock} */
    public Histogram handled()
    {
        return of(Latency.HANDLED);
    }

    /** {@return the service times; null on the virtual clock, where service is the response} */
    public Histogram service()
    {
        return of(Latency.SERVICE);
    }

    /** {@return the latencies of requests; null in a storm without} */
    public Histogram request()
    {
        return of(Latency.REQUEST);
    }

    /** {@return the samples of a latency; null in a storm without} */
    public Histogram of(final Latency latency)
    {
        return latency == Latency.RESPONSE ? response : latency.isStage() ? stages.get(latency.label()) :
            others.get(latency.label());
    }

    /** Returns these latencies as those of one of several engines. */
    StormLatencies ofEngine(final int number)
    {
        return new StormLatencies(response, others, stages, responseByVm, responseByRoute,
            outliers.stream().map(outlier -> outlier.of(number)).toList(),
            samples == null ? null : new SamplesOfEngines(List.of(samples), number), delivered);
    }

    /** Returns how many samples there are of how many interrupts: {@code 1,000 of 16,000}. */
    public String sampled()
    {
        return MeasuredDeliveries.sampled(response.getTotalCount(), delivered.all());
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
