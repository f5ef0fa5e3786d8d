package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Accounts;

/**
 * Accounting of the VMs of a host. An event counts for its vLPI on every route, in the gap of a swap, too; the host's
 * own LPIs have no account.
 */
final class VmAccounts implements Accounts
{
    private static final int NONE = -1;

    private final Host host;
    private final VlpiAudit vlpis;

    VmAccounts(final Host host)
    {
        this.host = host;
        this.vlpis = new VlpiAudit(host);
    }

    @Override
    public int vmEnd()
    {
        return host.vmCount();
    }

    @Override
    public Ledger ledger(final int vmId)
    {
        return vmId >= 0 && vmId < host.vmCount() ? host.vm(vmId).ledger() : null;
    }

    /** An interrupt that a swap made pending to be on the safe side is pending and not owed: no difference. */
    @Override
    public int firstDifference(final int vmId)
    {
        final Ledger ledger = ledger(vmId);
        final Account account = ledger == null ? null : ledger.account(false);
        int found = NONE;
        for (int id = account == null ? NONE : account.nextOwed(0); id >= 0 && found < 0; id = account.nextOwed(id + 1))
        {
            final Vlpi vlpi = host.vm(vmId).vlpi(id);
            found = vlpi != null && (vlpi.isLocked() || vlpis.isPending(vlpi)) ? NONE : id;
        }

        return found;
    }

    @Override
    public boolean isIndexSound(final int vmId)
    {
        boolean isSound = true;
        final Ledger ledger = ledger(vmId);
        for (int vcpu = 0; ledger != null && vcpu < host.vm(vmId).vcpus().length; vcpu++)
        {
            final Vpe vpe = host.vm(vmId).vcpus()[vcpu].vpe();
            final MappedVpe mapped = vpe == null ? null : host.hardware().vpes().mapped(vpe.vpeId());
            isSound &= mapped == null || mapped.isIndexSound();
        }

        return isSound;
    }
}
