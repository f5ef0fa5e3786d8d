package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.VectorAccount;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Ledgers and tables of a storm's VMs, and the book of their private interrupts, from which its accounting is made.
 * Owned by the thread of the machine.
 */
public final class StormLedgers
{
    private static final int NONE = -1;

    private final Machine machine;
    private final int vms;
    private final PrivateBook book;                                 // null for none
    private final IntPredicate isOwn;                               // of a VM
    private final VectorLedgers vectors;
    private final long untranslatedBefore;
    private final long unreachableBefore;
    private IntToLongFunction carried = vm -> 0;
    private int heldVm = NONE;                                      // whose image alone has it
    private long heldInImage;
    private long heldInFront;

    /**
     * Makes the view of a machine.
     *
     * @param vms number of VMs of the storm
     */
    public StormLedgers(final Machine machine, final int vms)
    {
        this(machine, vms, null, null);
    }

    /**
     * Makes the view of a machine whose guests may have private interrupts, and its devices vectors.
     *
     * @param book of the private interrupts
     */
    static StormLedgers of(final Machine machine, final Topology topology, final PrivateBook book)
    {
        return new StormLedgers(machine, topology.vms(), book, topology);
    }

    /**
     * Makes the view of a machine whose guests have private interrupts.
     *
     * @param vms  number of VMs of the storm
     * @param book of the private interrupts
     */
    public StormLedgers(final Machine machine, final int vms, final PrivateBook book)
    {
        this(machine, vms, book, null);
    }

    private StormLedgers(final Machine machine, final int vms, final PrivateBook book, final Topology topology)
    {
        this.machine = machine;
        this.vms = vms;
        this.book = book;
        this.vectors = VectorLedgers.of(machine, topology);
        this.isOwn = vm -> true;
        this.untranslatedBefore = 0;
        this.unreachableBefore = 0;
    }

    /**
     * Makes the view of one partition of a machine, as it is found: what reached no VM before belongs to others.
     *
     * @param topology of the partition
     */
    StormLedgers(final Machine machine, final Topology topology, final PrivateBook book)
    {
        this.machine = machine;
        this.vms = topology.vms();
        this.book = book;
        this.isOwn = topology::isOwn;
        this.vectors = VectorLedgers.since(machine, topology);
        this.untranslatedBefore = machine.untranslated();
        this.unreachableBefore = machine.unreachable();
    }

    /**
     * Notes that the image alone has a VM, because its migration failed: what is pending there, and what waits for it,
     * is held.
     *
     * @param inImage interrupts that are pending in the image
     * @param inFront messages that wait for the VM
     */
    public void hold(final int vm, final long inImage, final long inFront)
    {
        heldVm = vm;
        heldInImage = inImage;
        heldInFront = inFront;
    }

    /**
     * Has the accounts of VMs count an interrupt once that its guest carries from one LPI to another: the machine
     * clears it there and sets it here.
     *
     * @param byVm interrupts that were carried
     */
    public void carries(final IntToLongFunction byVm)
    {
        carried = byVm;
    }

    private long untranslated()
    {
        return machine.untranslated() - untranslatedBefore;
    }

    private long unreachable()
    {
        return machine.unreachable() - unreachableBefore;
    }

    /** Sums of the account of a VM, what is owed counted one by one: not for what is asked in each duty cycle. */
    private record Sums(long offered, long delivered, long coalesced, long cleared, long unmapped, long pending)
    {
        static Sums of(final Account account)
        {
            return new Sums(account.offered(), account.delivered(), account.coalesced(), account.withdrawnCleared(),
                account.withdrawnUnmapped(), account.owedCount());
        }

        static Sums of(final Ledger ledger)
        {
            return new Sums(ledger.offered(), ledger.delivered(), ledger.coalesced(), ledger.withdrawnCleared(),
                ledger.withdrawnUnmapped(), ledger.pending());
        }

        private Sums without(final long carried)
        {
            return carried == 0 ? this :
                new Sums(offered - carried, delivered, coalesced, cleared - carried, unmapped, pending);
        }
    }

    /**
     * Returns the sums of a VM, or null while it has none. Where devices have vectors the SPIs are level pins, which no
     * device of the storm raises.
     */
    private Sums sums(final int vmId)
    {
        final Ledger ledger = ledger(vmId);

        return ledger == null ? null :
            (vectors.isAny() ? Sums.of(ledger.account(false)) : Sums.of(ledger)).without(carried.applyAsLong(vmId));
    }

    /** Returns the events that are settled: delivered, coalesced, withdrawn, untranslated or unreachable. */
    public long settled()
    {
        long settled = untranslated() + unreachable();
        for (int vmId = 0; vmId < vms; vmId++)
        {
            final Ledger ledger = ledger(vmId);
            settled += (ledger == null ? 0 : vectors.isAny() ? ledger.account(false).settled() : ledger.settled()) +
                acknowledged(vmId) - carried.applyAsLong(vmId);
        }
        if (vectors.isAny())
        {
            settled += settledInFront();
        }

        return settled;
    }

    private long settledInFront()
    {
        long settled = settled(vectors.ofNone());
        for (int vmId = 0; vmId < vms; vmId++)
        {
            settled += isOwn.test(vmId) ? settled(vectors.of(vmId)) : 0;
        }

        return settled;
    }

    private static long settled(final FunctionAccounts.OfFunction account)
    {
        return account.coalesced() + account.rejected();
    }

    /** Returns the events that vectors hold. */
    public long held()
    {
        long held = vectors.ofNone().held();
        for (int vmId = 0; vectors.isAny() && vmId < vms; vmId++)
        {
            held += isOwn.test(vmId) ? vectors.of(vmId).held() : 0;
        }

        return held;
    }

    /** Returns whether devices have vectors. */
    public boolean hasVectors()
    {
        return vectors.isAny();
    }

    /** Returns the account of a VM since the machine was at reset. Pending is what is owed, counted one by one. */
    public EventAccount account(final int vmId)
    {
        final Sums sums = sums(vmId);

        return sums == null ? EventAccount.NONE : account(vmId, sums, sums.coalesced(),
            sums.pending() + raised(vmId) - acknowledged(vmId), vectors.of(vmId));
    }

    private EventAccount account(final int vmId, final Sums sums, final long coalesced, final long pending,
        final FunctionAccounts.OfFunction front)
    {
        final boolean isHeld = vmId == heldVm;

        return new EventAccount(0, sums.offered() + raised(vmId) + front.kept() + (isHeld ? heldInFront : 0),
            sums.delivered() + acknowledged(vmId), coalesced + front.coalesced(),
            sums.cleared() + sums.unmapped() + front.rejected(), pending,
            front.held() + (isHeld ? heldInImage + heldInFront : 0));
    }

    /** Returns the interrupts of a VM that were acknowledged first, since the machine was at reset. */
    public long delivered(final int vmId)
    {
        final Ledger ledger = ledger(vmId);

        return (ledger == null ? 0 : vectors.isAny() ? ledger.account(false).delivered() : ledger.delivered()) +
            acknowledged(vmId);
    }

    /** Returns the account of events that reached no VM, since the machine was at reset. */
    public EventAccount accountOfNoVm()
    {
        return EventAccount.rejected(untranslated() + unreachable() + vectors.ofNone().unreachable());
    }

    /** Returns the events of a VM that merged with one that was pending, since the machine was at reset. */
    public long coalesced(final int vmId)
    {
        final Ledger ledger = ledger(vmId);

        return ledger == null ? 0 : vectors.isAny() ? ledger.account(false).coalesced() : ledger.coalesced();
    }

    /** Returns the acknowledges that are outside the identity, since the machine was at reset. */
    public long redelivered()
    {
        long redelivered = 0;
        for (int vmId = 0; vmId < vms; vmId++)
        {
            final Ledger ledger = ledger(vmId);
            redelivered += ledger == null ? 0 : ledger.redelivered();
        }

        return redelivered;
    }

    /**
     * Returns the accounting of the storm.
     *
     * @param offered   events, counted where they were offered
     * @param delivered events, counted where they were acknowledged
     * @param rows      of the workload
     */
    public StormAccounting accounting(final long offered, final long delivered, final List<AccountingRow> rows)
    {
        final List<StormAccounting.OfVm> each = new ArrayList<>();
        long coalesced = 0;
        long pending = 0;
        long cleared = 0;
        long unmapped = 0;
        FunctionAccounts.OfFunction ofVms = FunctionAccounts.OfFunction.NONE;
        for (int vmId = 0; vmId < vms; vmId++)
        {
            final Sums sums = sums(vmId);
            if (sums != null)
            {
                final long pendingInRam = pendingInRam(vmId);
                final long merged = sums.coalesced();
                final long ofWires = book == null ? 0 : book.pending(vmId) + book.lines().pending(vmId);
                final FunctionAccounts.OfFunction front = vectors.of(vmId);
                each.add(new StormAccounting.OfVm(
                    vmId, account(vmId, sums, merged, pendingInRam + ofWires, front)));
                ofVms = ofVms.plus(front);
                coalesced += merged;
                pending += pendingInRam + ofWires;
                cleared += sums.cleared();
                unmapped += sums.unmapped();
            }
        }
        final FunctionAccounts.OfFunction front = ofVms.plus(vectors.ofNone());
        final Map<String, Long> rejected = new LinkedHashMap<>();
        if (vectors.isAny())
        {
            rejected.put(StormAccounting.NOT_ENABLED, front.notEnabled());
        }
        rejected.put(StormAccounting.UNTRANSLATED, untranslated());
        rejected.put(StormAccounting.UNREACHABLE, unreachable() + front.unreachable());
        rejected.put(StormAccounting.WITHDRAWN_CLEARED, cleared + front.withdrawnCleared());
        rejected.put(StormAccounting.WITHDRAWN_UNMAPPED, unmapped);

        final List<AccountingRow> all = new ArrayList<>(rows);
        all.addAll(book == null ? List.of() : book.rows());

        return new StormAccounting(offered, delivered, coalesced + front.coalesced(), pending, rejected, each,
            !vectors.isAny() ? heldVm == NONE ? null : VectorAccount.ofImage(heldInImage + heldInFront) :
            new VectorAccount(front.held() + (heldVm == NONE ? 0 : heldInImage + heldInFront),
            front.coalescedAtEventfd(), front.coalescedAtMask(), ofVms.unreachable()), all);
    }

    private long raised(final int vmId)
    {
        return book == null ? 0 : book.raisedOf(vmId);
    }

    private long acknowledged(final int vmId)
    {
        return book == null ? 0 : book.acknowledgedOf(vmId);
    }

    private Ledger ledger(final int vmId)
    {
        return isOwn.test(vmId) ? machine.accounts().ledger(machine.accounts().followedOwner(vmId)) : null;
    }

    private long pendingInRam(final int vmId)
    {
        if (machine.queries() instanceof DirectQueries direct)
        {
            return direct.pendingCount(OwnerId.vmId(machine.accounts().followedOwner(vmId)));
        }
        final InterruptStateTable table =
            InterruptQueries.of(machine).table(machine.accounts().followedOwner(vmId), Intid.TYPE_LPI);
        final int end = table == null ? 0 : table.shape().entryCount();
        long pending = 0;
        for (int id = table == null ? -1 : table.nextNonZero(0, end); id >= 0; id = table.nextNonZero(id + 1, end))
        {
            pending += L2Iste.isPending(table.loadPlain(id)) ? 1 : 0;
        }

        return pending;
    }
}
