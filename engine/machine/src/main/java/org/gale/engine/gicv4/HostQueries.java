package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.accounting.Account;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Route;
import org.gale.engine.machine.RouteCounts;
import org.gale.tables.memory.PhysicalMemory;

/** Queries of a host and its hardware, for decoded views. Reads; owns nothing. */
final class HostQueries implements DirectQueries
{
    private static final List<String> PLACES = List.of("none", "queued", "listed");

    private final V4Host host;
    private final PhysicalMemory memory;

    HostQueries(final V4Host host, final PhysicalMemory memory)
    {
        this.host = host;
        this.memory = memory;
    }

    @Override
    public String violation(final int number)
    {
        return new Audit(host).violation(number);
    }

    @Override
    public int vpeIds()
    {
        return host.vpeIds.used() + host.vpeIds.free();
    }

    @Override
    public int vpeIdsUsed()
    {
        return host.vpeIds.used();
    }

    /** {@inheritDoc} A VM that has gone has exchanged its books for those of its successor, which were made for it. */
    @Override
    public int followedVm(final int vm)
    {
        int now = vm;
        while (now < host.vmCount() && host.vm(now).isGone() && host.vm(now).birth() > now)
        {
            now = host.vm(now).birth();
        }

        return now < host.vmCount() && !host.vm(now).isGone() ? now : vm;
    }

    @Override
    public int vmCount()
    {
        return host.vmCount();
    }

    @Override
    public int vcpuCount(final int vm)
    {
        return host.vm(vm).vcpus.length;
    }

    @Override
    public VcpuState vcpu(final int vm, final int index)
    {
        final V4Vcpu vcpu = host.vm(vm).vcpus[index];

        return new VcpuState(nameOf(vcpu.state), vcpu.cpu, vcpu.isHeld(), vcpu.isBlocked, vcpu.isWoken,
            vcpu.vpe == null ? null : state(vcpu.vpe));
    }

    @Override
    public int nextVlpi(final int vm, final int fromVintid)
    {
        final Vlpi vlpi = host.vm(vm).nextVlpi(fromVintid);

        return vlpi == null ? NONE : vlpi.vintid;
    }

    @Override
    public VlpiState vlpi(final int vm, final int vintid)
    {
        final Vlpi vlpi = host.vm(vm).vlpi(vintid);
        final Redistributor redistributor = host.hardware.redistributor(host.lpis.collection(vlpi.hostLpi));

        return new VlpiState(vlpi.deviceId, vlpi.eventId, vlpi.target().index, vlpi.isHw(),
            vlpi.vm.property(vintid), new InSoftware(vlpi.isLatched(), PLACES.get(vlpi.place()), vlpi.hostLpi,
            redistributor.isPending(vlpi.hostLpi)));
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

    @Override
    public long vlpiOf(final int deviceId, final int eventId)
    {
        final Vlpi vlpi = host.devices.vlpi(deviceId, eventId);

        return vlpi == null ? NONE : (long)vlpi.vm.number << Integer.SIZE | vlpi.vintid;
    }

    @Override
    public boolean isInSwap(final int vm, final int vintid)
    {
        return host.vm(vm).vlpi(vintid).isLocked();
    }

    @Override
    public int runningPriority(final int vm, final int vcpu)
    {
        return host.vm(vm).vcpus[vcpu].active.runningPriority();
    }

    @Override
    public long best(final int vm, final int vcpu)
    {
        return host.guestCpu.best(host.vm(vm).vcpus[vcpu]);
    }

    @Override
    public int active(final int vm, final int vcpu)
    {
        return host.vm(vm).vcpus[vcpu].active.newest();
    }

    @Override
    public Route arrival(final int vm, final int vintid)
    {
        return Route.of(host.vm(vm).routes.arrival(vintid));
    }

    @Override
    public long delivered(final Route route)
    {
        long delivered = 0;
        for (int vm = 0; vm < host.vmCount(); vm++)
        {
            delivered += host.vm(vm).routes.delivered(route);
        }

        return delivered;
    }

    @Override
    public RouteCounts counts(final Route route)
    {
        long offered = 0;
        long delivered = 0;
        long coalesced = 0;
        long withdrawn = 0;
        long pending = 0;
        for (int vm = 0; vm < host.vmCount(); vm++)
        {
            final RouteTally tally = host.vm(vm).routes;
            offered += tally.offered(route);
            delivered += tally.delivered(route);
            coalesced += tally.coalesced(route);
            withdrawn += tally.withdrawn(route);
            pending += pendingCount(host.vm(vm), route.number());
        }

        return new RouteCounts(offered, delivered, coalesced, withdrawn, pending);
    }

    @Override
    public long pendingCount(final int vm)
    {
        return pendingCount(host.vm(vm), NONE);
    }

    @Override
    public int nextLost(final int vm, final int fromVintid)
    {
        return host.check.nextLost(host.vm(vm), fromVintid);
    }

    @Override
    public int transitionVm()
    {
        return host.transition.isOpen() ? host.transition.vcpu().vm.number : NONE;
    }

    @Override
    public int transitionVcpu()
    {
        return host.transition.isOpen() ? host.transition.vcpu().index : NONE;
    }

    @Override
    public boolean isDirect(final int vm, final int vcpu)
    {
        return host.vm(vm).vcpus[vcpu].isDirect();
    }

    @Override
    public boolean isHeld(final int vm, final int vcpu)
    {
        return host.vm(vm).vcpus[vcpu].isHeld();
    }

    @Override
    public boolean isMessageHeld(final int deviceId, final int eventId)
    {
        return host.migrations.isHeld(deviceId, eventId);
    }

    @Override
    public int heldMessages()
    {
        return host.migrations.heldCount();
    }

    @Override
    public long heldMessage(final int index)
    {
        return host.migrations.held(index);
    }

    @Override
    public int pendingSgis(final int vm, final int vcpu)
    {
        return host.check.pendingSgis(host.vm(vm).vcpus[vcpu]);
    }

    @Override
    public int owedTo(final int vm, final int vcpu)
    {
        final Account account = host.vm(vm).ledger.account(false);
        int count = 0;
        for (int id = account.nextOwed(0); id >= 0; id = account.nextOwed(id + 1))
        {
            final Vlpi vlpi = host.vm(vm).vlpi(id);
            count += vlpi != null && vlpi.target().index == vcpu ? 1 : 0;
        }

        return count;
    }

    /** Counts what is owed and pending, of one route or of all. */
    private long pendingCount(final V4Vm vm, final int route)
    {
        final Account account = vm.ledger.account(false);
        long count = 0;
        for (int id = account.nextOwed(0); id >= 0; id = account.nextOwed(id + 1))
        {
            final Vlpi vlpi = vm.vlpi(id);
            final boolean isOfRoute = vlpi != null && (route == NONE || vm.routes.arrival(id) == route);
            count += isOfRoute && host.check.isKept(vlpi) ? 1 : 0;
        }

        return count;
    }

    private VpeState state(final V4Vpe vpe)
    {
        final MappedVpe mapped = host.hardware.vpes().mapped(vpe.vpeId);
        final long offset = host.hardware.vpes().table().entryOffset(vpe.vpeId);

        return new VpeState(vpe.vpeId, offset == IndirectTable.NONE ? NONE : memory.base() + offset, vpe.table,
            mapped != null, mapped == null ? NONE : mapped.residentCpu(), vpe.isPendingLast, vpe.vlpiCount);
    }

    private static String nameOf(final V4Vcpu.State state)
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
        return host.hardware.vpes().mapped(host.vm(vm).vcpus[vcpu].vpe.vpeId);
    }
}
