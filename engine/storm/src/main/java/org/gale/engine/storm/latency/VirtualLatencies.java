package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MigrationResponses;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.topology.Topology;

/**
 * Recorder of the latencies of a storm on the virtual clock, whose interrupts are sampled as {@link LatencyRecorder}
 * samples them. A response is recorded at its acknowledge, with its stages. They add up to it, because an event is
 * sent, drained and translated at its intended time. The end of the handler is recorded when it comes. On the thread of
 * the run; allocates nothing until a phase begins or a result is read.
 */
public final class VirtualLatencies
{
    private final Topology topology;
    private final long limit;
    private final ResponseSink responses;
    private final SampledInterrupt interrupt = new SampledInterrupt();
    private final long[] deliveredByGroup;
    private final long[] deliveredByRoute = new long[Route.COUNT];
    /** Null where no VM migrates. */
    private MigratedResponses migrated;
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
        this.responses = new ResponseSink(topology, true);
    }

    /** Keeps the responses of interrupts that live through migrations apart from the others, from now on. */
    public void keepMigrated()
    {
        migrated = new MigratedResponses();
    }

    /** {@return the responses of interrupts that lived through a migration, and of the others; null without any} */
    public MigrationResponses migrated()
    {
        return migrated == null ? null : migrated.result();
    }

    /** Returns the sink of the response times. */
    public ResponseSink responses()
    {
        return responses;
    }

    /** Returns the interrupt that the caller describes before {@link #record} and {@link #handled}. */
    public SampledInterrupt interrupt()
    {
        return interrupt;
    }

    /**
     * Returns whether an interrupt is sampled.
     *
     * @param lpi        numbered within its VM
     * @param intendedNs intended time of the message that made it pending, which is the same on any number of engines
     */
    private boolean isSampled(final int vm, final int lpi, final long intendedNs)
    {
        return limit == SampleHash.ALL || (limit != 0 && SampleHash.isDrawn(
            topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), intendedNs, limit));
    }

    /** Forgets everything recorded so far, and events that were intended earlier than now. */
    public void begin(final long nowNs)
    {
        responses.reset();
        Arrays.fill(deliveredByGroup, 0);
        Arrays.fill(deliveredByRoute, 0);
        if (migrated != null)
        {
            migrated.reset();
        }
        fromNs = nowNs;
    }

    /**
     * Begins the next phase.
     *
     * @param at index of the TIME with which it begins among the words that are drained next, or {@link
     *           ResponseSink#AT_ONCE}
     */
    public void beginPhase(final int next, final int at)
    {
        responses.beginInterrupts(next);
    }

    /**
     * Records the interrupt that was described, which is acknowledged, if it is sampled.
     *
     * @param lpi   its LPI, or the one that stands for its timer, numbered within its VM
     * @param phase index of the phase in which it was intended; 0 in a storm without phases
     * @param route on which its event arrived; null where the machine has no routes
     * @return row of the log that has it; below 0 if none has
     */
    public int record(final int lpi, final int phase, final Route route)
    {
        final int vm = interrupt.vmId();
        deliveredByGroup[topology.groupOfVm(vm)]++;
        if (route != null)
        {
            responses.keepRoutes();
            deliveredByRoute[route.number()]++;
        }
        if (migrated != null)
        {
            migrated.delivered(interrupt.hasMigrated());
        }
        if (isLeftOut(lpi))
        {
            return interrupt.row();
        }
        final long responseNs = interrupt.responseNs();
        if (migrated != null)
        {
            migrated.record(interrupt.hasMigrated(), responseNs);
        }
        responses.histograms().move(interrupt.intendedNs() + responseNs);
        responses.histograms().modelled(interrupt);
        if (responses.record(vm, phase, route, responseNs))
        {
            responses.add(interrupt, phase);
        }
        return interrupt.row();
    }

    /**
     * Records the interrupt that was described, whose handler has ended, if its response was recorded.
     *
     * @param lpi   its LPI, or the one that stands for its timer, numbered within its VM
     * @param phase index of the phase in which it was intended
     */
    public void handled(final int lpi, final int phase)
    {
        if (!isLeftOut(lpi))
        {
            responses.ended(interrupt, phase);
        }
    }

    /**
     * Records the end of the work that followed the handler of the interrupt that was described, with its stage.
     *
     * @param lpi its LPI, numbered within its VM
     */
    public void handedOver(final int lpi)
    {
        if (!isLeftOut(lpi))
        {
            responses.worked(interrupt);
        }
    }

    private boolean isLeftOut(final int lpi)
    {
        return !isSampled(interrupt.vmId(), lpi, interrupt.intendedNs()) || interrupt.intendedNs() < fromNs;
    }

    /**
     * Returns the latencies of the storm. No outlier has a cause but its path.
     *
     * @param places  of the interrupts
     * @param firstNs time of the first offer
     */
    public StormLatencies result(final InterruptPlaces places, final long firstNs)
    {
        final Map<String, Long> byRoute = new LinkedHashMap<>();
        for (final Route route : responses.hasRoutes() ? Route.values() : new Route[0])
        {
            byRoute.put(route.label(), deliveredByRoute[route.number()]);
        }
        return responses.latencies(firstNs, places, outlier ->
            new StormLatencies.Explained(outlier, OutlierCause.UNKNOWN, outlier.nowNs() - firstNs),
            new MeasuredDeliveries(LongStream.of(deliveredByGroup).sum(),
                LongStream.of(deliveredByGroup).boxed().toList(), byRoute));
    }
}
