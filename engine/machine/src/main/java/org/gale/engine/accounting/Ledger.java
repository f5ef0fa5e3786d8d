package org.gale.engine.accounting;

import java.util.function.IntPredicate;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Ledger of one owner of interrupts, the physical side of a domain or a VM: the accounts of its LPIs and SPIs and their
 * sums. The identity of P6 is {@code offered = delivered + coalesced + pending + withdrawn-cleared +
 * withdrawn-unmapped}. Here pending is the number of owed interrupts, counted one by one.
 *
 * <p>An event is an edge or the rise of a level. {@code delivered} counts its first acknowledge. Later ones of a level
 * that is held are {@code redelivered}, outside the identity. Owned by the thread that owns the machine.
 */
public final class Ledger
{
    /** Result of {@link #invented} while nothing was invented. */
    public static final int NONE = Account.NONE;

    private final Account lpis = new Account();
    private final Account spis = new Account();

    /**
     * Returns the account of all LPIs or of all SPIs.
     *
     * @param spi true to return that of the SPIs
     */
    public Account account(final boolean spi)
    {
        return spi ? spis : lpis;
    }

    /**
     * Returns whether an acknowledge of this interrupt is owed.
     *
     * @param spi true to ask for an SPI, false for an LPI
     */
    public boolean isOwed(final boolean spi, final int id)
    {
        return account(spi).isOwed(id);
    }

    /** Returns the number of events accepted. */
    public long offered()
    {
        return lpis.offered() + spis.offered();
    }

    /** Returns the number of events acknowledged. */
    public long delivered()
    {
        return lpis.delivered() + spis.delivered();
    }

    /** Returns the number of further acknowledges of levels that are held. */
    public long redelivered()
    {
        return lpis.redelivered() + spis.redelivered();
    }

    /** Returns the number of events coalesced with one that was pending. */
    public long coalesced()
    {
        return lpis.coalesced() + spis.coalesced();
    }

    /** Returns the number of events that are owed, counted one by one. */
    public long pending()
    {
        return lpis.owedCount() + spis.owedCount();
    }

    /** Returns the number of events whose Pending was cleared by software or by the wire. */
    public long withdrawnCleared()
    {
        return lpis.withdrawnCleared() + spis.withdrawnCleared();
    }

    /** Returns the number of events whose table was unmapped. */
    public long withdrawnUnmapped()
    {
        return lpis.withdrawnUnmapped() + spis.withdrawnUnmapped();
    }

    /** Returns the number of events that are delivered, coalesced or withdrawn. */
    public long settled()
    {
        return lpis.settled() + spis.settled();
    }

    /** Returns the number of events that commands found lost (P1). */
    public long lost()
    {
        return lpis.lost() + spis.lost();
    }

    /** Returns the number of interrupts that commands found invented (P2). */
    public long inventions()
    {
        return lpis.inventions() + spis.inventions();
    }

    /** Returns the number of interrupts that are excused from the proof. */
    public long excused()
    {
        return lpis.excusedCount() + spis.excusedCount();
    }

    /** Returns the remainder of the books: 0 unless they err, whatever is lost or invented (P6). */
    public long remainder()
    {
        return lpis.remainder() + spis.remainder();
    }

    /**
     * Passes all counts, and the interrupts that are owed, through a stream. For levels that are held, RAM does not say
     * which ones are owed.
     */
    public void state(final StateStream stream)
    {
        lpis.state(stream);
        spis.state(stream);
    }

    /** Returns whether anything is lost, invented or excused. */
    boolean hasProof()
    {
        return lost() != 0 || inventions() != 0 || lpis.hasExcused() || spis.hasExcused();
    }

    /** Passes what is lost, invented and excused through a stream: saved and not digested. */
    public void proof(final StateStream stream)
    {
        lpis.proof(stream);
        spis.proof(stream);
    }

    /** Sets whether an image is the place of the interrupts that are owed, once the tables of the VM go. */
    public void leave(final boolean isLeaving)
    {
        lpis.leave(isLeaving);
        spis.leave(isLeaving);
    }

    /**
     * Compares what was restored with what was carried, once the VM is made from the image.
     *
     * @param isLevel whether the handling mode of an INTID is level
     */
    public void arrive(final IntPredicate isLevel)
    {
        lpis.arrive(id -> isLevel.test(Intid.of(Intid.TYPE_LPI, id)));
        spis.arrive(id -> isLevel.test(Intid.of(Intid.TYPE_SPI, id)));
    }

    /** Returns the number of pending interrupts whose place is an image: their VM is destroyed, and not made again. */
    public long carried()
    {
        return lpis.carriedCount() + spis.carriedCount();
    }

    /** Passes what an image carries through a stream. */
    public void carried(final StateStream stream)
    {
        lpis.carried(stream);
        spis.carried(stream);
    }

    /**
     * Returns the first INTID that was acknowledged though nothing owed it (P2).
     *
     * @return the encoded INTID, or {@link #NONE}
     */
    public int invented()
    {
        if (lpis.invented() != NONE)
        {
            return Intid.of(Intid.TYPE_LPI, lpis.invented());
        }

        return spis.invented() == NONE ? NONE : Intid.of(Intid.TYPE_SPI, spis.invented());
    }
}
