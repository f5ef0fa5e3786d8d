package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmStep;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;

/**
 * Checks of a random host. Each entry of each VM is what the model says (P1, P2, P3). Nobody sleeps with an interrupt
 * that was not announced (P5), and the identity holds (P6). The host owns what its VMs have and what failures left
 * behind. Owned by one thread.
 */
class KvmChecks
{
    private static final int VIRQ = 4;
    /** Whole tables are compared with owed bits and indexes once in so many checks, because that scans them. */
    private static final int SCAN_INTERVAL = 16;
    private static final int COMPARED = ~L2Iste.HWU.mask();

    final HostScript script;
    private final List<ModelVm> vms = new ArrayList<>();
    private final List<Integer> ownVmIds = new ArrayList<>();
    private final Map<Integer, ModelAccount> accountsByVm = new HashMap<>();
    private Balance leaked = new Balance(0, 0, 0);
    private int checkCount;

    /**
     * Counts of what a host owns.
     *
     * @param vmIds VM ids
     * @param lpis  doorbell LPIs
     * @param pages pages of tables
     */
    record Balance(long vmIds, long lpis, long pages)
    {
        Balance plus(final Balance other)
        {
            return new Balance(vmIds + other.vmIds, lpis + other.lpis, pages + other.pages);
        }

        Balance minus(final Balance other)
        {
            return new Balance(vmIds - other.vmIds, lpis - other.lpis, pages - other.pages);
        }
    }

    KvmChecks(final HostScript script)
    {
        this.script = script;
    }

    /** Returns the VMs that are live, to be changed by the host. */
    List<ModelVm> vms()
    {
        return vms;
    }

    /** Checks everything after an action. */
    void all()
    {
        checkCount++;
        final Machine machine = script.machine();
        final String unsettled = machine.unsettled();
        script.check(unsettled == null, "P5", unsettled);
        checkAccounts(machine.accounts());
        for (final ModelVm vm : vms)
        {
            if (!vm.isInvalid)
            {
                checkEntries(vm, vm.spis);
                checkEntries(vm, vm.lpis);
                vm.vcpus.forEach(this::checkAnnounced);
            }
        }
        balance();
    }

    /** Checks that the host owns what the live VMs have, and what was leaked. */
    void balance()
    {
        Balance expected = leaked;
        for (final ModelVm vm : vms)
        {
            expected = expected.plus(new Balance(1, vm.vcpus.size(), vm.pages));
        }
        final Balance owned = measured();
        script.check(owned.equals(expected), "leaks", owned + " instead of " + expected);
    }

    /** Returns what the host owns now. */
    Balance measured()
    {
        return new Balance(leaks("vm_ids"), leaks("lpis"), leaks("pages"));
    }

    /**
     * Notes that INIT failed at a step. What timed out stays owned, everything else is given back; so is the table of
     * SPIs, with the VM that died (K-CMD-14).
     */
    void failedInit(final KvmStep step, final Balance before)
    {
        final Balance left = measured().minus(before);
        script.check(left.lpis() == 0, "leaks", step + " left doorbells: " + left);
        script.check(left.vmIds() == (step == KvmStep.VMTE_MAKE_VALID ? 1 : 0), "leaks", step + " left " + left);
        final boolean mayLeave = step.isCommand() && step != KvmStep.SPI_VIST_MAKE_VALID;
        script.check(left.pages() == 0 || (mayLeave && left.pages() > 0), "leaks", step + " left " + left);
        leaked = leaked.plus(left);
    }

    /** Notes that a step of a live VM failed. It leaves no more behind than pages that the IRS may still use. */
    void failedStep(final KvmStep step, final Balance before)
    {
        final Balance left = measured().minus(before);
        script.check(left.vmIds() == 0 && left.lpis() == 0, "leaks", step + " left " + left);
        script.check(left.pages() == 0 || (step.isCommand() && left.pages() > 0), "leaks", step + " left " + left);
        leaked = leaked.plus(left);
    }

    /** Returns the account of a VM id, which those that have had it share. */
    ModelAccount account(final int vmId)
    {
        return accountsByVm.computeIfAbsent(vmId, id -> new ModelAccount());
    }

    /** Compares the accounts of the VMs that are live with those of {@code stats}. */
    void accounts()
    {
        final String stats = script.query("stats");
        for (final ModelVm vm : vms)
        {
            final String name = "{\"vm\":" + vm.vmId + ',';
            final int from = stats.indexOf(name);
            final String is = from < 0 ? "" : stats.substring(from + name.length(), stats.indexOf('}',
                stats.indexOf('}', from) + 1));
            script.note(vm.isInvalid || is.startsWith(vm.accountText()), "P6",
                "VM id " + vm.vmId + ": " + is + " instead of " + vm.accountText());
        }
    }

    /** Notes that a VM is live. */
    void live(final ModelVm vm)
    {
        ownVmIds.add(vm.vmId);
    }

    /**
     * Notes that a VM was destroyed.
     *
     * @param leaks true if the IRS did not answer, so that its id and its pages stay owned
     */
    void destroyed(final ModelVm vm, final boolean leaks)
    {
        if (leaks)
        {
            leaked = leaked.plus(new Balance(1, 0, vm.pages));
        }
        else
        {
            ownVmIds.remove((Integer)vm.vmId);
            vm.unmap();
        }
    }

    /**
     * Returns a valid VM that is nobody's.
     *
     * @return its number, or −1 if there is none
     */
    int nextNewVm()
    {
        int vmId = nextVm(0);
        while (vmId >= 0 && ownVmIds.contains(vmId))
        {
            vmId = nextVm(vmId + 1);
        }

        return vmId;
    }

    /**
     * Returns a PE where no vCPU is loaded.
     *
     * @param first the PE to begin with
     * @param count of PEs
     * @return its number, or {@link ModelVcpu#NO_PE} if there is none
     */
    int freePe(final int first, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int pe = (first + i) % count;
            if (vms.stream().flatMap(vm -> vm.vcpus.stream()).noneMatch(vcpu -> vcpu.pe == pe))
            {
                return pe;
            }
        }

        return ModelVcpu.NO_PE;
    }

    /** Sends a line that is wrong. */
    void isRefused(final String line)
    {
        final String answer = script.ask(line);
        script.check(answer.startsWith("FAIL"), "reply", line + ": " + answer);
    }

    private void checkAccounts(final Accounts accounts)
    {
        script.check(!accounts.firstMismatch().isFound(), "P1 or P2", "a command found what is not owed, or lost");
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            final Ledger ledger = accounts.ledger(owner);
            script.check(ledger.remainder() == 0, "P6", "owner " + owner + " has a remainder");
            script.check(ledger.invented() == Ledger.NONE, "P2", "owner " + owner + " acknowledged what was not owed");
            if (checkCount % SCAN_INTERVAL == 0)
            {
                final int differing = accounts.firstDifference(owner);
                script.check(differing < 0, "P1", "owner " + owner + ": INTID 0x" + Integer.toHexString(differing));
                script.check(accounts.isIndexSound(owner), "P4", "the index of owner " + owner + " is not its table");
            }
        }
    }

    void checkEntries(final ModelVm vm, final List<ModelInterrupt> interrupts)
    {
        final Machine machine = script.machine();
        final int owner = machine.accounts().vmOwner(vm.vmId);
        for (final ModelInterrupt interrupt : interrupts)
        {
            final long entry = InterruptQueries.of(machine).entry(owner, interrupt.intid());
            script.check(entry >= 0 && ((int)entry & COMPARED) == interrupt.word(), "P1, P3", "VM " + vm.number +
                " INTID 0x" + Integer.toHexString(interrupt.intid()) + " is 0x" + Long.toHexString(entry) +
                " instead of 0x" + Integer.toHexString(interrupt.word()));
        }
    }

    /** A vCPU that sleeps was woken, and a guest that runs is signalled, if an interrupt is there for it. */
    final void checkAnnounced(final ModelVcpu vcpu)
    {
        final String name = vcpu.vm.number + " " + vcpu.index;
        if (vcpu.isRunning)
        {
            script.note(isSignalled(vcpu.pe) == (vcpu.best() != 0), "P5", "vCPU " + name + " runs on PE " + vcpu.pe +
                " with 0x" + Integer.toHexString(vcpu.best()));
        }
        else if (vcpu.isBlocked && vcpu.isWakeDue())
        {
            script.note(query("woken " + name).equals("1") || query("pending " + name).equals("1"), "P5",
                "vCPU " + name + " sleeps, an interrupt is pending and no doorbell rang");
            script.note(!vcpu.isKickDue() || query("woken " + name).equals("1"), "P5",
                "vCPU " + name + " sleeps, a private interrupt came and did not kick it");
        }
    }

    /** Returns the first VM that is valid, from a number on, or −1. */
    int nextVm(final int from)
    {
        return InterruptQueries.of(script.machine()).nextVm(from);
    }

    /** Returns whether a virtual interrupt is signalled to a PE. */
    boolean isSignalled(final int pe)
    {
        return (script.machine().signals(pe) & VIRQ) != 0;
    }

    private long leaks(final String key)
    {
        return Long.parseLong(query("leaks " + key));
    }

    private String query(final String query)
    {
        final String answer = script.query("kvm " + query);
        script.check(answer.startsWith("OK "), "reply", query + ": " + answer);

        return answer.substring(3);
    }
}
