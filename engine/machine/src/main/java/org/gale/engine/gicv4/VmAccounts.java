package org.gale.engine.gicv4;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.tables.operand.Intid;

/**
 * Accounting of the VMs of a host. An event counts for its vLPI on every route, in the gap of a swap, too; the host's
 * own LPIs have no account.
 */
final class VmAccounts implements Accounts
{
    /** Number of commands, for each vLPI, between two scans of all tables. */
    private static final long SCAN_INTERVAL_PER_VLPI = 32;

    private final V4Host host;

    VmAccounts(final V4Host host)
    {
        this.host = host;
    }

    @Override
    public int physicalOwner()
    {
        return VlpiCheck.PHYSICAL;
    }

    @Override
    public int followedOwner(final int firstVmId)
    {
        int number = 0;
        while (number < host.vmCount() && host.vm(number).birth() != firstVmId)
        {
            number++;
        }

        return vmOwner(number < host.vmCount() ? number : firstVmId);
    }

    @Override
    public int firstOwner()
    {
        return nextOwner(VlpiCheck.PHYSICAL);
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

    @Override
    public int nextDifference(final int owner, final int after)
    {
        final V4Vm vm = vm(owner);

        return vm == null ? NO_INTID : host.check.nextDifference(vm, after);
    }

    @Override
    public long pending(final int owner)
    {
        final V4Vm vm = vm(owner);

        return vm == null ? 0 : host.check.pending(vm);
    }

    @Override
    public OfSoftware ofSoftware(final int owner)
    {
        final V4Vm vm = vm(owner);

        return vm == null || !vm.lpiAccount.hasExcused() ? OfSoftware.NONE : host.check.ofSoftware(vm);
    }

    @Override
    public int nextInvented(final int owner, final int after)
    {
        final V4Vm vm = vm(owner);

        return vm == null ? NO_INTID : host.check.nextInvented(vm, after < 0 ? 0 : Intid.id(after) + 1);
    }

    @Override
    public long scanInterval()
    {
        long interrupts = 0;
        for (int number = 0; number < host.vmCount(); number++)
        {
            interrupts += host.vm(number).vlpiLimit();
        }

        return SCAN_INTERVAL_PER_VLPI * interrupts;
    }

    @Override
    public PendingMismatch firstMismatch()
    {
        return host.check.first();
    }

    @Override
    public int nextStale(final int owner)
    {
        return NO_INTID;
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
            isSound &= vm.vcpus[vcpu].list.isSound();
        }

        return isSound;
    }

    /** Returns the VM that an owner is, or null if it is not a VM of this host. */
    private V4Vm vm(final int owner)
    {
        final boolean isOurs = OwnerId.isVmOf(owner, VlpiCheck.PHYSICAL) && OwnerId.vmId(owner) < host.vmCount();

        return isOurs ? host.vm(OwnerId.vmId(owner)) : null;
    }
}
