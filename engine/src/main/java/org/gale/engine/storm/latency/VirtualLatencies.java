package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.SampledInterrupts;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PartNames;
import org.gale.engine.storm.topology.Topology;

/**
 * Recorder of the latencies of a storm on the virtual clock, whose interrupts are sampled as {@link LatencyRecorder}
 * samples them. An interrupt is recorded when its handler ends, with all of its stages. They add up to its response,
 * because an event is sent, drained and translated at its intended time. On the thread of the run; allocates nothing
 * until a phase begins or a result is read.
 */
public final class VirtualLatencies implements PartLatencies
{
    private final Topology topology;
    private final long limit;
    private final LatencyHistograms histograms;
    private final PartNames names;
    /** Null where the storm has one part. */
    private final PartResponses parts;
    private final RouteLatencies routes = new RouteLatencies(null);
    private OutlierList outliers = new OutlierList(MeasureSettings.OUTLIERS.defaultValue().intValue());
    /** Null where no condition is to be checked. */
    private ResponseStops stops;
    /** Null where no log was asked for. */
    private SampleLog samples;
    private boolean hasRoutes;
    private final long[] deliveredByGroup;
    private final long[] deliveredByRoute = new long[Route.COUNT];
    private long fromNs = Long.MIN_VALUE;

    /**
     * Creates a recorder.
     *
     * @param every N of one in N interrupts whose latencies are taken, by {@link SampleHash}; 1 for all, 0 for none
     */
    public VirtualLatencies(final Topology topology, final int every)
    {
        this.topology = topology;
        this.limit = SampleHash.limit(every);
        this.deliveredByGroup = new long[topology.groups().size()];
        this.histograms = new LatencyHistograms(topology.vms(), true, RequestSource.isAny(topology.shape()));
        this.names = PartNames.of(topology.shape());
        this.parts = Math.max(1, names.phases().size()) * topology.groups().size() == 1 ? null :
            new PartResponses(topology);
    }

    /** Returns what was recorded. */
    public LatencyHistograms histograms()
    {
        return histograms;
    }

    /** Returns the names of the parts whose response times are recorded. */
    public PartNames names()
    {
        return names;
    }

    /**
     * Returns whether an interrupt is sampled.
     *
     * @param lpi     numbered within its VM
     * @param command number of the command that made it pending
     */
    private boolean isSampled(final int vm, final int lpi, final long command)
    {
        return limit == SampleHash.ALL || (limit != 0 && SampleHash.isDrawn(
            topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), command, limit));
    }

    /** Returns the response times by the route on which events arrived; empty where no event had a route. */
    public Map<String, Histogram> responseByRoute()
    {
        return hasRoutes ? routes.histograms() : Map.of();
    }

    /** Returns the slowest responses, the slowest first. */
    public List<Outlier> outliers()
    {
        return outliers.list();
    }

    /** Sets how many of the slowest responses are kept, before the first one. */
    public void keepOutliers(final int limit)
    {
        outliers = new OutlierList(limit);
    }

    /** Compares sampled interrupts with conditions from now on, until one meets a condition. */
    public void stopIf(final ResponseStops conditions)
    {
        stops = conditions;
    }

    /** Adds sampled interrupts to a log from now on. */
    public void keepSamples(final SampleLog log)
    {
        samples = log;
    }

    /** Forgets everything recorded so far, and events that were intended earlier than now. */
    public void begin(final long nowNs)
    {
        histograms.reset();
        routes.reset();
        outliers.clear();
        if (parts != null)
        {
            parts.reset();
        }
        if (samples != null)
        {
            samples.clear();
        }
        Arrays.fill(deliveredByGroup, 0);
        Arrays.fill(deliveredByRoute, 0);
        fromNs = nowNs;
    }

    /** Returns the interrupts whose handlers ended in the measured part. */
    public long delivered()
    {
        return LongStream.of(deliveredByGroup).sum();
    }

    /** Returns the interrupts of each group of VMs whose handlers ended in the measured part. */
    public List<Long> deliveredByGroup()
    {
        return LongStream.of(deliveredByGroup).boxed().toList();
    }

    /** Returns these interrupts by the route on which events arrived; empty where no event had a route. */
    public Map<String, Long> deliveredByRoute()
    {
        final Map<String, Long> byRoute = new LinkedHashMap<>();
        for (final Route route : hasRoutes ? Route.values() : new Route[0])
        {
            byRoute.put(route.label(), deliveredByRoute[route.number()]);
        }

        return byRoute;
    }

    @Override
    public void beginPhase(final int next, final int at)
    {
        parts.begin(next);
    }

    @Override
    public LatencySummary response(final int ofPhase, final int ofGroup)
    {
        return parts == null ? LatencySummary.of(histograms.response()) : parts.summary(ofPhase, ofGroup);
    }

    /**
     * Records an interrupt whose handler ends, if it is sampled.
     *
     * @param command        number of the command that made it pending
     * @param lpi            its LPI, or the one that stands for its timer, numbered within its VM
     * @param shownLpi       ID of its LPI, or the number of an {@link Outlier#timer}
     * @param phase          index of the phase in which it was intended; 0 in a storm without phases
     * @param route          on which its event arrived; null where the machine has no routes
     * @param path           to its guest
     * @param intendedNs     intended time of its event
     * @param signalledNs    length of the stage, as those of the next four
     * @param wokenNs        0 if its guest was not woken
     * @param waitingNs      0 if its guest did not wait for a PE
     * @param acknowledgedNs until its handler began
     * @param deactivatedNs  until its handler ended
     */
    public void record(
        final long command,
        final int vm,
        final int lpi,
        final int shownLpi,
        final int phase,
        final Route route,
        final InterruptPath path,
        final long intendedNs,
        final long signalledNs,
        final long wokenNs,
        final long waitingNs,
        final long acknowledgedNs,
        final long deactivatedNs)
    {
        deliveredByGroup[topology.groupOfVm(vm)]++;
        if (route != null)
        {
            hasRoutes = true;
            deliveredByRoute[route.number()]++;
        }
        if (!isSampled(vm, lpi, command) || intendedNs < fromNs)
        {
            return;
        }
        final long responseNs = signalledNs + wokenNs + waitingNs + acknowledgedNs + deactivatedNs;
        histograms.move(intendedNs + responseNs);
        histograms.modelled(signalledNs, wokenNs, waitingNs, acknowledgedNs, deactivatedNs);
        histograms.responseOfVm(vm, responseNs);
        if (parts != null)
        {
            parts.record(phase, vm, responseNs);
        }
        if (route != null)
        {
            routes.record(route, responseNs);
        }
        if (responseNs > outliers.thresholdNs())
        {
            outliers.next().command(command).vmId(vm).lpiId(shownLpi).intendedNs(intendedNs)
                .modelled(path, signalledNs, wokenNs, waitingNs, acknowledgedNs, deactivatedNs);
            outliers.added();
        }
        if (samples != null)
        {
            samples.next().command(command).vmId(vm).lpiId(shownLpi).intendedNs(intendedNs)
                .modelled(path, signalledNs, wokenNs, waitingNs, acknowledgedNs, deactivatedNs);
            samples.added();
        }
        if (stops != null && stops.metBy() == null)
        {
            stops.interrupt().command(command).vmId(vm).lpiId(shownLpi).intendedNs(intendedNs)
                .modelled(path, signalledNs, wokenNs, waitingNs, acknowledgedNs, deactivatedNs);
            stops.check(parts == null ? 0 : parts.groupOf(vm), phase);
        }
    }

    /**
     * Returns the latencies of the storm. No outlier has a cause but its path.
     *
     * @param samples sampled interrupts, or null
     * @param firstNs time of the first offer
     */
    public StormLatencies result(final SampledInterrupts samples, final long firstNs)
    {
        return new StormLatencies(histograms.response(), null, histograms.request(),
            histograms.stages(), histograms.responseByVm(), responseByRoute(), outliers().stream()
            .map(outlier -> new StormLatencies.Explained(outlier, OutlierCause.UNKNOWN, outlier.nowNs() - firstNs))
            .toList(), samples, new MeasuredDeliveries(delivered(), deliveredByGroup(), deliveredByRoute()));
    }
}
