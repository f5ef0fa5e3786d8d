package org.gale.engine.storm.topology;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.VcpuNames;
import org.gale.engine.storm.scenario.VmShape;

/** Loads of the vCPUs of a host: the interrupts that each took in a run. Immutable. */
public final class VcpuLoads
{
    private final long[] taken;
    private final int[] firstVcpus;                                 // of each VM, and the number of all behind them

    /**
     * Makes the loads of a run.
     *
     * @param taken interrupts of each vCPU, by its name; a vCPU that is not in it took none
     */
    public VcpuLoads(final HostShape host, final Map<String, Long> taken)
    {
        final List<String> names = VcpuNames.of(host.groups());
        this.taken = names.stream().mapToLong(name -> taken.getOrDefault(name, 0L)).toArray();
        this.firstVcpus = new int[(int)host.vms() + 1];
        int vm = 0;
        for (final VmShape group : host.groups())
        {
            for (int i = 0; i < group.count(); i++)
            {
                firstVcpus[vm + 1] = firstVcpus[vm] + group.vpes();
                vm++;
            }
        }
    }

    /** Returns the load of a vCPU. */
    public long ofVcpu(final int vcpu)
    {
        return taken[vcpu];
    }

    /** Returns the load of a VM: the mean of its vCPUs. */
    public double ofVm(final int vm)
    {
        long sum = 0;
        for (int vcpu = firstVcpus[vm]; vcpu < firstVcpus[vm + 1]; vcpu++)
        {
            sum += taken[vcpu];
        }

        return (double)sum / vcpus(vm);
    }

    /** Returns the number of vCPUs of a VM. */
    int vcpus(final int vm)
    {
        return firstVcpus[vm + 1] - firstVcpus[vm];
    }

    /** {@return the number of the first vCPU of a VM} */
    int firstVcpu(final int vm)
    {
        return firstVcpus[vm];
    }
}
