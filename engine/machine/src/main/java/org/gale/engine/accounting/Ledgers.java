package org.gale.engine.accounting;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.gale.tables.memory.StateStream;

/**
 * Ledgers of all owners that have or had interrupts, by {@link OwnerId} in ascending order. The ledger of a VM that
 * migrates goes with it to its new id. Owned by the thread that owns the machine.
 */
public final class Ledgers
{
    private int[] owners = new int[8];
    private Ledger[] ledgers = new Ledger[owners.length];
    /** Owner for which each ledger was made. */
    private int[] births = new int[owners.length];
    private int count;
    private boolean hasFollowed;

    /**
     * Returns the first owner that has a ledger.
     *
     * @return the lowest {@link OwnerId}, or {@link OwnerId#NONE} if there is no ledger
     */
    public int firstOwner()
    {
        return nextOwner(OwnerId.NONE);
    }

    /**
     * Returns the next owner that has a ledger.
     *
     * @param owner any owner
     * @return the lowest {@link OwnerId} above {@code owner}, or {@link OwnerId#NONE} if there is none
     */
    public int nextOwner(final int owner)
    {
        final int next = next(owner + 1);

        return next < OwnerId.LIMIT ? next : OwnerId.NONE;
    }

    /**
     * Returns the ledger of an owner.
     *
     * @param owner encoded {@link OwnerId}
     * @return the ledger, or null if the owner has none
     */
    public Ledger of(final int owner)
    {
        final int index = Arrays.binarySearch(owners, 0, count, owner);

        return index < 0 ? null : ledgers[index];
    }

    /**
     * Returns the ledger of an owner, made if there was none.
     *
     * @param owner encoded {@link OwnerId}
     */
    public Ledger ofOrNew(final int owner)
    {
        final int index = Arrays.binarySearch(owners, 0, count, owner);
        if (index >= 0)
        {
            return ledgers[index];
        }
        final int at = ~index;
        if (count == owners.length)
        {
            owners = Arrays.copyOf(owners, 2 * count);
            ledgers = Arrays.copyOf(ledgers, 2 * count);
            births = Arrays.copyOf(births, 2 * count);
        }
        System.arraycopy(owners, at, owners, at + 1, count - at);
        System.arraycopy(ledgers, at, ledgers, at + 1, count - at);
        System.arraycopy(births, at, births, at + 1, count - at);
        owners[at] = owner;
        births[at] = owner;
        ledgers[at] = new Ledger();
        count++;

        return ledgers[at];
    }

    /**
     * Has the ledger of a VM carry what is owed: the VM is about to be destroyed, and made again from an image.
     *
     * @param isLeaving false if its tables did not go
     */
    public void leave(final int owner, final boolean isLeaving)
    {
        ofOrNew(owner).leave(isLeaving);
    }

    /** Has the ledger of a VM follow it to another id. The one that this id had takes its place. */
    public void follow(final int from, final int to)
    {
        ofOrNew(from);
        ofOrNew(to);
        final int first = Arrays.binarySearch(owners, 0, count, from);
        final int second = Arrays.binarySearch(owners, 0, count, to);
        final Ledger followed = ledgers[first];
        final int birth = births[first];
        ledgers[first] = ledgers[second];
        births[first] = births[second];
        ledgers[second] = followed;
        births[second] = birth;
        hasFollowed = true;
    }

    /**
     * Compares what was restored of a VM with what its ledger carried.
     *
     * @param isLevel whether the handling mode of an INTID is level
     */
    public void arrive(final int owner, final IntPredicate isLevel)
    {
        ofOrNew(owner).arrive(isLevel);
    }

    /**
     * Returns the owner whose ledger was made for an owner: that of the same VM, whatever its id is now.
     *
     * @param birth owner for which a ledger was made
     * @return the owner that has it; {@code birth} if no VM has migrated or none was made
     */
    public int followed(final int birth)
    {
        int index = hasFollowed ? 0 : count;
        while (index < count && births[index] != birth)
        {
            index++;
        }

        return index < count ? owners[index] : birth;
    }

    /** Passes where ledgers have followed their VMs to, and what images carry, through a stream. */
    public void followed(final StateStream stream)
    {
        hasFollowed = true;
        for (int index = 0; index < count; index++)
        {
            births[index] = stream.number("owner of a new ledger", births[index], 0, OwnerId.LIMIT - 1);
            ledgers[index].carried(stream);
        }
    }

    /** Passes all ledgers through a stream, each after its owner. */
    public void state(final StateStream stream)
    {
        int owner = stream.number("owner of a ledger", next(0), 0, OwnerId.LIMIT);
        while (owner < OwnerId.LIMIT)
        {
            ofOrNew(owner).state(stream);
            owner = stream.number("owner of a ledger", next(owner + 1), owner + 1, OwnerId.LIMIT);
        }
    }

    /** Passes what is lost, invented and excused of all owners, which are there, through a stream. */
    public void proof(final StateStream stream)
    {
        for (int index = 0; index < count; index++)
        {
            ledgers[index].proof(stream);
        }
    }

    /** Returns whether anything is lost, invented or excused. */
    public boolean hasProof()
    {
        boolean hasProof = false;
        for (int index = 0; index < count && !hasProof; index++)
        {
            hasProof = ledgers[index].hasProof();
        }

        return hasProof;
    }

    private int next(final int from)
    {
        final int index = Arrays.binarySearch(owners, 0, count, from);
        final int at = index < 0 ? ~index : index;

        return at < count ? owners[at] : OwnerId.LIMIT;
    }
}
