package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.VcpuNames;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * vCPUs that are direct when a storm begins, by its policy and its pool of vPEIDs. On the wall clock every second vCPU
 * is. In virtual time a policy gives the pool to as many as it has ids for:
 * <pre>
 *   per-vcpu         groups of injection.direct, then the groups by events a second of a vCPU, the highest first
 *   first-come       VM by VM, in the order of their numbers
 *   all-or-nothing   VM by VM, if there are ids for all vCPUs of it: the machine does it when a VM is created
 *   none             nobody
 * </pre>
 * A list of vCPUs stands in place of a policy.
 */
final class DirectVcpus
{
    private final Topology topology;
    private final SettingValues own;
    private final boolean isVirtual;

    DirectVcpus(final Topology topology, final SettingValues own, final boolean isVirtual)
    {
        this.topology = topology;
        this.own = own;
        this.isVirtual = isVirtual;
    }

    /** Returns whether a vCPU is direct from the begin, by number over all VMs. */
    boolean[] first()
    {
        final boolean[] first = new boolean[topology.totalVpes()];
        final int[] used = new int[topology.partitions().count()];
        if (!isPerVcpu())
        {
            return first;                                                       // the machine does it
        }
        if (!DirectSettings.isPerVcpu(own))
        {
            return wholeVms(first, used);
        }
        if (!isVirtual)
        {
            for (int vcpu = 0; vcpu < first.length; vcpu++)
            {
                final int partition = topology.partitions().ofVm(topology.vmOfVpe(vcpu));
                first[vcpu] =
                    topology.vpeId(vcpu) % 2 == 0 && used[partition] < topology.partitions().vpeids(partition);
                used[partition] += first[vcpu] ? 1 : 0;
            }
            return first;
        }
        if (own.has(DirectSettings.VCPUS))
        {
            return own.get(DirectSettings.VCPUS).in(VcpuNames.of(topology.groups()));
        }
        long left = DirectSettings.pool(own);
        for (final int group : groups())
        {
            for (int vm = topology.firstVm(group); vm < topology.firstVm(group) + count(group); vm++)
            {
                final int partition = topology.partitions().ofVm(vm);
                final int free = (int)Math.min(left, topology.partitions().vpeids(partition) - used[partition]);
                final int given = Math.min(free, topology.vpes(vm));
                for (int vpe = 0; vpe < given; vpe++)
                {
                    first[topology.vpeIndex(vm, vpe)] = true;
                }
                left -= given;
                used[partition] += given;
            }
        }

        return first;
    }

    /**
     * Returns whether the machine switches vCPUs one by one. One that gives vPEIDs to whole VMs knows nothing of
     * partitions with fewer vPEIDs than vCPUs.
     */
    boolean isPerVcpu()
    {
        return DirectSettings.isPerVcpu(own) || IntStream.range(0, topology.partitions().count()).anyMatch(
            partition -> topology.partitions().vpeids(partition) < topology.partitions().vcpus(partition));
    }

    /** Makes VMs direct for whose vCPUs their partition has vPEIDs left. */
    private boolean[] wholeVms(final boolean[] first, final int[] used)
    {
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final int partition = topology.partitions().ofVm(vm);
            if (used[partition] + topology.vpes(vm) <= topology.partitions().vpeids(partition))
            {
                used[partition] += topology.vpes(vm);
                Arrays.fill(first, topology.vpeIndex(vm, 0), topology.vpeIndex(vm, 0) + topology.vpes(vm), true);
            }
        }

        return first;
    }

    private int count(final int group)
    {
        return topology.groups().get(group).count();
    }

    /** Returns the groups whose vCPUs get ids, in their order. */
    private List<Integer> groups()
    {
        final List<Integer> groups = new ArrayList<>();
        if (DirectSettings.isNone(own))
        {
            return groups;
        }
        for (int group = 0; group < topology.groups().size(); group++)
        {
            groups.add(group);
        }
        if (DirectSettings.isSwitching(own))
        {
            groups.sort(Comparator.comparingDouble(group -> -perVpe(topology.groups().get(group))));
            final List<String> named = new ArrayList<>(own.valueOrDefault(DirectSettings.DIRECT).all());
            Collections.reverse(named);
            for (final String name : named)
            {
                groups.sort(Comparator.comparing(group -> !topology.groups().get(group).name().equals(name)));
            }
        }

        return groups;
    }

    /** Returns the events a second of a vCPU; those of a closed loop come as fast as they are taken. */
    private static double perVpe(final VmShape group)
    {
        double sum = 0;
        for (final DeviceShape device : group.devices())
        {
            sum += device.stream().isClocked() ? device.stream().events(1) : Double.MAX_VALUE / 2;
        }

        return sum / group.vpes();
    }
}
