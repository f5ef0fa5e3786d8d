package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.InterruptDomain;

/**
 * Comparison of what is pending with the events that are owed, for vLPIs on every route and for SGIs: an owed event
 * must be pending (P1), and what is pending must be owed (P2). It is made where a command has an interrupt in hand, and
 * over all interrupts at each digest.
 *
 * <p>In the gap of a swap no table holds what is owed. A swap without an atomic exchange makes an interrupt pending as
 * a precaution, though none may be owed. Where software stored into the host's tables, commands find nothing.
 */
final class VlpiCheck
{
    /** Owner of the host's own interrupts, which have no account. */
    static final int PHYSICAL = OwnerId.physical(0, InterruptDomain.NON_SECURE);

    private static final int NONE = -1;

    private final V4Host host;
    private final VlpiAudit vlpis;
    private final PendingMismatch first = new PendingMismatch();

    VlpiCheck(final V4Host host)
    {
        this.host = host;
        this.vlpis = new VlpiAudit(host);
    }

    /** Returns the first interrupt at which a command found a difference. */
    PendingMismatch first()
    {
        return first;
    }

    /** Returns whether a vLPI is pending, wherever its route holds that; false in the gap of a swap. */
    boolean isPending(final Vlpi vlpi)
    {
        return vlpis.isPending(vlpi);
    }

    /** Compares a vLPI that a command has in hand, before it changes. */
    void compare(final Vlpi vlpi)
    {
        compare(vlpi, vlpi.vm.lpiAccount.isOwed(vlpi.vintid), vlpis.isPending(vlpi));
    }

    /**
     * Compares a vLPI that a command has in hand.
     *
     * @param isOwed    whether an acknowledge was owed before the command
     * @param isPending whether it was pending before the command
     */
    void compare(final Vlpi vlpi, final boolean isOwed, final boolean isPending)
    {
        if (isOwed != isPending && isFault(vlpi, isOwed))
        {
            latch(vlpi.vm, Intid.of(Intid.TYPE_LPI, vlpi.vintid), isOwed);
        }
    }

    /** Compares an SGI that a command has in hand, before it changes. */
    void compareSgi(final V4Vcpu vcpu, final int sgi)
    {
        final int id = GuestCpu.sgiAccountId(vcpu, sgi);
        final boolean isOwed = vcpu.vm.ledger.account(true).isOwed(id);
        if (isOwed != isSgiPending(vcpu, sgi))
        {
            latch(vcpu.vm, Intid.of(Intid.TYPE_SPI, id), isOwed);
        }
    }

    /** Compares an interrupt that was presented and acknowledged, and whose bit was not set any more. */
    void acknowledgedIdle(final V4Vcpu vcpu, final int intid)
    {
        final Vlpi vlpi = intid < MappedVpe.SGI_COUNT ? null : vcpu.vm.vlpi(intid);
        if (vlpi != null)
        {
            compare(vlpi);
        }
        else if (intid < MappedVpe.SGI_COUNT)
        {
            compareSgi(vcpu, intid);
        }
    }

    /** {@return the first interrupt of a VM that is owed and not pending, or an SGI of which one is not so, or −1} */
    int firstDifference(final V4Vm vm)
    {
        final int id = nextLost(vm, 0);

        return id < 0 ? firstSgi(vm) : Intid.of(Intid.TYPE_LPI, id);
    }

    /** {@return the first vINTID of a VM, from one on, that is owed and pending nowhere, or −1} */
    int nextLost(final V4Vm vm, final int fromVintid)
    {
        final Account account = vm.lpiAccount;
        int id = account.nextOwed(fromVintid);
        while (id >= 0 && isKept(vm.vlpi(id)))
        {
            id = account.nextOwed(id + 1);
        }

        return id;
    }

    /** {@return the first vLPI of a VM that is pending, not owed and no precaution, or −1} */
    int firstInvented(final V4Vm vm)
    {
        Vlpi vlpi = vm.nextVlpi(0);
        while (vlpi != null && !(vlpis.isPending(vlpi) && !vm.lpiAccount.isOwed(vlpi.vintid) && isFault(vlpi, false)))
        {
            vlpi = vm.nextVlpi(vlpi.vintid + 1);
        }

        return vlpi == null ? NONE : Intid.of(Intid.TYPE_LPI, vlpi.vintid);
    }

    /** Marks what is pending and not owed, after a restore: the mark of a precaution is not saved. */
    void restored()
    {
        for (int number = 0; number < host.vmCount(); number++)
        {
            final V4Vm vm = host.vm(number);
            for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
            {
                vlpi.isPrecaution = !vm.lpiAccount.isOwed(vlpi.vintid) && vlpis.isPending(vlpi);
            }
        }
    }

    /** Returns whether a difference is a fault, rather than the gap of a swap or its precaution. */
    private boolean isFault(final Vlpi vlpi, final boolean isOwed)
    {
        return isOwed ? !vlpi.isLocked() || host.swap.isLossy() : !vlpi.isPrecaution;
    }

    /**
     * Returns whether what is owed is pending somewhere. In the gap of a swap nobody can see its pending bit.
     *
     * @param owed null if the vLPI is not mapped
     */
    boolean isKept(final Vlpi owed)
    {
        return owed != null && (vlpis.isPending(owed) || !isFault(owed, true));
    }

    private int firstSgi(final V4Vm vm)
    {
        final Account account = vm.ledger.account(true);
        int found = NONE;
        for (int index = 0; found == NONE && index < vm.vcpus.length; index++)
        {
            final V4Vcpu vcpu = vm.vcpus[index];
            for (int sgi = 0; found == NONE && sgi < MappedVpe.SGI_COUNT; sgi++)
            {
                final int id = GuestCpu.sgiAccountId(vcpu, sgi);
                found = account.isOwed(id) == isSgiPending(vcpu, sgi) ? NONE : Intid.of(Intid.TYPE_SPI, id);
            }
        }

        return found;
    }

    private boolean isSgiPending(final V4Vcpu vcpu, final int sgi)
    {
        if (!vcpu.vm.hasHardwareSgis)
        {
            return vcpu.list.isSgiPending(sgi);
        }
        final MappedVpe mapped = vcpu.vpe == null ? null : host.hardware.vpes().mapped(vcpu.vpe.vpeId);

        return mapped != null && (mapped.pendingSgis() & 1 << sgi) != 0;
    }

    private void latch(final V4Vm vm, final int intid, final boolean isLost)
    {
        if (!host.tables.isOverwritten())
        {
            first.latch(OwnerId.vm(PHYSICAL, vm.number), intid, isLost);
        }
    }
}
