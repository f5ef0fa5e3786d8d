package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of the responses of a run in virtual time: the samples of a result are those of the interrupts that were raised
 * and acknowledged in its measured part. The law sees each raise, acknowledge and end of a handler with its time, draws
 * the samples again by their formula, and adds them up by VM, group and phase. Owned by the thread of the run.
 */
public final class ResponseLaw
{
    private static final long NONE = Long.MIN_VALUE;
    private static final long AGAIN = NONE + 1;                     // a line that comes again is in no book
    private static final long DRAWS = 1L << 32;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;

    private final Topology topology;
    private final long drawn;                                       // of all draws
    private final long warmupNs;                                    // that the job asks for; NONE if it ends itself
    private final int[] vms;                                        // by vCPU
    private final int[] groups;                                     // by VM
    private final int[] firsts;                                     // by VM
    private final long[] intendedNs;                                // by LPI that waits; NONE of others
    private final long[] handledFromNs;                             // by vCPU: intended time of its sample, or NONE
    private final long[] counts;                                    // by VM
    private final long[] sumsNs;
    private final long[] delivered;                                 // by group
    private final int[] inSoftware;                                 // by VM: messages that software has
    private final long[] sentNs;                                    // by VM: sum of the times at which they came
    private final BacklogLaw backlogs;
    private final PartSums responses;
    private final PartSums handled;
    private StopLaw stops;                                          // null without conditions
    private long fromNs = NONE;
    private int injectedVm = -1;                                    // of the message that software injects now
    private long longestNs;
    private String broken;

    /**
     * Makes the law of a run.
     *
     * @param every    N of one in N interrupts that are sampled; 0 for none
     * @param warmupNs that the job asks for; below 0 if the warm-up ends itself
     */
    public ResponseLaw(final Topology topology, final int every, final long warmupNs)
    {
        this.topology = topology;
        this.warmupNs = warmupNs < 0 ? NONE : warmupNs;
        drawn = every == 0 ? 0 : DRAWS / every;
        vms = new int[topology.totalVpes()];
        Arrays.setAll(vms, topology::vmOfVpe);
        groups = new int[topology.vms()];
        Arrays.setAll(groups, topology::groupOfVm);
        firsts = new int[topology.vms() + 1];
        for (int vm = 0; vm < groups.length; vm++)
        {
            firsts[vm + 1] = firsts[vm] + topology.lpis(vm);
        }
        intendedNs = new long[firsts[groups.length]];
        Arrays.fill(intendedNs, NONE);
        handledFromNs = new long[vms.length];
        Arrays.fill(handledFromNs, NONE);
        counts = new long[groups.length];
        sumsNs = new long[groups.length];
        inSoftware = new int[groups.length];
        sentNs = new long[groups.length];
        delivered = new long[topology.groups().size()];
        backlogs = new BacklogLaw(delivered.length);
        responses = new PartSums(topology.shape().phases(), delivered.length);
        handled = new PartSums(topology.shape().phases(), delivered.length);
    }

    /** Notes the conditions that end the run. */
    public void stopsIf(final Conditions conditions)
    {
        stops = conditions.isEmpty() ? null :
            new StopLaw(conditions, topology.shape().groupNames(), topology.shape().phaseNames());
    }

    /**
     * {@return how the end of a run whose measured part has begun breaks the law of its conditions, or null}
     *
     * @param stop that ended it; null if no condition did
     */
    public String stopFault(final StormVerdict.Stop stop)
    {
        return stops == null ? null : stops.fault(stop);
    }

    /** Notes that an event is offered. */
    public void offered(final long nowNs)
    {
        backlogs.offered(nowNs);
    }

    /** Notes that software has a message for a VM, which waits there. */
    public void forwarded(final int vm, final long nowNs)
    {
        backlogs.add(groups[vm], 1, nowNs);
        inSoftware[vm]++;
        sentNs[vm] += nowNs;
    }

    /** Notes that software injects such a message, whose event is applied next. */
    public void injected(final int vm, final long nowNs)
    {
        backlogs.add(groups[vm], -1, nowNs);
        injectedVm = vm;
    }

    /** Notes that a vector holds an event: if software has injected its message, software has it no more. */
    public void held(final int vm, final long eventNs, final long nowNs)
    {
        if (injectedVm == vm)
        {
            forwardedIsRaised(vm, eventNs, nowNs);
        }
    }

    /** Once software has no message of a VM, the times at which these came add up to those of the events. */
    private void forwardedIsRaised(final int vm, final long eventNs, final long nowNs)
    {
        injectedVm = -1;
        inSoftware[vm]--;
        sentNs[vm] -= eventNs;
        if (inSoftware[vm] == 0 && sentNs[vm] != 0 && broken == null)
        {
            broken = "responses of messages that software forwarded to VM " + vm + " are counted from times that are " +
                NumberText.count(Math.abs(sentNs[vm])) + " ns too " + (sentNs[vm] < 0 ? "late" : "early") +
                " in all, at " + NumberText.count(nowNs) + " ns";
        }
    }

    /** {@return how the backlogs of a run that has ended break the law, or null} */
    public String backlogFault(final List<Load> loads, final long endNs)
    {
        return backlogs.fault(loads, endNs);
    }

    /** Notes that an event of an LPI was applied. One that waits keeps its first event. */
    public void raised(final int vm, final int lpi, final long eventNs, final long nowNs)
    {
        final int index = firsts[vm] + lpi;
        if (injectedVm == vm)
        {
            forwardedIsRaised(vm, eventNs, nowNs);
        }
        if (intendedNs[index] == NONE)
        {
            backlogs.add(groups[vm], 1, nowNs);
        }
        intendedNs[index] = intendedNs[index] == NONE ? eventNs : intendedNs[index];
    }

    /** Notes that the line of an LPI was high when its vCPU deactivated it. */
    public void again(final int vm, final int lpi)
    {
        intendedNs[firsts[vm] + lpi] = AGAIN;
    }

    /** Notes that the machine has lost an LPI. */
    public void lost(final int vm, final int lpi, final long nowNs)
    {
        backlogs.add(groups[vm], -1, nowNs);
        intendedNs[firsts[vm] + lpi] = NONE;
    }

    /**
     * Notes that a vCPU has acknowledged an LPI.
     *
     * @param isDropped true if its guest runs no handler
     */
    public void acknowledged(final int vcpu, final int lpi, final boolean isDropped, final long nowNs)
    {
        final int vm = vms[vcpu];
        final int index = firsts[vm] + lpi;
        final long ns = intendedNs[index];
        intendedNs[index] = NONE;
        handledFromNs[vcpu] = NONE;
        if (ns == NONE)
        {
            broken(lpi, vm, " is acknowledged, and was not raised", nowNs);
        }
        else
        {
            backlogs.add(groups[vm], -1, nowNs);
        }
        if (ns == NONE || ns == AGAIN)
        {
            return;
        }
        if (!isDropped)
        {
            delivered[groups[vm]]++;
        }
        if (!isDropped && ns >= fromNs && isDrawn(vm, lpi, ns))
        {
            counts[vm]++;
            sumsNs[vm] += nowNs - ns;
            longestNs = Math.max(longestNs, nowNs - ns);
            responses.add(groups[vm], ns, nowNs - ns);
            handledFromNs[vcpu] = ns;
            if (stops != null)
            {
                stops.responded(groups[vm], responses.phase(ns), nowNs - ns, nowNs);
            }
        }
    }

    private boolean isDrawn(final int vm, final int lpi, final long ns)
    {
        if (drawn == DRAWS || drawn == 0)
        {
            return drawn != 0;
        }
        final long sum = ((long)topology.deviceOfLpi(vm, lpi) << 40) + ((long)topology.eventOfLpi(vm, lpi) << 24) +
            ns * GOLDEN;

        return ((sum ^ sum >>> 32) * FACTOR) >>> 32 < drawn;
    }

    private void broken(final int lpi, final int vm, final String clause, final long nowNs)
    {
        broken = broken == null ?
            "LPI " + lpi + " of VM " + vm + clause + ", at " + NumberText.count(nowNs) + " ns" : broken;
    }

    /** Notes that the handler of a vCPU has ended. */
    public void ended(final int vcpu, final long nowNs)
    {
        final long ns = handledFromNs[vcpu];
        handledFromNs[vcpu] = NONE;
        if (ns != NONE && ns >= fromNs)
        {
            handled.add(groups[vms[vcpu]], ns, nowNs - ns);
        }
    }

    /** Notes that the measured part begins. */
    public void measure(final long nowNs)
    {
        if (warmupNs != NONE && nowNs != warmupNs && broken == null)
        {
            broken = "its warm-up ends at " + NumberText.count(nowNs) + " ns, and is to end at " +
                NumberText.count(warmupNs);
        }
        fromNs = nowNs;
        longestNs = 0;
        Arrays.fill(counts, 0);
        Arrays.fill(sumsNs, 0);
        Arrays.fill(delivered, 0);
        responses.clear();
        handled.clear();
        if (stops != null)
        {
            stops.clear();
        }
    }

    /**
     * {@return how the latencies of the result of a run break the law, or null}
     *
     * @param parts  groups of VMs
     * @param phases of the storm; none of one without
     */
    public String fault(final StormLatencies latencies, final List<Part> parts, final List<Part> phases)
    {
        String fault = broken;
        for (int group = 0; group < delivered.length && fault == null; group++)
        {
            final long said = latencies.delivered().ofGroup(group);
            fault = said == delivered[group] ? null : "group " + parts.get(group).name() + " has " +
                NumberText.counted(said, "measured interrupt") + ", and took " + NumberText.count(delivered[group]);
        }
        for (int vm = 0; vm < counts.length && fault == null; vm++)
        {
            fault = fault("VM " + vm, latencies.responseByVm().get(vm), counts[vm], sumsNs[vm]);
        }
        fault = fault == null ? fault("the storm", latencies.response(),
            Arrays.stream(counts).sum(), Arrays.stream(sumsNs).sum()) : fault;
        fault = fault == null ? responses.fault("response", parts, phases, Part::response) : fault;
        fault = fault == null ? handled.fault("handler", parts, phases, Part::handled) : fault;
        final long shown = latencies.outliers().isEmpty() ? longestNs :
            latencies.outliers().get(0).outlier().responseNs();

        return fault != null || shown == longestNs ? fault : "the slowest response is " + NumberText.count(shown) +
            " ns, and the longest one took " + NumberText.count(longestNs);
    }

    private static String fault(final String place, final Histogram samples, final long count, final long sumNs)
    {
        final long saidNs = LatencySummary.sumOf(samples);

        return samples.getTotalCount() == count && (saidNs == sumNs || saidNs == LatencySummary.NONE) ? null :
            place + " has " + NumberText.counted(samples.getTotalCount(), "response") + " of " +
            NumberText.count(saidNs) + " ns in all, and took " + NumberText.count(count) + " of " +
            NumberText.count(sumNs) + " ns";
    }
}
