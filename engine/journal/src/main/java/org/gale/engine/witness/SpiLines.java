package org.gale.engine.witness;

import java.util.BitSet;

/**
 * Wires of the SPIs: their levels, trigger modes and what they make of the book (B-SPI-4, B-SPI-5, B-SPI-6). Owned by
 * the thread that owns the machine.
 */
final class SpiLines
{
    private final PendingBook book;
    private final Touched touched;
    private final boolean isVirtual;
    private final BitSet high = new BitSet();
    private final BitSet level = new BitSet();
    /** SPIs that are handed to a VM (B-SPI-8). */
    private final BitSet away = new BitSet();
    private boolean isUnknown;

    /** @param isVirtual true if there are VMs */
    SpiLines(final PendingBook book, final Touched touched, final boolean isVirtual)
    {
        this.book = book;
        this.touched = touched;
        this.isVirtual = isVirtual;
    }

    /** Notes that nothing is known of wires, modes and what is pending. */
    void forget()
    {
        isUnknown = true;
        book.forget();
    }

    /** Returns whether an SPI is handed to a VM. */
    boolean isAway(final int id)
    {
        return away.get(id);
    }

    void drive(final int id, final boolean asserted)
    {
        if (isUnknown || high.get(id) != asserted)
        {
            high.set(id, asserted);
            sample(id);
        }
    }

    void configure(final int id, final boolean isLevel)
    {
        if (isUnknown)
        {
            doubt(id);
        }
        else if (level.get(id) != isLevel)
        {
            level.set(id, isLevel);
            if (isLevel)
            {
                raiseOrClear(id, high.get(id), true);
            }
            else if (high.get(id))
            {
                raiseOrClear(id, false, false);
            }
        }
    }

    void assign(final int id, final boolean toVm)
    {
        away.set(id, isVirtual && toVm);
    }

    void sample(final int id)
    {
        if (isUnknown)
        {
            doubt(id);
        }
        else if (high.get(id) || level.get(id))
        {
            raiseOrClear(id, high.get(id), level.get(id));
        }
    }

    private void raiseOrClear(final int id, final boolean raises, final boolean isLevel)
    {
        if (away.get(id))
        {
            return;
        }
        touched.spi(id);
        if (raises)
        {
            book.raise(id, isLevel);
        }
        else
        {
            book.pend(id, false);
        }
    }

    private void doubt(final int id)
    {
        book.forget(id);
        touched.spi(id);
    }
}
