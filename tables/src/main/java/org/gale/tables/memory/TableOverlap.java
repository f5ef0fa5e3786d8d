package org.gale.tables.memory;

import java.util.function.LongConsumer;

/**
 * Record of whether live interrupt state tables of a memory may ever have overlapped: a page held two of them, or the
 * store of another table went into a page that held one. Software that does so changes tables through others (B-IST-5).
 * Owned by the thread that owns the memory.
 */
public final class TableOverlap
{
    private boolean mayBe;
    private LongConsumer stores = offset -> { };

    /** Returns whether tables may ever have overlapped. */
    public boolean mayBe()
    {
        return mayBe;
    }

    /**
     * Sets the consumer of stores of other tables into pages with a live interrupt state table, 8 bytes each.
     *
     * @param consumer takes the offset of the entry in RAM
     */
    public void onStore(final LongConsumer consumer)
    {
        stores = consumer;
    }

    /** Sets whether tables may ever have overlapped, where the memory is being restored. */
    public void restore(final boolean mayHaveOverlapped)
    {
        mayBe = mayHaveOverlapped;
    }

    void retained(final boolean isTwice)
    {
        mayBe |= isTwice;
    }

    void stored(final long offset)
    {
        mayBe = true;
        stores.accept(offset);
    }
}
