package org.gale.engine.gicv4;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Two-level table of the hardware in RAM: a first level of 8-byte entries, bit 63 valid, that point to pages of 64 KiB.
 */
final class IndirectTable
{
    /** Bytes of a second-level page. */
    static final int PAGE_BYTES = 1 << 16;
    /** Returned where an entry has no page in RAM. */
    static final long NONE = -1;

    private static final long VALID = 1L << 63;
    private static final long ADDRESS_MASK = 0x000f_ffff_ffff_0000L;

    static
    {
        assert ADDRESS_MASK % PAGE_BYTES == 0 : "a page is not aligned";
    }

    private final PhysicalMemory memory;
    private final long address;
    private final int entryShift;

    /**
     * Makes a view of a table.
     *
     * @param address     physical address of the first level
     * @param entryLength bytes of an entry, a power of two
     */
    IndirectTable(final PhysicalMemory memory, final long address, final int entryLength)
    {
        this.memory = memory;
        this.address = address;
        this.entryShift = Integer.numberOfTrailingZeros(entryLength);
    }

    /** Returns the bytes of the first level of a table of that many entries. */
    static long firstLevelBytes(final long entries, final int entryLength)
    {
        return Math.max(1, entries * entryLength / PAGE_BYTES) * Long.BYTES;
    }

    /** Returns the offset in RAM of an entry, or {@link #NONE}. */
    long entryOffset(final int index)
    {
        final long first = memory.longAt(firstOffset(index));
        final long page = first & ADDRESS_MASK;
        if (first >= 0 || !memory.contains(page, PAGE_BYTES))
        {
            return NONE;
        }

        return memory.offsetOf(page) + (((long)index << entryShift) & (PAGE_BYTES - 1));
    }

    /**
     * Adds the page that holds an entry; done by software, which owns the first level.
     *
     * @param page physical address of a zeroed page
     */
    void addPage(final int index, final long page)
    {
        memory.putLongAt(firstOffset(index), VALID | page);
    }

    private long firstOffset(final int index)
    {
        return memory.offsetOf(address) + ((((long)index << entryShift) / PAGE_BYTES) << 3);
    }
}
