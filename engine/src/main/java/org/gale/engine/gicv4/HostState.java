package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * State of the VMs as words: a VM, its vCPUs with their vPEs, its vLPIs in the order of their INTIDs. Restoring makes
 * the objects; the lists of pending interrupts are filled from the places of the vLPIs.
 */
final class HostState
{
    private static final int NONE = -1;

    private final Host host;

    HostState(final Host host)
    {
        this.host = host;
    }

    /**
     * Passes one VM through the stream.
     */
    void vm(final StateStream stream, final int number)
    {
        final Vm known = number < host.vmCount() ? host.vm(number) : null;
        final int vcpus = stream.word32(known == null ? 0 : known.vcpus().length);
        final long guestTable = stream.word(known == null ? 0 : known.guestTable());
        final Vm vm = known == null ? host.addVm(vcpus, guestTable) : known;
        vm.virtualTable(stream.word(vm.virtualTable()));
        vm.hardwareSgis(stream.flag(vm.hasHardwareSgis()));
        for (final Vcpu vcpu : vm.vcpus())
        {
            vpe(stream, vcpu);
        }
        vlpis(stream, vm);
        for (final Vcpu vcpu : vm.vcpus())
        {
            vcpu.state(stream);
            if (stream.isRestoring())
            {
                host.residency().restore(vcpu);
            }
        }
    }

    private void vpe(final StateStream stream, final Vcpu vcpu)
    {
        final Vpe known = vcpu.vpe();
        final int vpeId = stream.word32(known == null ? NONE : known.vpeId());
        if (vpeId == NONE)
        {
            return;
        }
        final long table = stream.word(known == null ? 0 : known.table());
        final int doorbell = stream.word32(known == null ? 0 : known.doorbell());
        final Vpe vpe = known == null ? new Vpe(vcpu, vpeId, table, doorbell, 0) : known;
        vpe.state(stream);
        if (stream.isRestoring())
        {
            vcpu.vpe(vpe);
            host.factory().own(vpe);
        }
    }

    private void vlpis(final StateStream stream, final Vm vm)
    {
        int count = 0;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid() + 1))
        {
            count++;
        }
        final int saved = stream.word32(count);
        int vintid = NONE;
        for (int i = 0; i < saved; i++)
        {
            final Vlpi known = stream.isRestoring() ? null : vm.nextVlpi(vintid + 1);
            vintid = stream.word32(known == null ? 0 : known.vintid());
            vlpi(stream, vm, known, vintid);
        }
    }

    private void vlpi(final StateStream stream, final Vm vm, final Vlpi known, final int vintid)
    {
        final int deviceId = stream.word32(known == null ? 0 : known.deviceId());
        final int eventId = stream.word32(known == null ? 0 : known.eventId());
        final int hostLpi = stream.word32(known == null ? 0 : known.hostLpi());
        final int target = stream.word32(known == null ? 0 : known.target().index());
        final Vlpi vlpi = known == null ?
            new Vlpi(vm, vintid, deviceId, eventId, hostLpi, vm.vcpus()[target]) : known;
        vlpi.state(stream);
        if (stream.isRestoring())
        {
            vm.add(vlpi);
            host.devices().add(vlpi);
            host.lpis().own(hostLpi, vlpi);
            if (vlpi.place() == Vlpi.QUEUED)
            {
                vlpi.target().list().add(vlpi, vlpi.queuedPriority());
            }
        }
    }
}
