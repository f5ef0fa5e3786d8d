package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv4.Gicv4Books;
import org.gale.engine.machine.Accounts;

/**
 * Checks of a random GICv4 host. No interrupt is lost, none is repeated more often than toggles and moves allow, and
 * nobody sleeps with one that was not announced. The invariants V4-INV-1 to V4-INV-16 and the identity hold. Owned by
 * one thread.
 */
final class V4Checks
{
    private static final int INTERVAL = 2;
    private static final String PENDING = "pending=1";
    private static final String NOT_MAPPED = "OK pending=0 route=NONE vcpu=none spurious=0";

    private final HostScript script;
    private final List<DirectVm> vms = new ArrayList<>();
    private DirectVcpu toggled;
    private int count;

    V4Checks(final HostScript script)
    {
        this.script = script;
    }

    List<DirectVm> vms()
    {
        return vms;
    }

    /** Returns the vCPU whose transition is open, or null. */
    DirectVcpu toggled()
    {
        return toggled;
    }

    /** Notes whose transition is open; null for none. */
    void toggled(final DirectVcpu vcpu)
    {
        toggled = vcpu;
    }

    /** Checks everything after a line. */
    void all()
    {
        if (script.isText() && ++count % INTERVAL != 0)
        {
            return;
        }
        final String audit = script.query("v4 audit");
        script.note(!audit.contains(":\""), "V4-INV", audit);
        if (!script.isText())
        {
            checkAccounts(script.machine().accounts());
            final String wrong = Gicv4Books.wrong(script.machine());
            script.check(wrong == null, "P6", wrong);
        }
        for (final DirectVm vm : vms)
        {
            vm.vlpis.forEach(vlpi -> check(vm, vlpi));
            vm.vcpus.forEach(this::check);
        }
    }

    /** Checks that everything pending was delivered. */
    void drained()
    {
        if (script.isText())
        {
            accounts();
            return;
        }
        for (final DirectVm vm : vms)
        {
            final Accounts accounts = script.machine().accounts();
            final Ledger ledger = accounts.ledger(accounts.vmOwner(vm.number));
            for (final DirectVlpi vlpi : vm.vlpis)
            {
                script.check(!vlpi.isCandidate() || !ledger.isOwed(false, vlpi.vintid), "P1",
                    "VM " + vm.number + " vINTID " + vlpi.vintid + " is still owed");
            }
        }
    }

    /**
     * Takes over an acknowledge, and checks it: it is the best, or one of at least its priority that a toggle or a move
     * may have repeated.
     *
     * @param intid that was acknowledged, or {@link DirectVcpu#NONE}
     */
    void acknowledged(final DirectVcpu vcpu, final int intid)
    {
        final int best = vcpu.cpu == DirectVcpu.NO_CPU ? DirectVcpu.NONE : vcpu.best();
        final String name = "VM " + vcpu.vm.number + " vCPU " + vcpu.index;
        if (intid == DirectVcpu.NONE)
        {
            script.note(best == DirectVcpu.NONE || vcpu == toggled, "late", name + " was not given " + best);
            return;
        }
        script.note(vcpu.cpu != DirectVcpu.NO_CPU, "P2", name + " is not loaded and acknowledged " + intid);
        final int priority = vcpu.priority(intid);
        script.note(priority < vcpu.running(), "P4", name + " was interrupted by " + intid);
        script.note(best == DirectVcpu.NONE || vcpu == toggled || priority < vcpu.priority(best) ||
            (priority == vcpu.priority(best) && intid <= best), "P4",
            name + " acknowledged " + intid + ", not " + best);
        if (intid < DirectVm.FIRST_LPI)
        {
            script.note((vcpu.sgis & (1 << intid)) != 0, "P2", name + " acknowledged SGI " + intid);
            vcpu.vm.account.delivered += vcpu.sgis >>> intid & 1;
            vcpu.sgis &= ~(1 << intid);
        }
        else
        {
            final DirectVlpi vlpi = vcpu.vm.vlpi(intid);
            script.note(vlpi.isMapped && vlpi.isEnabled && vlpi.target == vcpu, "P2",
                name + " acknowledged " + intid + ", which is not its own");
            vcpu.vm.account.delivered += vlpi.isPending ? 1 : 0;
            vcpu.vm.account.redelivered += vlpi.isPending ? 0 : 1;
            vlpi.spurious += vlpi.isPending ? 0 : 1;
            script.note(vlpi.spurious <= vlpi.spuriousLimit, "P2",
                name + " acknowledged " + intid + " without a message");
            vlpi.isPending = false;
        }
        vcpu.active.add(new int[]{ intid, priority });
    }

    /** Compares the accounts of the VMs with those of {@code stats}. */
    private void accounts()
    {
        final String stats = script.query("stats");
        for (final DirectVm vm : vms)
        {
            script.note(stats.contains("{\"vm\":" + vm.number + ',' + vm.accountText()), "P6", "VM " + vm.number +
                " has not " + vm.accountText() + ": " + stats);
        }
    }

    private void checkAccounts(final Accounts accounts)
    {
        script.check(!accounts.firstMismatch().isFound(), "P1 or P2", "a command found what is not owed, or lost");
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            final Ledger ledger = accounts.ledger(owner);
            script.check(ledger.remainder() == 0, "P6", "owner " + owner + " has a remainder");
            script.check(accounts.firstDifference(owner) < 0, "P1", "owner " + owner + " lost vINTID " +
                accounts.firstDifference(owner));
            script.check(accounts.firstInvented(owner) < 0, "P2", "owner " + owner + " invented vINTID " +
                accounts.firstInvented(owner));
            script.check(accounts.isIndexSound(owner), "P4", "the index of owner " + owner + " is not its table");
        }
    }

    private void check(final DirectVm vm, final DirectVlpi vlpi)
    {
        final String state = script.query("v4 state " + vm.number + ' ' + vlpi.vintid);
        if (!vlpi.isMapped)
        {
            script.note(state.equals(NOT_MAPPED), "P2", vlpi.vintid + ": " + state);
            return;
        }
        boolean isRight = script.note(!vlpi.isPending || state.contains(PENDING), "P1",
            vm.number + " " + vlpi.vintid + ": " + state);
        isRight &= script.note(vlpi.isPending || !state.contains(PENDING) || vlpi.spurious < vlpi.spuriousLimit, "P2",
            vm.number + " " + vlpi.vintid + ": " + state);
        vlpi.isPending = isRight ? vlpi.isPending : !vlpi.isPending;            // the model follows
        script.note(state.contains("vcpu=" + vlpi.target.index + ' '), "P3", vlpi.vintid + ": " + state);
        script.note(vlpi.target == toggled || vlpi.target.isMixed ||
            state.contains(vlpi.target.isDirect ? "route=VIRT" : "route=PHYS"), "V4-INV-1", vlpi.vintid + ": " + state);
    }

    private void check(final DirectVcpu vcpu)
    {
        final String name = vcpu.vm.number + " " + vcpu.index;
        final String expected = toggled != null ? "OK -EBUSY" : vcpu.isDirect ? "OK 1" : "OK 0";
        script.note(script.query("v4 query " + name).equals(expected), "V4-INV-6", "query " + name + " is not " +
            expected);
        final boolean isWoken = script.query("v4 woken " + name).equals("OK 1");
        if (vcpu.isBlocked && toggled == null)
        {
            script.note(isWoken || !vcpu.isWakeDue(), "P5", "vCPU " + name + " sleeps with an interrupt");
        }
        script.note(!isWoken || vcpu.mayBeWoken, "woken", "vCPU " + name + " was woken for nothing");
    }
}
