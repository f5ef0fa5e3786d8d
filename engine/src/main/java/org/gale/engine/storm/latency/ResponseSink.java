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
import org.gale.engine.storm.result.PackedLatencyHistogram;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.SummedHistogram;
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
        return new StormLatencies(histograms.response(), histograms.service(), histograms.request(),
            histograms.stages(), histograms.responseByVm(), RouteLatencies.histograms(routes),
            outliers().stream().map(explained).toList(), LoggedInterrupts.of(samples, firstNs, places), delivered);
    }

    /**
     * Times of each group of VMs in each phase of a storm. The current phase and the one before have histograms of
     * their own. When a phase begins, those of the last but one are packed and serve the new one. An interrupt that
     * waited for a whole phase is recorded in a packed one.
     * <pre>
     *   current phase      0        1        2          3
     *   in set 0         phase 0  phase 0  phase 2    phase 2
     *   in set 1            -     phase 1  phase 1    phase 3
     *   packed              -        -     phase 0    phases 0 and 1
     * </pre>
     */
    static final class PartResponses
    {
        private static final int SETS = 2;
        private static final int DIGITS = 3;
        private static final int MANY_DIGITS = 2;
        /** Limit of the groups whose histograms have three digits, each of 216 KiB; those of two have 30 KiB. */
        private static final int FINE_LIMIT = 16;

        private final short[] groupOfVm;
        private final int groups;
        private final int phases;
        private final int digits;
        /** Sets of histograms, each with one of each group, by turns for the phases. */
        private final RepeatedValues[] sets;
        /** Histograms of the phases before those in the sets; null without a sample. */
        private final PackedLatencyHistogram[] packed;
        private int phase;

        /** Creates empty histograms of a storm, at its first phase. */
        PartResponses(final Topology topology)
        {
            groups = topology.groups().size();
            phases = Math.max(1, topology.shape().phases().size());
            digits = groups <= FINE_LIMIT ? DIGITS : MANY_DIGITS;
            groupOfVm = new short[topology.vms()];
            for (int vm = 0; vm < groupOfVm.length; vm++)
            {
                groupOfVm[vm] = (short)topology.groupOfVm(vm);
            }
            sets = new RepeatedValues[Math.min(phases, SETS) * groups];
            for (int i = 0; i < sets.length; i++)
            {
                sets[i] = new RepeatedValues(digits);
            }
            packed = new PackedLatencyHistogram[phases * groups];
        }

        /** {@return empty histograms of a storm; null where it has one part, which is all of it} */
        static PartResponses of(final Topology topology)
        {
            return Math.max(1, topology.shape().phases().size()) * topology.groups().size() == 1 ? null :
                new PartResponses(topology);
        }

        /** Begins a phase, one behind the phase in hand. Allocates memory for what is packed. */
        void begin(final int next)
        {
            assert next == phase + 1 && next < phases : next;

            for (int group = 0; group < groups; group++)
            {
                final RepeatedValues values = sets[set(next) + group];
                if (values.histogram().getTotalCount() > 0)
                {
                    packed(next - SETS, group).add(values.histogram());
                    values.reset();
                }
            }
            phase = next;
        }

        /** Records a time of a group of VMs in a phase. */
        void record(final int ofPhase, final int group, final long ns)
        {
            if (ofPhase + SETS > phase)
            {
                sets[set(ofPhase) + group].record(ns);
            }
            else
            {
                packed(ofPhase, group).recordTime(ns, 1);
            }
        }

        /** {@return the index of the group of a VM} */
        int groupOf(final int vmId)
        {
            return groupOfVm[vmId];
        }

        /** Forgets everything recorded so far. */
        void reset()
        {
            for (final RepeatedValues values : sets)
            {
                values.reset();
            }
            for (final Histogram histogram : packed)
            {
                if (histogram != null)
                {
                    histogram.reset();
                }
            }
        }

        /**
         * Returns the times of a group in a phase.
         *
         * @param ofPhase index, or {@link FigureName#ALL}
         * @param ofGroup index, or {@link FigureName#ALL}
         */
        Histogram latency(final int ofPhase, final int ofGroup)
        {
            if (ofPhase != FigureName.ALL && ofGroup != FigureName.ALL)
            {
                return histogram(ofPhase, ofGroup);
            }
            final Histogram sum = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, digits);
            for (int i = 0; i < packed.length; i++)
            {
                if ((ofPhase == FigureName.ALL || ofPhase == i / groups) &&
                    (ofGroup == FigureName.ALL || ofGroup == i % groups))
                {
                    sum.add(histogram(i / groups, i % groups));
                }
            }

            return sum;
        }

        private Histogram histogram(final int ofPhase, final int group)
        {
            final boolean isInSet = ofPhase <= phase && ofPhase + SETS > phase;

            return isInSet ? sets[set(ofPhase) + group].histogram() : packed(ofPhase, group);
        }

        /** {@return the index of the first histogram of the set that serves a phase} */
        private int set(final int ofPhase)
        {
            return ofPhase % SETS * groups;
        }

        private PackedLatencyHistogram packed(final int ofPhase, final int group)
        {
            final int index = ofPhase * groups + group;
            if (packed[index] == null)
            {
                packed[index] = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, digits);
            }

            return packed[index];
        }
    }
}
