package org.gale.engine.storm.latency;

import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import org.agrona.collections.LongHashSet;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.MigrationResponses;
import org.gale.engine.storm.topology.Topology;

/**
 * LPIs that live through migrations of their VMs on the wall clock, by the accounts of the machine, and the messages
 * that wait in front of the ITS. A bit is set of an LPI that is owed when its VM is saved, or whose message waited. It
 * is cleared once nothing is owed. Owned by the engine's thread.
 */
public final class LivedLpis
{
    private static final int NONE = -1;

    private final Topology topology;
    private final IntFunction<Ledger> ledgers;
    private final LongPredicate held;
    private final MessageLpis lpis;
    private final MigratedResponses responses = new MigratedResponses();
    private final BitSet bits = new BitSet();
    private final LongHashSet inFront = new LongHashSet();
    private final int[] vmOfIndex;
    private int vm = NONE;                                          // that migrates
    private long frontCount;                                        // messages that wait, which came in this run
    private long heldCount;
    private long inTables;
    private long owed;
    private long again;
    private long merged;
    private long acknowledged;
    private long measuredFrom;

    /**
     * Makes the LPIs of a run, of which none has lived through a migration yet.
     *
     * @param held tells of an MSI whether the host holds it by itself
     */
    public LivedLpis(final Topology topology, final Machine machine, final LongPredicate held)
    {
        final Accounts accounts = machine.accounts();
        this.topology = topology;
        this.ledgers = ofVm -> accounts.ledger(accounts.followedOwner(ofVm));
        this.held = held;
        this.lpis = new MessageLpis(topology);
        this.vmOfIndex = new int[topology.totalLpis()];
        for (int of = 0, at = 0; of < topology.vms(); of++)
        {
            for (int lpi = 0; lpi < topology.lpis(of); lpi++)
            {
                vmOfIndex[at++] = of;
            }
        }
    }

    /** Returns the message of a command that holds one, as an MSI with its time. */
    static long message(final long word, final long operand)
    {
        return Commands.msi((int)(operand >>> Integer.SIZE), (int)operand, (int)(word & Commands.TIME_MASK));
    }

    /** Notes that the monitor of a VM may hold messages from now on. */
    public void open(final int of)
    {
        settle();
        vm = of;
    }

    /** Returns whether the host holds a message by itself, which is applied next. */
    public boolean isHeld(final long msi)
    {
        return vm != NONE && held.test(msi);
    }

    /** Returns whether a message of the same event waits. */
    boolean isInFront(final long msi)
    {
        return inFront.contains(msi & ~Commands.TIME_MASK);
    }

    /** Notes a message that waits. */
    public void held(final long msi)
    {
        inFront.add(msi & ~Commands.TIME_MASK);
        frontCount++;
        heldCount++;
    }

    /** Returns the messages of this run that waited in front of the ITS. */
    public long heldCount()
    {
        return heldCount;
    }

    /** Notes that the image of the VM was made. */
    public void saved(final ImageSize image)
    {
        inTables += image.pending();
        for (int lpi = 0; lpi < topology.lpis(vm); lpi++)
        {
            if (isOwed(vm, lpi))
            {
                owed++;
                mark(lpis.indexOf(vm, lpi), true);
            }
        }
    }

    /** Notes that the messages which waited are sent next, to the VM or to its successor. */
    public void sending()
    {
        inFront.forEach(msi ->
        {
            if (!isOwed(lpis.vmOf(msi), lpis.lpiOf(msi)))
            {
                mark(lpis.indexOf(lpis.vmOf(msi), lpis.lpiOf(msi)), false);
                frontCount--;
            }
        });
        merged += frontCount;
        frontCount = 0;
        inFront.clear();
        vm = NONE;
    }

    private void mark(final int index, final boolean isSaved)
    {
        again += isSaved && bits.get(index) ? 1 : 0;
        bits.set(index);
    }

    /**
     * Clears the bits of LPIs that were acknowledged. Called before the commands of a frame are applied. Nobody
     * acknowledges one of a VM that is stopped, and while the image alone has it, no account says what is owed.
     */
    public void settle()
    {
        for (int index = bits.nextSetBit(0); index >= 0; index = bits.nextSetBit(index + 1))
        {
            final int of = vmOfIndex[index];
            if (of != vm && !isOwed(of, index - lpis.indexOf(of, 0)))
            {
                bits.clear(index);
                acknowledged++;
            }
        }
    }

    private boolean isOwed(final int of, final int lpi)
    {
        final Ledger ledger = ledgers.apply(of);

        return ledger != null && ledger.account(false).isOwed(topology.firstLpiId() + lpi);
    }

    /** Returns whether an LPI has lived through a migration. */
    boolean has(final int index)
    {
        return bits.get(index);
    }

    /** Records the response of a sampled interrupt. */
    void record(final boolean hasLived, final long ns)
    {
        responses.record(hasLived, ns);
    }

    /** Begins the measured part. */
    public void measure()
    {
        responses.reset();
        measuredFrom = acknowledged;
    }

    /** Returns the interrupts by their ways. */
    public MigratedInterrupts interrupts()
    {
        return new MigratedInterrupts(inTables, owed, again, merged, acknowledged, bits.cardinality() + frontCount);
    }

    /**
     * Returns the responses of the measured part.
     *
     * @param delivered interrupts of the measured part
     */
    public MigrationResponses responses(final long delivered)
    {
        final MigrationResponses measured = responses.result();
        final long ofLived = acknowledged - measuredFrom;

        return new MigrationResponses(measured.lived(), measured.others(), ofLived, delivered - ofLived);
    }
}
