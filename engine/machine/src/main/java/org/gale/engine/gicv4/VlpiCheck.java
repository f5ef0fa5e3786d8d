package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.InterruptDomain;

/**
 * Comparison of what is pending with the events that are owed, for vLPIs on every route and for SGIs: an owed event
 * must be pending (P1), and what is pending must be owed (P2). It is made where a command has an interrupt in hand, and
 * over all interrupts at each digest.
 *
 * <p>In the gap of a swap no table holds what is owed. A swap without an atomic exchange makes an interrupt pending as
 * a precaution, though none may be owed. A vLPI is excused once software stored into a table that holds it.
 */
final class VlpiCheck
{
    /** Owner of the host's own interrupts, which have no account. */
    static final int PHYSICAL = OwnerId.physical(0, InterruptDomain.NON_SECURE);

    private static final int NONE = -1;

    private final Hardware hardware;
    private final VlpiAudit vlpis;
    private final SwapOrder order;
    private final boolean settles;
    private final PendingMismatch first = new PendingMismatch();

    VlpiCheck(final Hardware hardware, final VlpiAudit vlpis, final SwapOrder order, final Variant variant)
    {
        this.hardware = hardware;
        this.vlpis = vlpis;
        this.order = order;
        this.settles = variant.settles();
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
        final boolean isOwed = vlpi.vm.lpiAccount.isOwed(vlpi.vintid);
        if (isOwed != vlpis.isPending(vlpi) && isFault(vlpi, isOwed))
        {
            latch(vlpi.vm, Intid.of(Intid.TYPE_LPI, vlpi.vintid), isOwed);
            settle(vlpi.vm.lpiAccount, vlpi.vintid, isOwed);
        }
    }

    /**
     * Compares a vLPI that a message has in hand, once the account has counted the message.
     *
     * @param isOwed whether an acknowledge was owed before the message: true if it was not pending, false if it was
     * @return true if the difference is a fault, and is booked
     */
    boolean differsAtEvent(final Vlpi vlpi, final boolean isOwed)
    {
        if (!isFault(vlpi, isOwed))
        {
            return false;
        }
        latch(vlpi.vm, Intid.of(Intid.TYPE_LPI, vlpi.vintid), isOwed);
        if (settles)
        {
            vlpi.vm.lpiAccount.settleEvent(vlpi.vintid, isOwed);
        }

        return settles;
    }

    /**
     * Counts an acknowledge.
     *
     * @param isAllowed true to allow it though nothing is owed: a swap made the interrupt pending as a precaution
     */
    void acknowledged(final V4Vm vm, final int intid, final boolean isAllowed)
    {
        if (vm.ledger.account(Intid.isSpi(intid)).acknowledged(Intid.id(intid), isAllowed))
        {
            first.latchAcknowledged(OwnerId.vm(PHYSICAL, vm.number), intid);
        }
    }

    /** Compares an SGI that a command has in hand, before it changes. */
    void compareSgi(final V4Vcpu vcpu, final int sgi)
    {
        final int id = vcpu.sgiAccountId(sgi);
        final boolean isOwed = vcpu.vm.ledger.account(true).isOwed(id);
        if (isOwed != isSgiPending(vcpu, sgi))
        {
            latch(vcpu.vm, Intid.of(Intid.TYPE_SPI, id), isOwed);
            settle(vcpu.vm.ledger.account(true), id, isOwed);
        }
    }

    /** Returns the differences of excused vLPIs, which no command has booked yet. */
    Accounts.OfSoftware ofSoftware(final V4Vm vm)
    {
        final Account account = vm.lpiAccount;
        long withdrawn = 0;
        long events = 0;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            final boolean isOwed = account.isOwed(vlpi.vintid);
            final boolean differs = account.isExcused(vlpi.vintid) && isOwed != vlpis.isPending(vlpi) &&
                isFault(vlpi, isOwed);
            withdrawn += differs && isOwed ? 1 : 0;
            events += differs && !isOwed ? 1 : 0;
        }

        return new Accounts.OfSoftware(withdrawn, events);
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

    /**
     * {@return the next interrupt of a VM that is owed and not pending, or an SGI of which one is not so, or −1}
     *
     * @param after the INTID found before, or −1 for the first
     */
    int nextDifference(final V4Vm vm, final int after)
    {
        final boolean isInSgis = after >= 0 && Intid.isSpi(after);
        final int id = isInSgis ? NONE : nextLost(vm, after < 0 ? 0 : Intid.id(after) + 1);

        return id < 0 ? nextSgi(vm, isInSgis ? Intid.id(after) + 1 : 0) : Intid.of(Intid.TYPE_LPI, id);
    }

    /** {@return the first vINTID of a VM, from one on, that is owed, pending nowhere and not excused, or −1} */
    int nextLost(final V4Vm vm, final int fromVintid)
    {
        final Account account = vm.lpiAccount;
        int id = account.nextOwed(fromVintid);
        while (id >= 0 && (isKept(vm.vlpi(id)) || account.isExcused(id)))
        {
            id = account.nextOwed(id + 1);
        }

        return id;
    }

    /** {@return the first vLPI of a VM, from one on, that is pending, not excused, and that nothing made so; or −1} */
    int nextInvented(final V4Vm vm, final int fromVintid)
    {
        Vlpi vlpi = vm.nextVlpi(fromVintid);
        while (vlpi != null && !isInvented(vlpi))
        {
            vlpi = vm.nextVlpi(vlpi.vintid + 1);
        }

        return vlpi == null ? NONE : Intid.of(Intid.TYPE_LPI, vlpi.vintid);
    }

    private boolean isInvented(final Vlpi vlpi)
    {
        final Account account = vlpi.vm.lpiAccount;

        return vlpis.isPending(vlpi) && !account.isOwed(vlpi.vintid) && isFault(vlpi, false) &&
            !account.isExcused(vlpi.vintid);
    }

    /**
     * Returns the number of a VM's interrupts that are pending, whatever is owed; in the gap of a swap, where no table
     * holds the bit, of those that are owed. A precaution does not count.
     */
    long pending(final V4Vm vm)
    {
        long count = 0;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            final boolean isOwed = vm.lpiAccount.isOwed(vlpi.vintid);
            count += isOwed ? isKept(vlpi) ? 1 : 0 : vlpis.isPending(vlpi) && !vlpi.isPrecaution ? 1 : 0;
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            for (int sgi = 0; sgi < MappedVpe.SGI_COUNT; sgi++)
            {
                count += isSgiPending(vcpu, sgi) ? 1 : 0;
            }
        }

        return count;
    }

    /** Marks what a VM has pending and not owed, after a restore: the mark of a precaution is not saved. */
    void restored(final V4Vm vm)
    {
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            vlpi.isPrecaution = !vm.lpiAccount.isOwed(vlpi.vintid) && vlpis.isPending(vlpi);
        }
    }

    /** Returns whether a difference is a fault, rather than the gap of a swap or its precaution. */
    private boolean isFault(final Vlpi vlpi, final boolean isOwed)
    {
        return isOwed ? !vlpi.isLocked() || order.isLossy() : !vlpi.isPrecaution;
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

    private int nextSgi(final V4Vm vm, final int fromId)
    {
        final Account account = vm.ledger.account(true);
        final int end = vm.vcpus.length * MappedVpe.SGI_COUNT;
        int id = fromId;
        while (id < end &&
            account.isOwed(id) == isSgiPending(vm.vcpus[id / MappedVpe.SGI_COUNT], id % MappedVpe.SGI_COUNT))
        {
            id++;
        }

        return id < end ? Intid.of(Intid.TYPE_SPI, id) : NONE;
    }

    /** Returns the pending SGIs of a vCPU, a bit each. */
    int pendingSgis(final V4Vcpu vcpu)
    {
        int sgis = 0;
        for (int sgi = 0; sgi < MappedVpe.SGI_COUNT; sgi++)
        {
            sgis |= isSgiPending(vcpu, sgi) ? 1 << sgi : 0;
        }

        return sgis;
    }

    private boolean isSgiPending(final V4Vcpu vcpu, final int sgi)
    {
        if (!vcpu.vm.hasHardwareSgis)
        {
            return vcpu.list.isSgiPending(sgi);
        }
        final MappedVpe mapped = vcpu.vpe == null ? null : hardware.vpes().mapped(vcpu.vpe.vpeId);

        return mapped != null ? (mapped.pendingSgis() & 1 << sgi) != 0 :
            vcpu.vpe != null && hardware.isBitSet(vcpu.vpe.table, sgi);         // unmapped while its VM migrates
    }

    private void latch(final V4Vm vm, final int intid, final boolean isLost)
    {
        if (!vm.ledger.account(Intid.isSpi(intid)).isExcused(Intid.id(intid)))
        {
            first.latch(OwnerId.vm(PHYSICAL, vm.number), intid, isLost);
        }
    }

    private void settle(final Account account, final int id, final boolean isOwed)
    {
        if (settles)
        {
            account.settle(id, isOwed);
        }
    }
}
