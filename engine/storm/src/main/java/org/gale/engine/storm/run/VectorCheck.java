package org.gale.engine.storm.run;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Comparison of witnessed vectors and pins with a machine: with what its functions claim to hold, to have merged and
 * rejected, and with the interrupts that its ledgers owe (P1, P2). Functions may have a finding of their own, as
 * those with a wrong monitor do: it comes first. Queries alone, on the thread of the machine.
 */
final class VectorCheck
{
    /** Number of LPIs that are due up to which the check of a frame searches all of them. */
    private static final int SEARCH_LIMIT = 256;
    private static final int NONE = DueLpis.NONE;

    private final Topology topology;
    private final Machine machine;
    private final DueLpis lpis;
    private final WitnessedVectors vectors;
    private final WitnessedPins pins;
    private final WitnessedMigrations migrations;
    /** Claims at the beginning, from which those of the storm count. */
    private final Claims before;
    private final long[] mergedAtLpisBefore;                        // by VM
    private int settled;
    private long soundSequence;

    /** Makes the comparison of vectors and pins that agree with a machine as it is. */
    VectorCheck(final Topology topology, final Machine machine, final DueLpis lpis, final WitnessedVectors vectors,
        final WitnessedPins pins, final WitnessedMigrations migrations)
    {
        this.migrations = migrations;
        this.topology = topology;
        this.machine = machine;
        this.lpis = lpis;
        this.vectors = vectors;
        this.pins = pins;
        this.before = new Claims(topology, machine.functions());
        this.mergedAtLpisBefore = new long[topology.vms()];
        for (int vm = 0; vm < mergedAtLpisBefore.length; vm++)
        {
            mergedAtLpisBefore[vm] = mergedAtLpis(vm);
        }
    }

    /** Claims of the functions of a machine, at one time. */
    private static final class Claims
    {
        private final long merged;
        private final long[] ofFunction;
        private final long ofPins;
        private final long notEnabled;
        private final long unreachable;
        private final long withdrawn;

        /** @param functions of the machine, or null while it has none */
        private Claims(final Topology topology, final FunctionAccounts functions)
        {
            final boolean isAny = functions != null;
            merged = isAny ? functions.merged() : 0;
            ofPins = isAny ? functions.ofNone().coalescedAtEventfd() : 0;
            notEnabled = isAny ? functions.notEnabled() : 0;
            unreachable = isAny ? functions.unreachable() : 0;
            withdrawn = isAny ? functions.withdrawnCleared() : 0;
            ofFunction = new long[topology.totalDevices()];
            for (int device = 0; isAny && device < ofFunction.length; device++)
            {
                ofFunction[device] = functions.of(device).coalesced();
            }
        }
    }

    /** Returns whether the functions claim as many merged events as the commands give. */
    private boolean isMergedAlike()
    {
        return machine.functions().merged() - before.merged == vectors.merged();
    }

    /**
     * Checks what the commands so far have changed, few loads where nothing has gone wrong.
     *
     * @param unexpected LPI that was acknowledged though it was not due, or {@link DueLpis#NONE}
     * @param sequence   number of the last command applied
     * @throws InvariantBrokenException naming the vector, its function and command
     */
    void frame(final int unexpected, final long sequence)
    {
        if (machine.functions() == null)
        {
            return;
        }
        final boolean isAlike = unexpected == NONE && isMergedAlike();
        if (!isAlike)
        {
            search(unexpected, sequence);
        }
        else if (lpis.waiting() != settled && lpis.waiting() <= SEARCH_LIMIT && machine.virqs().size() == 0)
        {
            searchMissing(unexpected, sequence);
            settled = lpis.waiting();
        }
        final String ofPin = pins.brokenOfTouched();
        if (ofPin != null)
        {
            broken("P1", ofPin, sequence);
        }
        soundSequence = isAlike ? sequence : soundSequence;
    }

    /**
     * Checks one vector after its trigger.
     *
     * @param index    of the vector, or {@link DueLpis#NONE}
     * @param sequence number of the trigger
     * @throws InvariantBrokenException naming the vector, its function and command
     */
    void vector(final int index, final long sequence)
    {
        if (!isMergedAlike() || (index != NONE && isMissing(index)))
        {
            search(NONE, sequence);
        }
        soundSequence = sequence;
    }

    /** Checks what commands of functions have changed. */
    void changed(final long sequence)
    {
        if (machine.functions() == null)
        {
            return;
        }
        PlugCheck.checkHeld(vectors, lpis, sequence);
        searchMissing(NONE, sequence);
        frame(NONE, sequence);
    }

    /**
     * Checks everything.
     *
     * @param unexpected LPI that was acknowledged though it was not due, or {@link DueLpis#NONE}
     * @param sequence   number of the last command applied
     * @throws InvariantBrokenException naming the vector, its function and command, or the accounts that differ
     */
    void all(final int unexpected, final long sequence)
    {
        final FunctionAccounts functions = machine.functions();
        if (functions == null)
        {
            return;
        }
        PlugCheck.checkHeld(vectors, lpis, sequence);
        search(unexpected, sequence);
        final String ofPin = pins.broken();
        if (ofPin != null)
        {
            broken("P1", ofPin, sequence);
        }
        if (functions.held() != vectors.held() + pins.held())
        {
            searchHeld(sequence);
            broken("P1", "functions hold " + NumberText.counted(functions.held(), "event") + ", and " +
                (vectors.held() + pins.held()) + " are to be held", sequence);
        }
        same("met a level that was held or raised", functions.ofNone().coalescedAtEventfd() - before.ofPins,
            pins.merged(), sequence);
        same("had no MSI-X", functions.notEnabled() - before.notEnabled, vectors.notEnabled(), sequence);
        same("are unreachable", functions.unreachable() - before.unreachable, vectors.nowhere(), sequence);
        same("were withdrawn", functions.withdrawnCleared() - before.withdrawn, vectors.withdrawn(), sequence);
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            if (topology.isOwn(vm))
            {
                checkLpis(vm, sequence);
            }
        }
        settled = lpis.waiting();
        soundSequence = sequence;
    }

    private void checkLpis(final int vm, final long sequence)
    {
        final Ledger ledger = ledger(vm);
        final long merged = mergedAtLpis(vm) - mergedAtLpisBefore[vm];
        if (merged != lpis.mergedOf(vm))
        {
            broken("P1", "VM " + vm + ": " + NumberText.counted(merged, "message") + " merged at pending LPIs, of " +
                lpis.mergedOf(vm) + " whose vectors had one there", sequence);
        }
        final Account account = ledger == null ? null : ledger.account(false);
        final int first = topology.firstLpiId();
        for (int id = account == null ? NONE : account.nextOwed(first); id >= 0; id = account.nextOwed(id + 1))
        {
            if (topology.isLpi(vm, id - first) && !lpis.isDue(lpis.firstOf(vm) + id - first))
            {
                broken("P2", "LPI " + id + " of VM " + vm + " is pending though no message of its vector is due",
                    sequence);
            }
        }
    }

    private void same(final String what, final long claimed, final long counted, final long sequence)
    {
        if (claimed != counted)
        {
            broken("P1", "of the events in front of the ITS " + claimed + ' ' + what + ", and " + counted +
                " by the commands", sequence);
        }
    }

    private long mergedAtLpis(final int vm)
    {
        final Ledger ledger = ledger(vm);

        return ledger == null ? 0 : ledger.account(false).coalesced();
    }

    private Ledger ledger(final int vm)
    {
        final Accounts accounts = machine.accounts();

        return accounts.ledger(accounts.followedOwner(vm));
    }

    /** Returns whether an LPI is due of which the machine owes its guest nothing. */
    private boolean isMissing(final int index)
    {
        final int vm = lpis.vmOf(index);
        if (!lpis.isDue(index) || migrations.isInImage(vm))
        {
            return false;
        }
        final int id = topology.firstLpiId() + index - lpis.firstOf(vm);
        final Ledger ledger = ledger(vm);

        return (ledger == null || !ledger.isOwed(false, id)) && !isPending(vm, id);
    }

    private boolean isPending(final int vm, final int id)
    {
        final long entry = InterruptQueries.of(machine).entry(
            machine.accounts().followedOwner(vm), Intid.of(Intid.TYPE_LPI, id));

        return entry >= 0 && L2Iste.isPending((int)entry);
    }

    private void search(final int unexpected, final long sequence)
    {
        searchMissing(unexpected, sequence);
        if (unexpected != NONE)
        {
            broken("P2", lpis.name(unexpected) + " was delivered though none of its events was due", sequence);
        }
        if (!isMergedAlike())
        {
            searchHeld(sequence);
            searchMerged(sequence);
        }
    }

    /** Finds a vector whose message is due and did not arrive. */
    private void searchMissing(final int unexpected, final long sequence)
    {
        int index = lpis.waiting() == 0 ? NONE : lpis.nextDue(0);
        while (index != NONE && !isMissing(index))
        {
            index = lpis.nextDue(index + 1);
        }
        if (index != NONE)
        {
            broken("P1", triggered(index, sequence) + " is lost: its LPI is neither pending nor acknowledged" +
                (isMergedAlike() ? "" : ", and it counts as merged") +
                (unexpected == NONE ? "" : "; " + lpis.name(unexpected) + " was delivered in its place"), sequence);
        }
    }

    /** Finds a function that claims more or less merged events than met one that was held. */
    private void searchMerged(final long sequence)
    {
        final FunctionAccounts functions = machine.functions();
        for (int device = 0; device < topology.totalDevices(); device++)
        {
            final long claimed = functions.of(device).coalesced() - before.ofFunction[device];
            if (claimed != vectors.mergedOf(device))
            {
                broken("P1", triggered(latest(device, sequence), sequence) +
                    " or one before it is lost: the function counts " +
                    NumberText.counted(claimed, "event") + " as merged, and " + vectors.mergedOf(device) +
                    " met one that was held", sequence);
            }
        }
    }

    /** {@return the vector of a function that was triggered last} */
    private int latest(final int device, final long sequence)
    {
        int latest = lpis.first(device);
        for (int index = latest; index < lpis.first(device) + vectors.vectors(device); index++)
        {
            latest = lpis.command(index, sequence) > lpis.command(latest, sequence) ? index : latest;
        }

        return latest;
    }

    /** Finds a vector that holds less or more than the function does. */
    private void searchHeld(final long sequence)
    {
        final FunctionAccounts functions = machine.functions();
        for (int device = 0; device < topology.totalDevices(); device++)
        {
            for (int vector = 0; vector < vectors.vectors(device); vector++)
            {
                final int index = lpis.first(device) + vector;
                if (functions.isHeld(device, vector) != vectors.isHeld(index))
                {
                    broken(vectors.isHeld(index) ? "P1" : "P2", vectors.isHeld(index) ?
                        triggered(index, sequence) + " is lost: its function does not hold it" +
                        (isMergedAlike() ? "" : ", and counts it as merged") :
                        lpis.name(index) + " is held though nothing had triggered it", sequence);
                }
            }
        }
    }

    private String triggered(final int index, final long sequence)
    {
        final long command = lpis.command(index, sequence);

        return lpis.name(index) + (command == 0 ? "" : ", triggered by command " + NumberText.count(command) + ',');
    }

    /** Ends the run, unless the machine has a finding of its own. */
    private void broken(final String promise, final String finding, final long sequence)
    {
        if (!isFound())
        {
            throw new InvariantBrokenException(promise, finding, OwnerId.NONE, Accounts.NO_INTID,
                soundSequence, sequence);
        }
    }

    private boolean isFound()
    {
        boolean isFound = machine.functions().broken() != null ||
            machine.functions().contradiction() != null || machine.accounts().firstMismatch().isFound();
        for (int vm = 0; vm < topology.vms() && !isFound; vm++)
        {
            final Ledger ledger = ledger(vm);
            isFound = ledger != null && ledger.invented() != Ledger.NONE;
        }

        return isFound;
    }
}
