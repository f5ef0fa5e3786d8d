package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/** Vectors of one guest, and its balancer, which chooses a vCPU for each. Owned by one thread. */
final class Balancer
{
    private final PendingLpis pending;
    private final Affinity.Policy policy;
    private final int vm;
    private final int firstVcpu;
    private final int vcpus;
    private final int[] lpis;                                       // that move
    private final int[] chosen;                                     // vCPU of each
    private final long[] before;                                    // interrupts of each, up to the last period
    private final long[] busy;                                      // of them, those of the period
    private final Integer[] order;                                  // of vectors, the busiest first
    private final long[] loads;                                     // by vCPU within the VM
    private final Comparator<Integer> busiestFirst;

    Balancer(final Topology topology, final int vm, final PendingLpis pending, final EventTargets targets)
    {
        final VmShape group = topology.groups().get(topology.groupOfVm(vm));
        this.pending = pending;
        this.policy = group.guest().affinity().policy();
        this.vm = vm;
        this.firstVcpu = topology.vpeIndex(vm, 0);
        this.vcpus = topology.vpes(vm);
        this.lpis = IntStream.range(topology.firstDevice(vm), topology.firstDevice(vm) + topology.devices(vm))
            .filter(device -> TrafficKinds.hasVectors(
            group.devices().get(topology.deviceGroupOf(device)).stream().kind()))
            .flatMap(device -> IntStream.range(0, topology.events(device))
            .filter(event -> targets.isVector(Commands.msi(device, event, 0)))
            .map(event -> topology.firstLpiOfDevice(device) + event)).toArray();
        this.chosen = new int[lpis.length];
        this.before = new long[lpis.length];
        this.busy = new long[lpis.length];
        this.order = IntStream.range(0, lpis.length).boxed().toArray(Integer[]::new);
        this.loads = new long[vcpus];
        this.busiestFirst = Comparator.comparingLong((Integer vector) -> -busy[vector]).thenComparing(vector -> vector);
    }

    /** Returns the number of vectors. */
    int count()
    {
        return lpis.length;
    }

    /** Returns the LPI of a vector, numbered within its VM. */
    int lpi(final int vector)
    {
        return lpis[vector];
    }

    /** Returns the vCPU that was chosen for a vector. */
    int chosen(final int vector)
    {
        return chosen[vector];
    }

    /** Chooses, at the end of a period, the vCPU of each vector. */
    void choose(final EventTargets targets)
    {
        if (policy == Affinity.Policy.LOAD)
        {
            chooseByLoad(targets);
            return;
        }
        for (int vector = 0; vector < lpis.length; vector++)
        {
            chosen[vector] = firstVcpu + (targets.vcpu(vm, lpis[vector]) - firstVcpu + 1) % vcpus;
        }
    }

    /**
     * Gives the vectors, the busiest first, to the vCPU with the fewest interrupts of those given before: of several
     * its own, else the lowest. A vector without an interrupt in the period stays.
     */
    private void chooseByLoad(final EventTargets targets)
    {
        for (int vector = 0; vector < lpis.length; vector++)
        {
            final long now = pending.taken(vm, lpis[vector]);
            busy[vector] = now - before[vector];
            before[vector] = now;
        }
        Arrays.sort(order, busiestFirst);
        Arrays.fill(loads, 0);
        for (final int vector : order)
        {
            final int own = targets.vcpu(vm, lpis[vector]) - firstVcpu;
            int least = own;
            for (int vcpu = 0; busy[vector] > 0 && vcpu < vcpus; vcpu++)
            {
                least = loads[vcpu] < loads[least] ? vcpu : least;
            }
            loads[least] += busy[vector];
            chosen[vector] = firstVcpu + least;
        }
    }
}
