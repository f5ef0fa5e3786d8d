package org.gale.engine.storm.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.tables.memory.Mix;

/**
 * Order in which the VMs of a host boot, which decides nothing but who is given vPEIDs first. Immutable.
 *
 * @param name in reports
 * @param vms  their numbers, the first to boot first
 */
public record BootOrder(String name, List<Integer> vms)
{
    private static final long DRAWS = 0x626f6f74L;

    public BootOrder
    {
        vms = List.copyOf(vms);
    }

    /** Returns the order of the job. */
    public static BootOrder listed(final HostShape host)
    {
        return new BootOrder("as listed", numbers(host));
    }

    /** Returns an order that is drawn from a seed, by random numbers that nothing else is drawn from. */
    public static BootOrder drawn(final HostShape host, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(Mix.of(seed ^ DRAWS, 0));
        final List<Integer> vms = numbers(host);
        for (int i = vms.size() - 1; i > 0; i--)
        {
            Collections.swap(vms, i, (int)Long.remainderUnsigned(random.nextLong(), i + 1));
        }

        return new BootOrder("drawn", vms);
    }

    /** Returns the order by the load of VMs, the highest first; equal ones as the job lists them. */
    public static BootOrder loudestFirst(final HostShape host, final VcpuLoads loads)
    {
        return new BootOrder("loudest first", byLoad(host, loads, -1));
    }

    /** Returns the order by the load of VMs, the lowest first; equal ones as the job lists them. */
    public static BootOrder quietestFirst(final HostShape host, final VcpuLoads loads)
    {
        return new BootOrder("quietest first", byLoad(host, loads, 1));
    }

    private static List<Integer> byLoad(final HostShape host, final VcpuLoads loads, final int sign)
    {
        final List<Integer> vms = numbers(host);
        vms.sort(Comparator.comparingDouble(vm -> sign * loads.ofVm(vm)));

        return vms;
    }

    private static List<Integer> numbers(final HostShape host)
    {
        return new ArrayList<>(IntStream.range(0, (int)host.vms()).boxed().toList());
    }
}
