package org.gale.engine.storm.latency;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.result.HeatGrid;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;
import org.gale.engine.storm.scenario.LaterStages;
import org.gale.engine.storm.topology.Topology;

/**
 * Histograms of response time, time to the end of the handler, service time and stages of the sampled interrupts, and
 * of the response times of each VM. The stages of an interrupt up to its acknowledge add up to its response time. Owned
 * by the engine's thread.
 */
public final class LatencyHistograms
{
    private static final int DIGITS = 3;
    private static final int VM_DIGITS = 2;

    private final HeatGrid heat = new HeatGrid();
    /** Latencies that storms on the clock have, in the order of reports. */
    private final Map<Latency, RepeatedValues> all = new EnumMap<>(Latency.class);
    private final List<Latency> ofStages;
    private final RepeatedValues response = new RepeatedValues(DIGITS, heat);
    private final RepeatedValues handled;
    private final RepeatedValues service;
    private final RepeatedValues late;
    private final RepeatedValues queued;
    private final RepeatedValues translated;
    private final RepeatedValues signalled;
    private final RepeatedValues woken;
    private final RepeatedValues acknowledged;
    private final RepeatedValues deactivated;
    private final RepeatedValues waiting;
    private final RepeatedValues request;
    private final RepeatedValues[] byVm;

    LatencyHistograms(final int vms)
    {
        this(vms, false, false);
    }

    /** Creates empty histograms of all VMs. */
    LatencyHistograms(final int vms, final boolean isModelled, final boolean hasRequests)
    {
        this(vms, vm -> true, isModelled, hasRequests, List.of());
    }

    /**
     * Creates empty histograms.
     *
     * @param isOwn       tells of which VMs interrupts are recorded
     * @param isModelled  true for a storm on the virtual clock
     * @param hasRequests true for a storm with devices that complete requests
     * @param later       stages of work that follows handlers
     */
    LatencyHistograms(final int vms, final IntPredicate isOwn, final boolean isModelled, final boolean hasRequests,
        final List<Latency> later)
    {
        ofStages = Stream.concat(Latency.stages(isModelled).stream(), later.stream()).toList();
        all.put(Latency.RESPONSE, response);
        Latency.ofInterrupts(isModelled).forEach(
            latency -> all.computeIfAbsent(latency, key -> new RepeatedValues(DIGITS)));
        later.forEach(stage -> all.put(stage, new RepeatedValues(DIGITS)));
        if (hasRequests)
        {
            all.put(Latency.REQUEST, new RepeatedValues(DIGITS));
        }
        handled = all.get(Latency.HANDLED);
        service = all.get(Latency.SERVICE);
        late = all.get(Latency.LATE);
        queued = all.get(Latency.QUEUED);
        translated = all.get(Latency.TRANSLATED);
        signalled = all.get(Latency.SIGNALLED);
        woken = all.get(Latency.WOKEN);
        acknowledged = all.get(Latency.ACKNOWLEDGED);
        deactivated = all.get(Latency.DEACTIVATED);
        waiting = all.get(Latency.WAITING);
        request = all.get(Latency.REQUEST);
        byVm = new RepeatedValues[vms];
        RepeatedValues ofOthers = null;                             // one for all, which stays empty
        for (int i = 0; i < vms; i++)
        {
            final boolean isNew = isOwn.test(i) || ofOthers == null;
            byVm[i] = isNew ? new RepeatedValues(VM_DIGITS) : ofOthers;
            ofOthers = isOwn.test(i) ? ofOthers : byVm[i];
        }
    }

    /** Creates empty histograms of a storm. */
    static LatencyHistograms of(final Topology topology, final boolean isVirtual)
    {
        return new LatencyHistograms(topology.vms(), topology::isOwn, isVirtual, RequestSource.isAny(topology.shape()),
            LaterStages.of(topology.groups()));
    }

    /** Returns the names of the latencies that {@link #exchange} exchanges, in its order. */
    List<String> names()
    {
        return all.keySet().stream().map(Latency::label).toList();
    }

    /** Goes to a time, so that the samples from now on are counted there. */
    void move(final long nowNs)
    {
        if (heat.isOver(nowNs))
        {
            response.flush();
            heat.move(nowNs);
        }
    }

    /** Returns the response times over the time of the run. */
    HeatGrid heat()
    {
        return heat;
    }

    /** Records the response time of interrupts, and how much of it the generator was late. */
    public void response(final long responseNs, final long lateNs, final long times)
    {
        response.record(responseNs, times);
        late.record(lateNs, times);
    }

    public void service(final long serviceNs, final long times)
    {
        service.record(serviceNs, times);
    }

    /**
     * Records the stages from the offer to the signal.
     */
    public void stages(
        final long sentNs,
        final long drainedNs,
        final long translatedNs,
        final long raisedNs,
        final long times)
    {
        queued.record(drainedNs - sentNs, times);
        translated.record(translatedNs - drainedNs, times);
        signalled.record(raisedNs - translatedNs, times);
    }

    /**
     * Records the stages behind the signal, or behind the wake of a guest: the deactivation has the time of the
     * acknowledge.
     */
    void acknowledged(final long acknowledgedNs, final long times)
    {
        acknowledged.record(acknowledgedNs, times);
        deactivated.record(0, times);
    }

    /** Records the time until the guest of an interrupt was entered, which was not there when it was raised. */
    void woken(final long wokenNs)
    {
        woken.record(wokenNs);
    }

    /** Records the response and its stages of an interrupt on the virtual clock, which has no others. */
    void modelled(final SampledInterrupt interrupt)
    {
        response.record(interrupt.responseNs());
        signalled.record(interrupt.signalledNs());
        if (interrupt.wokenNs() > 0)
        {
            woken.record(interrupt.wokenNs());
        }
        if (interrupt.waitingNs() > 0)
        {
            waiting.record(interrupt.waitingNs());
        }
        acknowledged.record(interrupt.acknowledgedNs());
    }

    /** Records the end of the handler of an interrupt on the virtual clock. */
    void ended(final SampledInterrupt interrupt)
    {
        handled.record(interrupt.handledNs());
        deactivated.record(interrupt.deactivatedNs());
    }

    /** Records the time from the end of a handler to that of the work which follows it. Only where some has any. */
    void later(final SampledInterrupt interrupt)
    {
        all.get(interrupt.laterStage()).record(interrupt.laterNs());
    }

    /** Records the latency of a request. Only in a storm whose devices have any. */
    void request(final long ns)
    {
        request.record(ns);
    }

    public void responseOfVm(final int vmId, final long responseNs)
    {
        byVm[vmId].record(responseNs);
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        all.values().forEach(RepeatedValues::reset);
        for (final RepeatedValues values : byVm)
        {
            values.reset();
        }
    }

    /** Returns empty histograms, as {@link #exchange} takes them. */
    LatencyHistogram[] empty()
    {
        final LatencyHistogram[] histograms = new LatencyHistogram[all.size()];
        for (int i = 0; i < histograms.length; i++)
        {
            histograms[i] = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        }

        return histograms;
    }

    /** Returns the histograms that are in use, in the order of {@link #names}, with everything recorded so far. */
    List<LatencyHistogram> inUse()
    {
        return all.values().stream().map(RepeatedValues::histogram).toList();
    }

    /** Exchanges the histograms of all latencies, but those of the VMs, for others. */
    void exchange(final LatencyHistogram[] histograms)
    {
        int i = 0;
        for (final RepeatedValues values : all.values())
        {
            histograms[i] = values.exchange(histograms[i]);
            i++;
        }
    }

    public Histogram response()
    {
        return response.histogram();
    }

    /** {@return the times to the ends of handlers; null on the wall clock, which has none} */
    public Histogram handled()
    {
        return handled == null ? null : handled.histogram();
    }

    /** {@return the service times; null on the virtual clock, which has none} */
    public Histogram service()
    {
        return service == null ? null : service.histogram();
    }

    /** {@return the latencies of requests; null in a storm without} */
    public Histogram request()
    {
        return request == null ? null : request.histogram();
    }

    /**
     * Returns the stages by name, in the order in which an interrupt passes them. A stage that a run need not have is
     * there if an interrupt had it.
     */
    public Map<String, Histogram> stages()
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        for (final Latency latency : ofStages)
        {
            final Histogram stage = all.get(latency).histogram();
            if (!latency.isOptional() || stage.getTotalCount() > 0)
            {
                stages.put(latency.label(), stage);
            }
        }

        return stages;
    }

    /** Returns the response times of each VM, in the order of their ids. */
    public List<Histogram> responseByVm()
    {
        return Stream.of(byVm).<Histogram>map(RepeatedValues::histogram).toList();
    }
}
