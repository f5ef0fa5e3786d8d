package org.gale.tables.its;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Finds and loads the entries of interrupt translation tables, linear or two-level: of any device, whose {@link L2Dte}
 * says where its table is. Nothing is latched, and nothing is stored: software owns the tables.
 *
 * <p>Owned by the thread that owns the memory.
 */
public final class TranslationTable
{
    private final PhysicalMemory memory;

    public TranslationTable(final PhysicalMemory memory)
    {
        this.memory = memory;
    }

    /** Physical address of the event's {@link L2Itte}, valid or not, or one of the reasons of {@link ItsWalk}. */
    public long entryAddress(final long l2Dte, final int eventId)               // B-ITS-3
    {
        if (eventId >>> L2Dte.eventIdBits(l2Dte) != 0)
        {
            return ItsWalk.OUT_OF_RANGE;
        }

        return L2Dte.isIttTwoLevel(l2Dte) ?
            ItsWalk.twoLevel(memory, L2Dte.ittAddress(l2Dte), eventId, L2Dte.ittL2sz(l2Dte)) :
            ItsWalk.linear(memory, L2Dte.ittAddress(l2Dte), eventId);
    }

    /** Physical address of the {@link L1Itte} that covers the event, in a two-level table. */
    public long l1EntryAddress(final long l2Dte, final int eventId)
    {
        return ItsWalk.l1EntryAddress(L2Dte.ittAddress(l2Dte), eventId, L2Dte.ittL2sz(l2Dte));
    }

    /** The entry at an address that {@link #entryAddress} has found. */
    public long loadPlain(final long entryAddress)
    {
        return memory.loadLong(entryAddress);
    }
}
