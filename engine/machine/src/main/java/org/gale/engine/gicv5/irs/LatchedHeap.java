package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;

/** Heap that latched level 1 entries of interrupt state tables take, which software asks for: limited. */
final class LatchedHeap
{
    /** The most bytes that all tables take together. */
    static final long LIMIT = 64L << 20;

    private long usedBytes;

    /** Counts a table of a shape; returns false, and counts nothing, if it takes more than is left. */
    boolean reserve(final IstShape shape)
    {
        final long bytes = InterruptStateTable.latchedBytes(shape);
        if (usedBytes + bytes > LIMIT)
        {
            return false;
        }
        usedBytes += bytes;

        return true;
    }

    /** Takes a table out of the count. */
    void giveBack(final IstShape shape)
    {
        usedBytes -= InterruptStateTable.latchedBytes(shape);
    }
}
