package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.machine.DirectQueries;
import org.gale.tables.memory.PhysicalMemory;

/** Queries of a host and its hardware, for decoded views. Reads; owns nothing. */
final class HostQueries implements DirectQueries
{
    private static final List<String> PLACES = List.of("none", "queued", "listed");

    private final Host host;
    private final PhysicalMemory memory;

    HostQueries(final Host host, final PhysicalMemory memory)
    {
        this.host = host;
        this.memory = memory;
    }

    @Override
    public int vpeIds()
    {
        return host.vpeIds().used() + host.vpeIds().free();
    }

    @Override
    public int vpeIdsUsed()
    {
        return host.vpeIds().used();
    }

    @Override
    public int vmCount()
    {
        return host.vmCount();
    }

    @Override
    public int vcpuCount(final int vm)
    {
        return host.vm(vm).vcpus().length;
    }

    @Override
    public VcpuState vcpu(final int vm, final int index)
    {
        final Vcpu vcpu = host.vm(vm).vcpus()[index];

        return new VcpuState(nameOf(vcpu.state()), vcpu.cpu(), vcpu.isHeld(), vcpu.isBlocked(), vcpu.isWoken(),
            vcpu.vpe() == null ? null : state(vcpu.vpe()));
    }

    @Override
    public int nextVlpi(final int vm, final int fromVintid)
    {
        final Vlpi vlpi = host.vm(vm).nextVlpi(fromVintid);

        return vlpi == null ? NONE : vlpi.vintid();
    }

    @Override
    public VlpiState vlpi(final int vm, final int vintid)
    {
        final Vlpi vlpi = host.vm(vm).vlpi(vintid);
        final Redistributor redistributor = host.hardware().redistributor(host.swap().collection(vlpi));

        return new VlpiState(vlpi.deviceId(), vlpi.eventId(), vlpi.target().index(), vlpi.isHw(), vlpi.isLatched(),
            PLACES.get(vlpi.place()), vlpi.hostLpi(), redistributor.isPending(vlpi.hostLpi()),
            vlpi.vm().property(vintid));
    }

    @Override
    public int nextInTable(final int vm, final int vcpu, final int fromIntid)
    {
        return mapped(vm, vcpu).nextPending(fromIntid);
    }

    @Override
    public int propertyInTable(final int vm, final int vcpu, final int intid)
    {
        return mapped(vm, vcpu).property(intid);
    }

    private VpeState state(final Vpe vpe)
    {
        final MappedVpe mapped = host.hardware().vpes().mapped(vpe.vpeId());
        final Redistributor residence = mapped == null ? null : mapped.residence();
        final long offset = host.hardware().vpes().table().entryOffset(vpe.vpeId());

        return new VpeState(vpe.vpeId(), offset == IndirectTable.NONE ? NONE : memory.base() + offset, vpe.table(),
            mapped != null, residence == null ? NONE : residence.number(), vpe.isPendingLast(), vpe.vlpiCount());
    }

    private static String nameOf(final Vcpu.State state)
    {
        return switch (state)
        {
            case SOFTWARE -> "software";
            case ENABLING -> "enabling";
            case DIRECT -> "direct";
            case DISABLING -> "disabling";
        };
    }

    private MappedVpe mapped(final int vm, final int vcpu)
    {
        return host.hardware().vpes().mapped(host.vm(vm).vcpus()[vcpu].vpe().vpeId());
    }
}
