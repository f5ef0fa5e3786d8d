package org.gale.engine.storm.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.VcpuNames;

/** Policy by which a host gives its vPEIDs: to whole VMs or to vCPUs, by boot order or by load. Pure functions. */
public enum VpeidPolicy
{
    /** Nobody is direct. */
    NONE("none"),
    /** VMs as they boot; one for whose vCPUs the pool has too few is skipped. */
    VM_BY_BOOT("vm-by-boot"),
    /** VMs by the mean load of their vCPUs, the highest first; one that does not fit is skipped. */
    VM_BY_LOAD("vm-by-load"),
    /** vCPUs as their VMs boot, until the pool is used up. */
    VCPU_BY_BOOT("vcpu-by-boot"),
    /** vCPUs by their load, the highest first, until the pool is used up. */
    VCPU_BY_LOAD("vcpu-by-load");

    private final String label;

    VpeidPolicy(final String label)
    {
        this.label = label;
    }

    /** Returns the name in reports. */
    public String label()
    {
        return label;
    }

    /** Returns whether the policy needs the loads of a run, which no host knows. */
    public boolean isByLoad()
    {
        return this == VM_BY_LOAD || this == VCPU_BY_LOAD;
    }

    /** Returns whether the policy takes whole VMs or none. */
    public boolean isByVm()
    {
        return this == VM_BY_BOOT || this == VM_BY_LOAD;
    }

    /**
     * Returns the vCPUs that are direct, in the order of the job. Equal loads are taken in boot order.
     *
     * @param loads of a run in which nobody was direct
     * @param pool  number of vPEIDs, 0 or more
     */
    public VcpuNames vcpus(final HostShape host, final BootOrder order, final VcpuLoads loads, final int pool)
    {
        final List<String> names = VcpuNames.of(host.groups());
        final List<Integer> chosen = this == NONE ? List.of() : isByVm() ? vms(order, loads, pool) :
            single(order, loads).stream().limit(pool).toList();

        return new VcpuNames(chosen.stream().sorted().map(names::get).toList());
    }

    /** Returns all vCPUs of a host. */
    public static VcpuNames all(final HostShape host)
    {
        return new VcpuNames(VcpuNames.of(host.groups()));
    }

    private List<Integer> vms(final BootOrder order, final VcpuLoads loads, final int pool)
    {
        final List<Integer> vms = new ArrayList<>(order.vms());
        if (isByLoad())
        {
            vms.sort(Comparator.comparingDouble(vm -> -loads.ofVm(vm)));        // stable: ties in boot order
        }
        final List<Integer> chosen = new ArrayList<>();
        for (final int vm : vms)
        {
            if (chosen.size() + loads.vcpus(vm) <= pool)
            {
                chosen.addAll(vcpus(loads, vm));
            }
        }

        return chosen;
    }

    private List<Integer> single(final BootOrder order, final VcpuLoads loads)
    {
        final List<Integer> vcpus = new ArrayList<>();
        order.vms().forEach(vm -> vcpus.addAll(vcpus(loads, vm)));
        if (isByLoad())
        {
            vcpus.sort(Comparator.comparingLong(vcpu -> -loads.ofVcpu(vcpu)));
        }

        return vcpus;
    }

    private static List<Integer> vcpus(final VcpuLoads loads, final int vm)
    {
        return IntStream.range(loads.firstVcpu(vm), loads.firstVcpu(vm) + loads.vcpus(vm)).boxed().toList();
    }
}
