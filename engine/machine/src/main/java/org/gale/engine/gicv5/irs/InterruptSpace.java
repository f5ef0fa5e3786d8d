package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Account;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.LatchedTableState;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * All LPIs or all SPIs of one owner: a table while one is valid, and who may be reached in it.
 */
final class InterruptSpace
{
    private static final long UNREACHABLE = -1;

    private final InterruptOwner owner;
    private final int type;
    private final int typeBits;
    private final SpiBank bank;
    private final Account account;
    private final CandidateIndex index;
    private final ReadyLpis ready;
    private InterruptStateTable table;
    private boolean changedSinceSave = true;

    /**
     * @param type {@link Intid#TYPE_LPI} or {@link Intid#TYPE_SPI}
     * @param bank decides which physical SPIs exist; null for every other space
     */
    InterruptSpace(final InterruptOwner owner, final int type, final SpiBank bank)
    {
        this.owner = owner;
        this.type = type;
        this.typeBits = Intid.of(type, 0);
        this.bank = bank;
        this.account = owner.ledger().account(isSpi());
        this.index = owner.index();
        this.ready = new ReadyLpis(account);
    }

    /** Returns the candidates of the owner. */
    CandidateIndex index()
    {
        return index;
    }

    /** Returns the interrupts whose events need not be read from RAM; none of SPIs. */
    ReadyLpis ready()
    {
        return ready;
    }

    boolean isChangedSinceSave()
    {
        return changedSinceSave;
    }

    /** Sets whether an entry, or the set of entries, has changed since the last save (M-QUIESCE). */
    void changedSinceSave(final boolean changed)
    {
        changedSinceSave = changed;
    }

    /** Returns the account of the events offered to these interrupts. */
    Account account()
    {
        return account;
    }

    InterruptOwner owner()
    {
        return owner;
    }

    boolean isSpi()
    {
        return type == Intid.TYPE_SPI;
    }

    /** {@return the encoded {@code INTID} of an id of this space} */
    int intid(final int id)
    {
        return typeBits | id;
    }

    /** Returns whether an INTID is of the type of this space. */
    boolean holds(final int intid)
    {
        return Intid.type(intid) == type;
    }

    /** Returns the table, or null while none is valid. */
    InterruptStateTable table()
    {
        return table;
    }

    void install(final InterruptStateTable added)
    {
        ready.drop();
        table = added;
    }

    /**
     * Passes the table that was latched, if any, through a stream: that of physical SPIs is always there. The index is
     * left to the owner.
     *
     * @param idBitsMax the widest ids that the index takes
     */
    void state(final StateStream stream, final PhysicalMemory memory, final int idBitsMax)
    {
        changedSinceSave = stream.flag(changedSinceSave);
        if (stream.isRestoring())
        {
            ready.drop();
        }
        if (bank == null)
        {
            table = LatchedTableState.passed(stream, memory, idBitsMax, table);
        }
    }

    /** Returns the target under which the index files an entry; nobody while the IRS of an SPI offers it to none. */
    int target(final int id, final int iste)
    {
        return bank != null && bank.isWithheld(id) ? InterruptOwner.NOBODY : owner.target(iste);
    }

    /** {@return the place of an id's entry in the table; negative if it cannot be reached} */
    long locate(final int id)                                                   // B-INT-17
    {
        return table == null || (bank != null && !bank.isPhysical(id)) ? UNREACHABLE : table.locate(id);
    }

    boolean isReachable(final int id)
    {
        return locate(id) >= 0;
    }

    /** {@return the reason why an id cannot be reached, as {@link InterruptStateTable#status}} */
    int status(final int id)
    {
        return table == null || (bank != null && !bank.isPhysical(id)) ?
            InterruptStateTable.UNREACHABLE : table.status(id);
    }
}
