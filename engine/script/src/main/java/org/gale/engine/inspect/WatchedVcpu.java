package org.gale.engine.inspect;

import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VcpuState;
import org.gale.engine.machine.Machine;

/**
 * vCPU of a GICv4 host, with the fields of {@code inspect vpe}: {@code vm0.vcpu1.state}. A VM that has migrated is its
 * successor.
 *
 * @param vm   number of the VM
 * @param vcpu index of the vCPU
 */
record WatchedVcpu(int vm, int vcpu) implements WatchedSubject
{
    static final ViewFields<VcpuState> FIELDS = new ViewFields<VcpuState>()
        .and(DirectFields.VCPU, state -> state)
        .and(DirectFields.VPE, VcpuState::vpe);

    @Override
    public void check(final Machine machine, final String field)
    {
        if (!(machine.queries() instanceof DirectQueries queries))
        {
            throw new IllegalArgumentException("'vm" + vm + ".vcpu" + vcpu + "': this machine is no GICv4 host " +
                "(there are vm0.vcpu1.ppi27, vm0.lpi8193, lpi5, spi7 and pe0.virq)");
        }
        final int now = queries.followedVm(vm);
        if (now < queries.vmCount() && vcpu >= queries.vcpuCount(now))
        {
            throw new IllegalArgumentException(absence(machine));
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);

        final int now = queries.followedVm(vm);

        return now < queries.vmCount() && vcpu < queries.vcpuCount(now);
    }

    @Override
    public String absence(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final int now = queries.followedVm(vm);
        if (now >= queries.vmCount())
        {
            return noVm(vm, queries);
        }
        final int count = queries.vcpuCount(now);

        return "no vCPU " + vcpu + ": VM " + vm + " has " + (count == 1 ? "vCPU 0" : "vCPUs 0 to " + (count - 1));
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        final DirectQueries queries = DirectQueries.of(machine);

        return FIELDS.text(queries.vcpu(queries.followedVm(vm), vcpu), field);
    }

    /** Returns a clause that says which VMs a host has. */
    static String noVm(final int vm, final DirectQueries queries)
    {
        final int count = queries.vmCount();

        return "no VM " + vm + ": " + (count == 0 ? "there is none" :
            count == 1 ? "there is VM 0" : "there are VMs 0 to " + (count - 1));
    }
}
