package org.gale.engine.counters;

/**
 * The accounting of one owner of interrupts, the physical domain or a VM: what was offered, and what became of it.
 *
 * <p>It is kept from outcomes alone and looks into no table: each event that a model accepts makes an acknowledge of
 * that interrupt owed, each acknowledge pays it. An acknowledge that nothing owed is an invention (P2); comparing the
 * owed bits with Pending in RAM shows a loss (P1). The identity of P6 is
 * {@code offered = delivered + coalesced + pending + withdrawn-cleared + withdrawn-unmapped}.
 *
 * <p>An event is an edge or the rise of a level. {@code delivered} counts its first acknowledge; later ones of a level
 * that is held are {@code redelivered}, outside the identity. Owned by the thread that owns the machine.
 */
public final class Ledger
{
    /** Nothing was invented. */
    public static final int NONE = -1;

    private final OwedBits lpis = new OwedBits();
    private final OwedBits spis = new OwedBits();
    private long offered;
    private long delivered;
    private long redelivered;
    private long coalesced;
    private long pending;
    private long withdrawnCleared;
    private long withdrawnUnmapped;
    private int invented = NONE;

    /** An event for an interrupt was accepted. */
    public void event(final boolean spi, final int id)
    {
        offered++;
        if (bits(spi).set(id))
        {
            pending++;
        }
        else
        {
            coalesced++;
        }
    }

    /**
     * An interrupt was acknowledged.
     *
     * @param held its handling mode is level, so that it may be acknowledged again for one rise
     */
    public void acknowledged(final boolean spi, final int id, final boolean held)
    {
        if (bits(spi).clear(id))
        {
            delivered++;
            pending--;
        }
        else if (held)
        {
            redelivered++;
        }
        else if (invented == NONE)
        {
            invented = ((spi ? 3 : 2) << 29) | id;
        }
    }

    /** Pending was cleared without an acknowledge. */
    public void cleared(final boolean spi, final int id)
    {
        if (bits(spi).clear(id))
        {
            withdrawnCleared++;
            pending--;
        }
    }

    /** The table of all LPIs or of all SPIs is no longer used: what they owed will not be paid. */
    public void unmapped(final boolean spi)
    {
        final OwedBits bits = bits(spi);
        for (int id = bits.next(0); id >= 0; id = bits.next(id + 1))
        {
            withdrawnUnmapped++;
            pending--;
        }
        bits.clearAll();
    }

    /** Is an acknowledge of this interrupt owed? */
    public boolean isOwed(final boolean spi, final int id)
    {
        return bits(spi).isSet(id);
    }

    /** The first owed interrupt at or after {@code fromId}, or −1. */
    public int nextOwed(final boolean spi, final int fromId)
    {
        return bits(spi).next(fromId);
    }

    /** Events accepted. */
    public long offered()
    {
        return offered;
    }

    /** Events acknowledged. */
    public long delivered()
    {
        return delivered;
    }

    /** Further acknowledges of levels that are held. */
    public long redelivered()
    {
        return redelivered;
    }

    /** Events merged into one that was pending (B-INT-5). */
    public long coalesced()
    {
        return coalesced;
    }

    /** Events that are owed. */
    public long pending()
    {
        return pending;
    }

    /** Events whose Pending was cleared by software or by the wire. */
    public long withdrawnCleared()
    {
        return withdrawnCleared;
    }

    /** Events whose table was taken away. */
    public long withdrawnUnmapped()
    {
        return withdrawnUnmapped;
    }

    /** The first INTID that was acknowledged though nothing owed it (P2), or {@link #NONE}. */
    public int invented()
    {
        return invented;
    }

    private OwedBits bits(final boolean spi)
    {
        return spi ? spis : lpis;
    }
}
