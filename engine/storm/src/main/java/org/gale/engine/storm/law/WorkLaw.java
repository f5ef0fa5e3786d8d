package org.gale.engine.storm.law;

import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of the work of devices: what a result says of a group of VMs is what the witnesses of its queues have counted.
 * That is completed work and the time for which it was held back, in all and in the measured part, and the latencies of
 * requests. Owned by the thread that drives the models.
 */
final class WorkLaw
{
    private final Topology topology;
    private final DeviceLaw[] devices;
    private final boolean isPhased;
    private final long[] workBefore;                                // each by group
    private final long[] deferredBeforeNs;
    private final PartSums requests;
    private long requestCount;
    private long requestNs;
    private boolean isMeasured;

    /** @param devices their witnesses; null of a device without a model */
    WorkLaw(final Topology topology, final DeviceLaw[] devices)
    {
        this.topology = topology;
        this.devices = devices;
        workBefore = new long[topology.groups().size()];
        deferredBeforeNs = new long[workBefore.length];
        isPhased = !topology.shape().phases().isEmpty();
        requests = new PartSums(List.of(), workBefore.length);
    }

    /** Notes that the measured part begins. */
    void measure(final long atNs)
    {
        requests.clear();
        requestCount = 0;
        requestNs = 0;
        isMeasured = true;
        for (final DeviceLaw device : devices)
        {
            if (device != null)
            {
                device.measure(atNs);
            }
        }
        for (int group = 0; group < workBefore.length; group++)
        {
            workBefore[group] = work(group);
            deferredBeforeNs[group] = heldNs(group, Hold.MODERATION) + heldNs(group, Hold.BATCH);
        }
    }

    /** Notes that a handler has completed a request of the measured part. */
    void requested(final int device, final long ns)
    {
        requestCount++;
        requestNs += ns;
        requests.add(groupOf(device), 0, ns);
    }

    private int groupOf(final int device)
    {
        return topology.groupOfVm(topology.vmOfDevice(device));
    }

    /** Returns whether the witnesses of all devices of a group with models count work. */
    private boolean counts(final int group)
    {
        boolean isAll = true;
        for (int device = 0; device < devices.length; device++)
        {
            isAll &= devices[device] == null || groupOf(device) != group || devices[device].countsWork();
        }

        return isAll;
    }

    private long work(final int group)
    {
        return sum(group, DeviceLaw::work);
    }

    private long heldNs(final int group, final Hold reason)
    {
        return sum(group, device -> device.heldNs(reason));
    }

    private long sum(final int group, final ToLongFunction<DeviceLaw> count)
    {
        long sum = 0;
        for (int device = 0; device < devices.length; device++)
        {
            sum += devices[device] != null && groupOf(device) == group ? count.applyAsLong(devices[device]) : 0;
        }

        return sum;
    }

    /** {@return how a result differs, or null} */
    String fault(final StormTotals totals, final StormLatencies latencies)
    {
        String fault = null;
        for (int group = 0; group < totals.devices().size() && fault == null; group++)
        {
            fault = counts(group) ? fault(totals.devices().get(group), group) : null;
        }
        final Histogram all = latencies.request();
        if (fault != null || all == null || (isMeasured && isPhased))
        {
            return fault;                                           // a clock that stands still measures otherwise
        }

        return all.getTotalCount() != requestCount || LatencySummary.sumOf(all) != requestNs ?
            NumberText.counted(all.getTotalCount(), "request") + " of " + NumberText.count(LatencySummary.sumOf(all)) +
            " ns in all were recorded, and handlers completed " + NumberText.count(requestCount) + " of " +
            NumberText.count(requestNs) + " ns" :
            requests.fault("request", totals.groups(), List.of(), Part::request);
    }

    private String fault(final DeviceCounts said, final int group)
    {
        final String place = "group " + said.group() + " has ";
        if (said.completions() != work(group) || said.measured().completions() != work(group) - workBefore[group])
        {
            return place + NumberText.counted(said.completions(), "completion") + ", " +
                NumberText.count(said.measured().completions()) + " of them measured, and its queues have " +
                NumberText.count(work(group)) + " and " + NumberText.count(work(group) - workBefore[group]);
        }
        String fault = null;
        for (final Hold reason : Hold.values())
        {
            final long ns = said.sums().heldNs().getOrDefault(reason, 0L);
            fault = fault != null || ns == heldNs(group, reason) ? fault : place + "work held back (" +
                reason.label() + ") for " + NumberText.count(ns) + " ns, and its queues for " +
                NumberText.count(heldNs(group, reason));
        }
        final long deferredNs =
            heldNs(group, Hold.MODERATION) + heldNs(group, Hold.BATCH) - deferredBeforeNs[group];

        return fault != null || said.measured().deferredNs() == deferredNs ? fault : place + "measured work held " +
            "back for " + NumberText.count(said.measured().deferredNs()) + " ns, and its queues for " +
            NumberText.count(deferredNs);
    }
}
