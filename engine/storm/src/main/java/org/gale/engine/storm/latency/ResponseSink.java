package org.gale.engine.storm.latency;

import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Conditions;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.flow.RequestTaker;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.topology.Topology;

/**
 * Sink of the sampled interrupts of one run, on either clock: histograms, responses by VM, route and part of the storm,
 * the slowest ones, those of a log, and the one that ends the run. On the thread of the machine; read after the run.
 * <pre>
 *   record ──► VM, route, part ──► slow, logged or awaited by a condition? ── no ──► done
 *                                                     └── yes: the recorder describes it ──► add
 * </pre>
 */
public final class ResponseSink implements RequestTaker
{
    /** Index of a TIME that is missing: a phase begins in front of the first word. */
    public static final int AT_ONCE = -1;

    private final HostShape shape;
    private final LatencyHistograms histograms;
    /** Null where the storm has one part. */
    private final PartResponses parts;
    /** Times to the ends of handlers by part; null where the storm has one part, or no handlers. */
    private final PartResponses handled;
    /** Requests by part; null where the storm has one part, or no device has requests. */
    private final PartResponses requests;
    private int requestPhase;
    private final boolean isVirtual;
    private OutlierList outliers = new OutlierList(MeasureSettings.OUTLIERS.defaultValue().intValue());
    /** Null where no condition is to be checked. */
    private ResponseStops stops;
    /** Null where no log was asked for. */
    private SampleLog samples;
    /** Null where no event has a route. */
    private RouteLatencies routes;

    /**
     * Creates an empty sink.
     *
     * @param isVirtual true for the stages of the virtual clock
     */
    ResponseSink(final Topology topology, final boolean isVirtual)
    {
        this.shape = topology.shape();
        this.isVirtual = isVirtual;
        this.histograms = LatencyHistograms.of(topology, isVirtual);
        this.parts = PartResponses.of(topology);
        this.handled = isVirtual ? PartResponses.of(topology) : null;
        this.requests = hasRequests() ? PartResponses.of(topology) : null;
    }

    /** Beginning of a phase within the words that are drained next. */
    @FunctionalInterface
    public interface PhaseStart
    {
        /**
         * Begins the next phase.
         *
         * @param next index of the phase
         * @param at   index of the TIME with which it begins, among these words, or {@link #AT_ONCE}
         */
        void begin(int next, int at);
    }

    /** Returns the histograms of the storm and of its VMs. */
    public LatencyHistograms histograms()
    {
        return histograms;
    }

    /** Returns the stops of the storm for some conditions. */
    public ResponseStops stops(final Conditions conditions)
    {
        return new ResponseStops(conditions, shape.groupNames(), shape.phaseNames());
    }

    /** Returns whether some devices have requests, whose latencies are recorded. */
    public boolean hasRequests()
    {
        return histograms.request() != null;
    }

    /** Returns whether guests have handlers, whose ends are recorded: on the virtual clock. */
    public boolean hasHandlers()
    {
        return isVirtual;
    }

    /**
     * Sets how many of the slowest responses of one of some engines are kept, and whether all are logged, before the
     * first one.
     *
     * @param engines that share the limit of a log
     */
    public void keep(final SettingValues settings, final int engines)
    {
        keepOutliers(settings.valueOrDefault(MeasureSettings.OUTLIERS).intValue());
        keepSamples(settings.has(ShownSettings.SAMPLES) ? new SampleLog(SampleLog.LIMIT / engines) : null);
    }

    /** Sets how many of the slowest responses are kept, before the first one. */
    public void keepOutliers(final int limit)
    {
        outliers = new OutlierList(limit);
    }

    /** Adds interrupts to a log from now on. */
    public void keepSamples(final SampleLog log)
    {
        samples = log;
    }

    /** Compares interrupts with conditions from now on, until one meets a condition. */
    public void stopIf(final ResponseStops conditions)
    {
        stops = conditions;
    }

    /** Keeps the responses of each route from now on, if it does not yet. */
    void keepRoutes()
    {
        routes = routes == null ? new RouteLatencies() : routes;
    }

    /** Returns whether the responses of each route are kept. */
    boolean hasRoutes()
    {
        return routes != null;
    }

    /** Begins the next phase of the interrupts. */
    void beginInterrupts(final int next)
    {
        parts.begin(next);
        if (handled != null)
        {
            handled.begin(next);
        }
    }

    /**
     * Records the response of an interrupt.
     *
     * @param phase in which it was intended
     * @param route on which its event arrived; null where the machine has no routes
     * @return whether the caller has to describe the interrupt to {@link #add}
     */
    boolean record(final int vmId, final int phase, final Route route, final long responseNs)
    {
        if (route != null)
        {
            routes.record(route, responseNs);
        }
        if (parts != null)
        {
            parts.record(phase, parts.groupOf(vmId), responseNs);
        }
        histograms.responseOfVm(vmId, responseNs);
        return isSlow(responseNs) || samples != null || (stops != null && stops.metBy() == null);
    }

    /**
     * Records the end of the handler of an interrupt whose response was recorded.
     *
     * @param phase in which it was intended
     */
    void ended(final SampledInterrupt interrupt, final int phase)
    {
        histograms.ended(interrupt);
        if (handled != null)
        {
            handled.record(phase, handled.groupOf(interrupt.vmId()), interrupt.handledNs());
        }
        outliers.ended(interrupt);
        if (samples != null)
        {
            samples.ended(interrupt);
        }
        stop(interrupt, phase);
    }

    /** Records the end of the work that followed the handler of an interrupt whose response was recorded. */
    void worked(final SampledInterrupt interrupt)
    {
        histograms.later(interrupt);
        outliers.worked(interrupt);
        if (samples != null)
        {
            samples.worked(interrupt);
        }
    }

    /** Returns whether a response may belong to the slowest: on the virtual clock those of one time have a rank. */
    private boolean isSlow(final long responseNs)
    {
        return responseNs > outliers.thresholdNs() || (isVirtual && responseNs == outliers.thresholdNs());
    }

    @Override
    public void beginPhase(final int next)
    {
        while (requestPhase < next)
        {
            requestPhase++;
            requests.begin(requestPhase);
        }
    }

    @Override
    public void completed(final int group, final int phase, final long ns)
    {
        histograms.request(ns);
        if (requests != null)
        {
            requests.record(phase, group, ns);
        }
        if (stops != null && stops.metBy() == null)
        {
            stops.checkRequest(group, phase, ns);
        }
    }

    /** Forgets the requests of all parts, at the end of a warm-up. */
    public void resetRequests()
    {
        if (requests != null)
        {
            requests.reset();
        }
    }

    /** Adds the interrupt that was recorded last to the slowest, to the log, and to what may end the run. */
    void add(final SampledInterrupt interrupt, final int phase)
    {
        if (isSlow(interrupt.responseNs()))
        {
            outliers.add(interrupt);
        }
        if (samples != null)
        {
            samples.add(interrupt);
        }
        stop(interrupt, phase);
    }

    private void stop(final SampledInterrupt interrupt, final int phase)
    {
        if (stops != null && stops.metBy() == null)
        {
            stops.check(interrupt, parts == null ? 0 : parts.groupOf(interrupt.vmId()), phase);
        }
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        histograms.reset();
        outliers.clear();
        if (routes != null)
        {
            routes.reset();
        }
        if (parts != null)
        {
            parts.reset();
        }
        if (handled != null)
        {
            handled.reset();
        }
        if (samples != null)
        {
            samples.clear();
        }
    }

    /**
     * Returns the response times of a group of VMs in a phase.
     *
     * @param ofPhase index of the phase, or {@link FigureName#ALL}
     * @param ofGroup index of the group, or {@link FigureName#ALL}
     */
    public Histogram responses(final int ofPhase, final int ofGroup)
    {
        return parts == null ? histograms.response() : parts.latency(ofPhase, ofGroup);
    }

    /**
     * Returns the times to the ends of the handlers of a group of VMs in a phase.
     *
     * @param ofPhase index of the phase, or {@link FigureName#ALL}
     * @param ofGroup index of the group, or {@link FigureName#ALL}
     * @return them; null on the wall clock, which has no handlers
     */
    public Histogram handled(final int ofPhase, final int ofGroup)
    {
        return handled == null ? histograms.handled() : handled.latency(ofPhase, ofGroup);
    }

    /**
     * Returns the latency of the requests of a group of VMs that were submitted in a phase.
     *
     * @param ofPhase index of the phase, or {@link FigureName#ALL}
     * @param ofGroup index of the group, or {@link FigureName#ALL}
     */
    public Histogram requests(final int ofPhase, final int ofGroup)
    {
        return requests == null ? histograms.request() : requests.latency(ofPhase, ofGroup);
    }

    /** Returns the slowest responses, the slowest first. */
    public List<Outlier> outliers()
    {
        return outliers.list();
    }

    /** Returns the number of changes of the list of the slowest responses. */
    public long outlierChanges()
    {
        return outliers.changes();
    }

    /**
     * Returns the latencies of the measured part.
     *
     * @param firstNs   time of the first offer
     * @param places    of the interrupts
     * @param explained outlier with its cause
     * @param delivered interrupts that the latencies are of
     */
    public StormLatencies latencies(
        final long firstNs,
        final InterruptPlaces places,
        final Function<Outlier, StormLatencies.Explained> explained,
        final MeasuredDeliveries delivered)
    {
        return new StormLatencies(histograms.response(),
            StormLatencies.others(histograms.handled(), histograms.service(), histograms.request()),
            histograms.stages(), histograms.responseByVm(), RouteLatencies.histograms(routes),
            outliers().stream().map(explained).toList(), LoggedInterrupts.of(samples, firstNs, places), delivered);
    }
}
