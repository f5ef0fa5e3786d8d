package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateStream;

/**
 * State of the VMs as words: a VM, its vCPUs with their vPEs, its vLPIs. Restoring makes the objects. Remembers the
 * digests of the vLPIs, a VM each.
 */
final class HostState
{
    private static final int NONE = -1;

    private final HostVms vms;
    private final V4Residency residency;
    private final VpeFactory factory;
    private final Devices devices;
    private final LpiPool lpis;
    private final List<VlpiStates> vlpis = new ArrayList<>();

    HostState(
        final HostVms vms,
        final V4Residency residency,
        final VpeFactory factory,
        final Devices devices,
        final LpiPool lpis)
    {
        this.vms = vms;
        this.residency = residency;
        this.factory = factory;
        this.devices = devices;
        this.lpis = lpis;
    }

    /** Passes the VMs through the stream. */
    void vms(final StateStream stream)
    {
        final int count = stream.word32(vms.count());
        for (int number = 0; number < count; number++)
        {
            vm(stream, number);
        }
    }

    private void vm(final StateStream stream, final int number)
    {
        final V4Vm known = number < vms.count() ? vms.vm(number) : null;
        final int vcpus = stream.word32(known == null ? 0 : known.vcpus.length);
        final long guestTable = stream.word(known == null ? 0 : known.guestTable);
        final V4Vm vm = known == null ? vms.add(vcpus, guestTable) : known;
        vm.virtualTable = stream.word(vm.virtualTable);
        vm.hasHardwareSgis = stream.flag(vm.hasHardwareSgis);
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            vpe(stream, vcpu);
        }
        stream.part(vlpis(vm));
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            vcpu.state(stream);
            if (stream.isRestoring())
            {
                residency.restore(vcpu);
            }
        }
    }

    private VlpiStates vlpis(final V4Vm vm)
    {
        if (vm.number == vlpis.size())
        {
            vlpis.add(new VlpiStates(vm, devices, lpis));
        }

        return vlpis.get(vm.number);
    }

    private void vpe(final StateStream stream, final V4Vcpu vcpu)
    {
        final V4Vpe known = vcpu.vpe;
        final int vpeId = stream.word32(known == null ? NONE : known.vpeId);
        if (vpeId == NONE)
        {
            return;
        }
        final long table = stream.word(known == null ? 0 : known.table);
        final int doorbell = stream.word32(known == null ? 0 : known.doorbell);
        final V4Vpe vpe = known == null ? new V4Vpe(vpeId, table, vcpu.vm.virtualTable, doorbell, 0) : known;
        vpe.state(stream);
        if (stream.isRestoring())
        {
            vcpu.vpe = vpe;
            factory.own(vcpu);
        }
    }
}
