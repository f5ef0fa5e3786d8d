package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ModelledPartitions;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.scenario.VcpuNames;
import org.gale.engine.storm.topology.Topology;

/** Figures of the host that a partition of a storm in virtual time simulates. Owned by the thread of its run. */
final class PartitionModel
{
    private final Workload workload;
    private final Topology topology;
    private final PartitionEngine engine;
    private final VirtualHost host;
    private final PeTimes peTimes;
    private final PendingLpis pending;

    PartitionModel(
        final Workload workload,
        final Topology topology,
        final PartitionEngine engine,
        final VirtualHost host,
        final PeTimes peTimes,
        final PendingLpis pending)
    {
        this.workload = workload;
        this.topology = topology;
        this.engine = engine;
        this.host = host;
        this.peTimes = peTimes;
        this.pending = pending;
    }

    /** Returns the number of the partition, 0 for a storm that is not divided. */
    int number()
    {
        return topology.isPartition() ? topology.share().index() : 0;
    }

    /**
     * Returns the figures of a run.
     *
     * @param hasBegun   whether the run came to its begin, behind the set-up
     * @param endNs      virtual time at its end
     * @param realNs     time that the host needed
     * @param accounting of the partition
     * @param response   times of its interrupts
     * @param warmed     sums at the end of a warm-up that ended itself; null of a run without one
     */
    Modelled result(final boolean hasBegun, final long endNs, final long realNs, final StormAccounting accounting,
        final LatencySummary response, final WarmedUp warmed)
    {
        final boolean isScheduled = hasBegun && workload.hostModel().kind().isScheduled();
        final Map<String, Long> counts = isScheduled ? counts() : new LinkedHashMap<>();
        final ModelledPartitions.OfPartition partition = new ModelledPartitions.OfPartition(number(),
            topology.partitions().name(number()), endNs, peTimes.until(endNs, isScheduled),
            isScheduled ? HostCounts.offPeNs() : Map.of());

        return new Modelled(Modelled.VERSION, engine.costs().name(), partition.peNs(), counts, partition.offPeNs(),
            ModelledPartitions.of(partition, topology.isPartition(), accounting, counts, response)
            .with(isScheduled ? taken() : new LinkedHashMap<>()).with(warmed),
            engine.trace(), realNs, pending.backlogs().loads(endNs, peTimes));
    }

    /**
     * Returns the sums at the end of a warm-up, without the vCPUs that have begun.
     *
     * @param accounting of the partition so far
     */
    WarmedUp warmed(final StormAccounting accounting, final long nowNs)
    {
        return new WarmedUp(accounting.offered(), accounting.coalesced(),
            peTimes.until(nowNs, workload.hostModel().kind().isScheduled()), counts(), new WarmedUp.Starts(0, 0));
    }

    /** Returns the interrupts that each vCPU of the partition took. */
    private Map<String, Long> taken()
    {
        final Map<String, Long> taken = new LinkedHashMap<>();
        for (final int vm : topology.ownVms())
        {
            final int group = topology.groupOfVm(vm);
            for (int vcpu = 0; vcpu < topology.vpes(vm); vcpu++)
            {
                taken.put(VcpuNames.name(topology.groups().get(group), vm - topology.firstVm(group), vcpu),
                    host.taken(topology.vpeIndex(vm, vcpu)));
            }
        }

        return taken;
    }

    private Map<String, Long> counts()
    {
        final Map<String, Long> counts = new LinkedHashMap<>();
        host.counts().putInto(counts, workload.hostModel().kind() == HostModel.HostKind.DIRECT);

        return counts;
    }
}
