package org.gale.engine.storm.profile;

import org.gale.engine.machine.DirectQueries;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.topology.Topology;

/** Pools of vPEIDs of the partitions of a GICv4 host: a partition may state fewer than it has vCPUs. Queries only. */
final class PartitionPools
{
    private final Topology topology;
    private final DirectQueries queries;
    private final boolean isLimited;

    PartitionPools(final Topology topology, final DirectQueries queries)
    {
        final Partitions partitions = topology.partitions();
        boolean isAny = false;
        for (int i = 0; i < partitions.count(); i++)
        {
            isAny |= partitions.vpeids(i) < partitions.vcpus(i);
        }
        this.topology = topology;
        this.queries = queries;
        this.isLimited = isAny;
    }

    /** Returns whether each vPEID of a partition is that of a vCPU. */
    boolean isSpent(final int partition)
    {
        return isLimited && used(partition) >= topology.partitions().vpeids(partition);
    }

    private int used(final int partition)
    {
        int used = 0;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            for (int vcpu = 0; topology.partitions().ofVm(vm) == partition && vcpu < topology.vpes(vm); vcpu++)
            {
                used += queries.isDirect(vm, vcpu) ? 1 : 0;
            }
        }

        return used;
    }
}
