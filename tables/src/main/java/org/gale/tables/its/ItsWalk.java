package org.gale.tables.its;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Walk that the device table and the translation tables share: entries of 8 bytes, linear or under level 1 entries with
 * a span. Ids are 32 bits unsigned.
 */
public final class ItsWalk
{
    /** Result for an id that exceeds the width of the table's ids. */
    public static final long OUT_OF_RANGE = -1;
    /** Result for a level 1 entry outside RAM. */
    public static final long L1_ABORT = -2;
    public static final long L1_INVALID = -3;
    /** Result for an id beyond the span of its level 1 entry, whose level 2 table is shorter. */
    public static final long BEYOND_SPAN = -4;
    /** Result for an entry outside RAM. */
    public static final long L2_ABORT = -5;

    private static final int ENTRY_LOG2 = 3;
    private static final int L2_INDEX_BITS_MIN = 9;

    private ItsWalk()
    {
    }

    /** Returns whether the result of a walk is an address, not a reason. */
    public static boolean isFound(final long entryAddress)
    {
        return entryAddress >= 0;
    }

    /** {@return the number of low id bits that index a level 2 table of 4, 16 or 64 KiB} */
    public static int l2IndexBits(final int l2sz)                               // B-ITS-4
    {
        return L2_INDEX_BITS_MIN + 2 * (l2sz == 3 ? 0 : l2sz);      // as in B-IST-2, the reserved value acts as 4 KiB
    }

    /** {@return the index of the level 1 entry that covers an id; ids of one level 2 table share it} */
    public static int l1Index(final int id, final int l2sz)
    {
        return id >>> l2IndexBits(l2sz);
    }

    /** {@return the first id that the level 1 entry of an id covers} */
    public static int firstUnder(final int id, final int l2sz)
    {
        return id & -(1 << l2IndexBits(l2sz));
    }

    /** {@return the index of an id's entry in its level 2 table} */
    public static int l2Index(final int id, final int l2sz)
    {
        return id & ((1 << l2IndexBits(l2sz)) - 1);
    }

    /** Returns whether the level 2 table includes the id's entry. Spans beyond the table's size act as its size. */
    public static boolean isInSpan(final int id, final int l2sz, final int span)
    {
        return l2Index(id, l2sz) >>> span == 0;
    }

    /** {@return the physical address of the level 1 entry that covers an id} */
    static long l1EntryAddress(final long baseAddress, final int id, final int l2sz)
    {
        return baseAddress + (Integer.toUnsignedLong(l1Index(id, l2sz)) << ENTRY_LOG2);
    }

    /** {@return the physical address of an entry in a linear table, or the reason why there is none} */
    static long linear(final PhysicalMemory memory, final long baseAddress, final int id)
    {
        return inRam(memory, baseAddress + (Integer.toUnsignedLong(id) << ENTRY_LOG2));
    }

    /** {@return the physical address of an entry in a two-level table, or the reason why there is none} */
    static long twoLevel(final PhysicalMemory memory, final long baseAddress, final int id, final int l2sz)
    {
        final long l1EntryAddress = l1EntryAddress(baseAddress, id, l2sz);
        if (!memory.contains(l1EntryAddress, L1Dte.LENGTH))
        {
            return L1_ABORT;
        }

        return under(memory, memory.loadLong(l1EntryAddress), id, l2sz);
    }

    /** {@return the physical address of an entry under a level 1 entry, or the reason why there is none} */
    static long under(final PhysicalMemory memory, final long l1Entry, final int id, final int l2sz)
    {
        if (!L1Dte.isValid(l1Entry))                                // an L1_ITTE has the layout of an L1_DTE
        {
            return L1_INVALID;
        }
        if (!isInSpan(id, l2sz, L1Dte.span(l1Entry)))
        {
            return BEYOND_SPAN;
        }

        return inRam(memory, L1Dte.l2Address(l1Entry) + ((long)l2Index(id, l2sz) << ENTRY_LOG2));
    }

    private static long inRam(final PhysicalMemory memory, final long entryAddress)
    {
        return memory.contains(entryAddress, L2Dte.LENGTH) ? entryAddress : L2_ABORT;
    }
}
