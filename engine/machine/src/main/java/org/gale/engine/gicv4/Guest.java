package org.gale.engine.gicv4;

import org.gale.engine.command.Errno;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Operations of a guest through its ITS: map, move, discard and configure vLPIs. An operation is in effect when it
 * returns; it takes each event's lock, so that an event in the gap of a swap is brought out of the gap first.
 */
final class Guest
{
    private final Devices devices;
    private final LpiPool lpis;
    private final RouteSwap swap;
    private final Moves moves;
    private final Injection injection;
    private final V4Residency residency;
    private final V4ItsDriver driver;
    private final int vintidLimit;
    private final Variant variant;

    Guest(
        final Devices devices,
        final LpiPool lpis,
        final RouteSwap swap,
        final Moves moves,
        final Injection injection,
        final V4Residency residency,
        final V4ItsDriver driver,
        final int vintidLimit,
        final Variant variant)
    {
        this.variant = variant;
        this.devices = devices;
        this.lpis = lpis;
        this.swap = swap;
        this.moves = moves;
        this.injection = injection;
        this.residency = residency;
        this.driver = driver;
        this.vintidLimit = vintidLimit;
    }

    /** Maps an event to a new vLPI, which is not pending. */
    Errno map(final V4Vm vm, final long deviceId, final long eventId, final V4Vcpu target, final long vintid)
    {
        final boolean isInRange = deviceId >= 0 && deviceId < EventTables.DEVICE_LIMIT &&
            eventId >= 0 && eventId < EventTables.EVENT_LIMIT &&
            vintid >= PropertyCache.FIRST_LPI && vintid < vintidLimit;          // V4-ID-4
        if (target == null || !isInRange || devices.isUsedByAnother((int)deviceId, vm))
        {
            return Errno.EINVAL;
        }
        if (devices.vlpi((int)deviceId, (int)eventId) != null || vm.vlpi((int)vintid) != null)
        {
            return Errno.EEXIST;                                                // V4-SEM-4
        }
        if (lpis.available() == 0 || !devices.prepare((int)deviceId, (int)eventId))
        {
            return Errno.ENOMEM;
        }
        final Vlpi vlpi = new Vlpi(vm, (int)vintid, (int)deviceId, (int)eventId, lpis.allocate(), target);
        lpis.own(vlpi.hostLpi, vlpi);
        devices.add(vlpi);
        vm.add(vlpi);
        swap.map(vlpi);

        return Errno.OK;
    }

    /** Moves a vLPI to another vCPU. */
    Errno move(final V4Vm vm, final long deviceId, final long eventId, final V4Vcpu target)
    {
        final Vlpi vlpi = find(vm, deviceId, eventId);
        if (target == null || vlpi == null)
        {
            return target == null ? Errno.EINVAL : Errno.ENOENT;
        }
        moves.move(vlpi, target);

        return Errno.OK;
    }

    /** Moves every vLPI of a vCPU to another one (V4-P-A6: the target counts, not the collection). */
    Errno moveAll(final V4Vm vm, final V4Vcpu from, final V4Vcpu to)
    {
        if (from == null || to == null)
        {
            return Errno.EINVAL;
        }
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            if (vlpi.target() == from)
            {
                moves.move(vlpi, to);
            }
        }

        return Errno.OK;
    }

    /** Unmaps a vLPI and drops its pending state. */
    Errno discard(final V4Vm vm, final long deviceId, final long eventId)
    {
        final Vlpi vlpi = find(vm, deviceId, eventId);
        if (vlpi == null)
        {
            return Errno.ENOENT;
        }
        final V4Vcpu target = vlpi.target();
        final boolean isListed = vlpi.place() == Vlpi.LISTED;
        if (isListed)
        {
            residency.hold(target);
        }
        injection.dequeue(vlpi);
        swap.discard(vlpi);
        vm.remove(vlpi);
        devices.remove(vlpi);
        lpis.free(vlpi.hostLpi);
        if (vm.ledger.isOwed(false, vlpi.vintid))
        {
            vm.routes.withdrawn(vlpi.vintid);
        }
        vm.lpiAccount.cleared(vlpi.vintid);
        vm.lpiAccount.judge(vlpi.vintid);
        if (isListed)
        {
            residency.release(target);
        }

        return Errno.OK;
    }

    /** Commits a property byte: the guest writes its table and invalidates the entry. */
    void configure(final V4Vm vm, final int vintid, final int property)
    {
        final Vlpi vlpi = vm.vlpi(vintid);
        if (vlpi == null)
        {
            vm.property(vintid, property);
            return;
        }
        swap.check.compare(vlpi);
        if (vlpi.isHw())
        {
            configureDirect(vlpi, property);
        }
        else
        {
            configureForwarded(vlpi, property);
        }
    }

    /**
     * Changes the property of a direct vLPI. A vPE that is not resident cannot present a vLPI that becomes enabled, so
     * that its vCPU is woken (V4-P-C1).
     */
    private void configureDirect(final Vlpi vlpi, final int property)
    {
        final V4Vm vm = vlpi.vm;
        final V4Vcpu target = vlpi.target();
        vm.property(vlpi.vintid, property);
        vm.writeVirtualProperty(vlpi.vintid);
        driver.invalidate(vlpi.deviceId, vlpi.eventId);
        driver.vsync(target.vpe.vpeId);
        if (PropertyByte.isEnabled(property) && !target.isInGuest && !variant.is(Mistake.NO_WAKE_ON_ENABLE))
        {
            residency.visit(target.vpe);
            if (target.vpe.isPendingLast)
            {
                injection.kick(target);
            }
        }
    }

    private void configureForwarded(final Vlpi vlpi, final int property)
    {
        final V4Vcpu target = vlpi.target();
        final boolean isListed = vlpi.place() == Vlpi.LISTED;
        if (isListed)
        {
            residency.hold(target);
        }
        injection.dequeue(vlpi);
        vlpi.vm.property(vlpi.vintid, property);
        injection.queue(vlpi);
        if (isListed)
        {
            residency.release(target);
        }
    }

    private Vlpi find(final V4Vm vm, final long deviceId, final long eventId)
    {
        final boolean isInRange = deviceId >>> 20 == 0 && eventId >>> 16 == 0;
        final Vlpi vlpi = isInRange ? devices.vlpi((int)deviceId, (int)eventId) : null;

        return vlpi != null && vlpi.vm == vm ? vlpi : null;
    }
}
