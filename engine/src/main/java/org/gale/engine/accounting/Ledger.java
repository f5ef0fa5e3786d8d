package org.gale.engine.accounting;

import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * The accounting of one owner of interrupts, the physical domain or a VM: the accounts of its LPIs and SPIs and their
 * sums. The identity of P6 is {@code offered = delivered + coalesced + pending + withdrawn-cleared +
 * withdrawn-unmapped}, where pending is what is still owed, counted one by one.
 *
 * <p>An event is an edge or the rise of a level. {@code delivered} counts its first acknowledge; later ones of a level
 * that is held are {@code redelivered}, outside the identity. Owned by the thread that owns the machine.
 */
public final class Ledger
{
    /** Nothing was invented. */
    public static final int NONE = Account.NONE;

    private final Account lpis = new Account();
    private final Account spis = new Account();

    /** The account of all LPIs or of all SPIs. */
    public Account account(final boolean spi)
    {
        return spi ? spis : lpis;
    }

    /** Is an acknowledge of this interrupt owed? */
    public boolean isOwed(final boolean spi, final int id)
    {
        return account(spi).isOwed(id);
    }

    /** Events accepted. */
    public long offered()
    {
        return lpis.offered() + spis.offered();
    }

    /** Events acknowledged. */
    public long delivered()
    {
        return lpis.delivered() + spis.delivered();
    }

    /** Further acknowledges of levels that are held. */
    public long redelivered()
    {
        return lpis.redelivered() + spis.redelivered();
    }

    /** Events merged into one that was pending. */
    public long coalesced()
    {
        return lpis.coalesced() + spis.coalesced();
    }

    /** Events that are owed, counted one by one. */
    public long pending()
    {
        return lpis.owedCount() + spis.owedCount();
    }

    /** Events whose Pending was cleared by software or by the wire. */
    public long withdrawnCleared()
    {
        return lpis.withdrawnCleared() + spis.withdrawnCleared();
    }

    /** Events whose table was taken away. */
    public long withdrawnUnmapped()
    {
        return lpis.withdrawnUnmapped() + spis.withdrawnUnmapped();
    }

    /** What is missing from the identity: 0 unless an event was lost or invented (P6). */
    public long remainder()
    {
        return offered() - delivered() - coalesced() - pending() - withdrawnCleared() - withdrawnUnmapped();
    }

    /** Passes all counts, and the interrupts that are owed: RAM does not tell them for levels that are held. */
    public void state(final StateStream stream)
    {
        lpis.state(stream);
        spis.state(stream);
    }

    /** The first INTID that was acknowledged though nothing owed it (P2), or {@link #NONE}. */
    public int invented()
    {
        if (lpis.invented() != NONE)
        {
            return Intid.of(Intid.TYPE_LPI, lpis.invented());
        }

        return spis.invented() == NONE ? NONE : Intid.of(Intid.TYPE_SPI, spis.invented());
    }
}
