package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.InterruptDomain;

/**
 * Accounting of the VMs of a host. An event counts for its vLPI on every route, in the gap of a swap, too; the host's
 * own LPIs have no account.
 */
final class VmAccounts implements Accounts
{
    private static final int NONE = -1;
    private static final int PHYSICAL = OwnerId.physical(0, InterruptDomain.NON_SECURE);

    private final V4Host host;
    private final PendingMismatch mismatch = new PendingMismatch();
    private final VlpiAudit vlpis;

    VmAccounts(final V4Host host)
    {
        this.host = host;
        this.vlpis = new VlpiAudit(host);
    }

    @Override
    public int physicalOwner()
    {
        return PHYSICAL;
    }

    @Override
    public int firstOwner()
    {
        return nextOwner(PHYSICAL);
    }

    @Override
    public int nextOwner(final int owner)
    {
        final int next = Math.max(owner + 1, vmOwner(0));

        return vm(next) == null ? OwnerId.NONE : next;
    }

    @Override
    public Ledger ledger(final int owner)
    {
        final V4Vm vm = vm(owner);

        return vm == null ? null : vm.ledger;
    }

    /**
     * Returns the first interrupt that differs. One that a swap made pending as a precaution is pending and not owed,
     * and does not differ.
     */
    @Override
    public int firstDifference(final int owner)
    {
        final V4Vm vm = vm(owner);
        final Account account = vm == null ? null : vm.ledger.account(false);
        int found = NONE;
        for (int id = account == null ? NONE : account.nextOwed(0); id >= 0 && found < 0; id = account.nextOwed(id + 1))
        {
            final Vlpi vlpi = vm.vlpi(id);
            found = vlpi != null && ((vlpi.isLocked() && !host.swap.isLossy()) || vlpis.isPending(vlpi)) ? NONE :
                Intid.of(Intid.TYPE_LPI, id);
        }

        return found;
    }

    @Override
    public PendingMismatch firstMismatch()
    {
        return mismatch;
    }

    @Override
    public boolean isIndexSound(final int owner)
    {
        boolean isSound = true;
        final V4Vm vm = vm(owner);
        for (int vcpu = 0; vm != null && vcpu < vm.vcpus.length; vcpu++)
        {
            final V4Vpe vpe = vm.vcpus[vcpu].vpe;
            final MappedVpe mapped = vpe == null ? null : host.hardware.vpes().mapped(vpe.vpeId);
            isSound &= mapped == null || mapped.isIndexSound();
        }

        return isSound;
    }

    /** Returns the VM that an owner is, or null if it is not a VM of this host. */
    private V4Vm vm(final int owner)
    {
        final boolean isOurs = OwnerId.isVmOf(owner, PHYSICAL) && OwnerId.vmId(owner) < host.vmCount();

        return isOurs ? host.vm(OwnerId.vmId(owner)) : null;
    }
}
