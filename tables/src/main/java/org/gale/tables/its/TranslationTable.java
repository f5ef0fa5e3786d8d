package org.gale.tables.its;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Interrupt translation tables of an ITS, linear or two-level: the {@link L2Dte} of each device gives the address of
 * its table. Nothing is latched or stored, because software owns the tables.
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

    /** {@return the physical address of an event's {@link L2Itte}, valid or not, or a reason of {@link ItsWalk}} */
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

    /** {@return as {@link #entryAddress}, with the {@link L1Itte} that covers the event given} */
    public long entryAddressUnder(final long l1Itte, final long l2Dte, final int eventId)
    {
        return ItsWalk.under(memory, l1Itte, eventId, L2Dte.ittL2sz(l2Dte));
    }

    /** {@return the physical address of the {@link L1Itte} that covers an event in a two-level table} */
    public long l1EntryAddress(final long l2Dte, final int eventId)
    {
        return ItsWalk.l1EntryAddress(L2Dte.ittAddress(l2Dte), eventId, L2Dte.ittL2sz(l2Dte));
    }

    /** {@return the encoded {@code L2_ITTE} at an address that {@link #entryAddress} found} */
    public long loadPlain(final long entryAddress)
    {
        return memory.loadLong(entryAddress);
    }
}
