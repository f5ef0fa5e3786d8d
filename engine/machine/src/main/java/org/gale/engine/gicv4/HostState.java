package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/** State of the VMs as words: a VM, its vCPUs with their vPEs, its vLPIs. Restoring makes the objects. */
final class HostState
{
    private static final int NONE = -1;

    private final V4Host host;

    HostState(final V4Host host)
    {
        this.host = host;
    }

    /** Passes one VM through the stream. */
    void vm(final StateStream stream, final int number)
    {
        final V4Vm known = number < host.vmCount() ? host.vm(number) : null;
        final int vcpus = stream.word32(known == null ? 0 : known.vcpus.length);
        final long guestTable = stream.word(known == null ? 0 : known.guestTable);
        final V4Vm vm = known == null ? host.addVm(vcpus, guestTable) : known;
        vm.virtualTable = stream.word(vm.virtualTable);
        vm.hasHardwareSgis = stream.flag(vm.hasHardwareSgis);
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            vpe(stream, vcpu);
        }
        stream.part(vm.vlpiStates);
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            vcpu.state(stream);
            if (stream.isRestoring())
            {
                host.residency.restore(vcpu);
            }
        }
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
        final V4Vpe vpe = known == null ? new V4Vpe(vcpu, vpeId, table, doorbell, 0) : known;
        vpe.state(stream);
        if (stream.isRestoring())
        {
            vcpu.vpe = vpe;
            host.factory.own(vpe);
        }
    }
}
