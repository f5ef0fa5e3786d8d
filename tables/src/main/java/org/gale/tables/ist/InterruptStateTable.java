package org.gale.tables.ist;

import java.util.Arrays;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Interrupt state table of an IRS, linear or two-level. This class alone loads and stores its entries.
 *
 * <p>The table's base, shape and level 1 entries are latched when it becomes valid (M-LIVE). They and the extent of
 * RAM decide which ids can be reached. The entries themselves are never copied: RAM is the truth.
 *
 * <p>Owned by the thread that owns the memory.
 */
public final class InterruptStateTable
{
    /** {@link #status} of an id that has an entry in RAM. */
    public static final int REACHABLE = 0;
    /** {@link #status} of an id that is out of range or has an invalid level 1 entry (B-INT-17, B-IST-10). */
    public static final int UNREACHABLE = 1;
    /** {@link #status} of an id whose level 1 entry lies outside RAM. */
    public static final int L1_ABORT = 2;
    /** {@link #status} of an id whose entry lies outside RAM. */
    public static final int L2_ABORT = 3;

    /** Offset that no access accepts, with any number of entries added to it. */
    static final long NOWHERE = Long.MIN_VALUE >> 1;
    /** Limit of the distance between latched offsets and RAM's base. */
    static final long ADDRESS_LIMIT = 1L << 56;
    /** PENDING of two entries of 4 bytes in a word of 8. */
    private static final long PENDING_OF_TWO = 0x1_0000_0001L;
    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(PhysicalMemory.PAGE_SIZE);

    private final PhysicalMemory memory;
    private final IstShape shape;
    private final long baseAddress;
    private final int idBits;
    private final int l2Shift;
    private final int l2Mask;
    private final int entryShift;
    private final long[] l2Offsets;
    /**
     * Limit of the ids whose entry has a fixed offset: in a linear table, those before the end of RAM; in a two-level
     * table, none.
     */
    private final long linearCount;
    private final long linearPlace;

    /**
     * Latches a table and reads the level 1 entries that lie in RAM.
     *
     * @param baseAddress physical address of the linear table or of the level 1 table; it may lie anywhere
     */
    public InterruptStateTable(final PhysicalMemory memory, final IstShape shape, final long baseAddress)
    {
        this(memory, shape, baseAddress, shape.twoLevel() ? nowhere(shape.l1Entries()) :
            new long[]{ memory.offsetOf(baseAddress) });
        for (int i = 0; shape.twoLevel() && i < l2Offsets.length; i++)
        {
            latchL1(i);
        }
    }

    /** Makes a table with the given level 2 tables, which become live. */
    InterruptStateTable(
        final PhysicalMemory memory, final IstShape shape, final long baseAddress, final long[] l2Offsets)
    {
        this.memory = memory;
        this.shape = shape;
        this.baseAddress = baseAddress;
        this.idBits = shape.idBits();
        this.l2Shift = shape.twoLevel() ? shape.l2IndexBits() : IstShape.ID_BITS_LIMIT;
        this.l2Mask = (1 << l2Shift) - 1;
        this.entryShift = Integer.numberOfTrailingZeros(shape.entryBytes());
        this.l2Offsets = l2Offsets;
        this.linearPlace = memory.place(l2Offsets[0]);
        this.linearCount = shape.twoLevel() || l2Offsets[0] < 0 ? 0 :
            Math.max(0, Math.min(shape.entryCount(), (memory.sizeBytes() - l2Offsets[0]) >> entryShift));
        for (final long l2Offset : l2Offsets)
        {
            if (l2Offset != NOWHERE)
            {
                memory.retain(l2Offset, shape.twoLevel() ? shape.l2Bytes() : shape.tableBytes());
            }
        }
    }

    /** Offsets in RAM of the level 2 tables by level 1 index, {@link #NOWHERE} where there is none. */
    long[] l2Offsets()
    {
        return l2Offsets;
    }

    /** Returns the latched shape. */
    public IstShape shape()
    {
        return shape;
    }

    /** {@return the physical address of the linear table or of the level 1 table, in bytes} */
    public long baseAddress()
    {
        return baseAddress;
    }

    /** Returns the heap bytes that latching a table of a shape needs, a measure for limits on guests. */
    public static long latchedBytes(final IstShape shape)
    {
        return 64 + (shape.twoLevel() ? (long)shape.l1Entries() * Long.BYTES : Long.BYTES);
    }

    /** Returns whether an id has an entry that can be loaded and stored. Any int is accepted. */
    public boolean contains(final int id)
    {
        return id >>> idBits == 0 && memory.fits(entryOffset(id), Integer.BYTES);
    }

    /**
     * {@return the place of the entry of an id, any int, for the accesses by place; negative if the id has no entry}
     */
    public long locate(final int id)
    {
        final long index = Integer.toUnsignedLong(id);
        if (index < linearCount)
        {
            return linearPlace + (index << entryShift);
        }
        if (id >>> idBits != 0)
        {
            return NOWHERE;
        }
        final long offset = entryOffset(id);

        return memory.fits(offset, Integer.BYTES) ? memory.place(offset) : NOWHERE;
    }

    /** {@return the encoded {@code L2_ISTE} at a place of {@link #locate}; for the owner} */
    public int loadAt(final long place)
    {
        return memory.intAtPlace(place);
    }

    /** Stores the entry at a place of {@link #locate}; for the owner. */
    public void storeAt(final long place, final int iste)
    {
        memory.putIntAtPlace(place, iste);
    }

    /**
     * {@return {@link #REACHABLE}, or why an id has no entry: {@link #UNREACHABLE}, {@link #L1_ABORT}, {@link
     * #L2_ABORT}}
     */
    public int status(final int id)
    {
        if (id >>> idBits != 0)
        {
            return UNREACHABLE;
        }
        if (memory.fits(entryOffset(id), Integer.BYTES))
        {
            return REACHABLE;
        }
        if (!shape.twoLevel())
        {
            return L2_ABORT;
        }
        if (!memory.contains(l1Address(id), Long.BYTES))
        {
            return L1_ABORT;
        }

        return l2Offsets[shape.l1Index(id)] == NOWHERE ? UNREACHABLE : L2_ABORT;
    }

    /**
     * {@return the address of an id's entry, or of its level 1 entry after an L1 abort, for the syndrome of a software
     * error}
     */
    public long faultAddress(final int id)
    {
        return status(id) == L1_ABORT ? l1Address(id) : memory.base() + entryOffset(id);
    }

    /**
     * {@return the encoded {@code L2_ISTE} of an id that {@link #contains} accepts; for the owner, which sees its own
     * stores}
     */
    public int loadPlain(final int id)
    {
        return memory.intAt(entryOffset(id));
    }

    /** Stores an entry; for the owner. The caller has checked the id with {@link #contains}. */
    public void storePlain(final int id, final int iste)
    {
        memory.putIntAt(entryOffset(id), iste);
    }

    /**
     * Makes the level 2 table that covers an id valid: sets VALID in its level 1 entry in RAM and latches it.
     *
     * @return {@link #REACHABLE} if a table was added; {@link #UNREACHABLE} if the table is linear, the id is out of
     *     range (B-TRAP-7) or valid already (B-TRAP-8); {@link #L1_ABORT} if the level 1 entry lies outside RAM
     */
    public int mapL2(final int id)                                              // B-IST-8
    {
        if (!shape.twoLevel() || !shape.contains(id) || l2Offsets[shape.l1Index(id)] != NOWHERE)
        {
            return UNREACHABLE;
        }
        final long address = l1Address(id);
        if (!memory.contains(address, Long.BYTES))
        {
            return L1_ABORT;
        }
        memory.storeLong(address, L1Iste.withValid(memory.loadLong(address), true));
        latchL1(shape.l1Index(id));

        return REACHABLE;
    }

    /** {@return the first id of the level 2 table that covers an id, or of the linear table} */
    public int firstIdOfL2(final int id)
    {
        return id & ~l2Mask;
    }

    /** {@return the end of the ids of the level 2 table that covers an id, or of the linear table} */
    public int endIdOfL2(final int id)
    {
        return Math.min(shape.entryCount(), (id & ~l2Mask) + l2Mask + 1);
    }

    /**
     * Returns the first id in a range whose entry is not zero. Visits only pages that were ever written.
     *
     * @return an id from {@code fromId}, below {@code endId}, or −1 if there is none
     */
    public int nextNonZero(final int fromId, final int endId)
    {
        int id = fromId;
        while (id < endId)
        {
            final long offset = entryOffset(id);
            if (!memory.fits(offset, Integer.BYTES))
            {
                id = skipUnreachable(id, offset);
                continue;
            }
            final int page = (int)(offset >>> PAGE_SHIFT);
            final int touched = memory.nextTouchedPage(page, endPage(id, offset));
            if (touched != page)
            {
                id = touched < 0 ? afterL2(id) : idAtOrAfterPage(id, offset, touched);
            }
            else if (memory.intAt(offset) != 0)
            {
                return id;
            }
            else
            {
                id++;
            }
        }

        return -1;
    }

    /**
     * Returns the PENDING bits of 64 entries.
     *
     * @param firstId a multiple of 64
     * @return a mask of the reachable entries that are pending, bit x for {@code firstId} + x; 0 without a load if the
     *     page was never written
     */
    public long pendingWord(final int firstId)
    {
        final long offset = entryOffset(firstId);
        final int lengthBytes = Long.SIZE << entryShift;
        if (firstId + Long.SIZE > shape.entryCount() || !isInOnePage(offset, lengthBytes))
        {
            return pendingWordOneByOne(firstId);
        }
        final int page = (int)(offset >>> PAGE_SHIFT);
        if (memory.nextTouchedPage(page, page + 1) != page)
        {
            return 0;
        }
        final long place = memory.place(offset);                                // all 64 fit, and lie in one page
        long pending = 0;
        if (entryShift == 2)
        {
            long any = 0;
            for (int i = 0; i < Long.SIZE; i += 2)                              // few words have a pending entry
            {
                any |= memory.longAtPlace(place + ((long)i << 2));
            }
            if ((any & PENDING_OF_TWO) == 0)
            {
                return 0;
            }
            for (int i = 0; i < Long.SIZE; i += 2)                              // two entries at once
            {
                final long two = memory.longAtPlace(place + ((long)i << 2)) & PENDING_OF_TWO;
                pending |= ((two | two >>> 31) & 3) << i;
            }
            return pending;
        }
        for (int i = 0; i < Long.SIZE; i++)
        {
            pending |= (memory.intAtPlace(place + ((long)i << entryShift)) & 1L) << i;
        }

        return pending;
    }

    /**
     * Returns the first id at or after another whose page was ever written.
     *
     * @param fromId a multiple of 64
     * @return the id, or the end of the ids if there is none
     */
    public int nextTouchedWord(final int fromId)
    {
        int id = fromId;
        while (id < shape.entryCount())
        {
            final long offset = entryOffset(id);
            if (!isInOnePage(offset, Long.SIZE << entryShift))
            {
                return id;                                                      // checked one by one
            }
            final int page = (int)(offset >>> PAGE_SHIFT);
            final int touched = memory.nextTouchedPage(page, endPage(id, offset));
            if (touched == page)
            {
                return id;
            }
            id = touched < 0 ? afterL2(id) : idAtOrAfterPage(id, offset, touched) & -Long.SIZE;
        }

        return shape.entryCount();
    }

    /** {@return the id whose entry holds the byte at an offset of RAM, or −1 if there is none} */
    public int idAt(final long offset)
    {
        for (int i = 0; i < l2Offsets.length; i++)
        {
            final long inside = offset - l2Offsets[i];
            final long length = shape.twoLevel() ? shape.l2Bytes() : shape.tableBytes();
            if (l2Offsets[i] != NOWHERE && inside >= 0 && inside < length)
            {
                final long id = ((long)i << l2Shift) + (inside >>> entryShift);

                return id < shape.entryCount() ? (int)id : -1;
            }
        }

        return -1;
    }

    /** Returns whether an entry, or a part of one, lies in a range. */
    public boolean holdsEntry(final long address, final int lengthBytes)
    {
        boolean held = idAt(memory.offsetOf(address + lengthBytes - 1)) >= 0;
        for (int i = 0; i < lengthBytes && !held; i += Integer.BYTES)
        {
            held = idAt(memory.offsetOf(address + i)) >= 0;
        }

        return held;
    }

    /** Returns whether a valid level 1 entry lies in a range. */
    public boolean holdsValidL1(final long address, final int lengthBytes)
    {
        final long first = Math.max(0, (address - baseAddress) >> 3);
        final long last = (address + lengthBytes - 1 - baseAddress) >> 3;
        boolean valid = false;
        for (long i = first; shape.twoLevel() && i <= last && i < l2Offsets.length; i++)
        {
            valid |= l2Offsets[(int)i] != NOWHERE;
        }

        return valid;
    }

    /**
     * {@return the first id under a level 1 entry in a range that has VALID in RAM and was not mapped, or −1 if none
     * has}
     */
    public int firstIdOfUnmapped(final long address, final int lengthBytes)     // B-IST-8
    {
        final long last = (address + lengthBytes - 1 - baseAddress) >> 3;
        for (long i = Math.max(0, (address - baseAddress) >> 3); shape.twoLevel() && i <= last; i++)
        {
            final long l1Address = baseAddress + (i << 3);
            if (i < l2Offsets.length && l2Offsets[(int)i] == NOWHERE && memory.contains(l1Address, L1Iste.LENGTH) &&
                L1Iste.isValid(memory.loadLong(l1Address)))
            {
                return (int)i << l2Shift;
            }
        }

        return -1;
    }

    /** Releases the table: its pages are ordinary memory again. */
    public void release()
    {
        final long length = shape.twoLevel() ? shape.l2Bytes() : shape.tableBytes();
        for (final long l2Offset : l2Offsets)
        {
            if (l2Offset != NOWHERE)
            {
                memory.release(l2Offset, length);
            }
        }
    }

    static long[] nowhere(final int count)
    {
        final long[] offsets = new long[count];
        Arrays.fill(offsets, NOWHERE);

        return offsets;
    }

    /** Returns whether 64 entries lie in RAM, and in one page. A table may begin at any multiple of 64 bytes. */
    private boolean isInOnePage(final long offset, final int lengthBytes)
    {
        return memory.fits(offset, lengthBytes) && (offset & (lengthBytes - 1)) == 0;
    }

    private long pendingWordOneByOne(final int firstId)
    {
        long pending = 0;
        for (int i = 0; i < Long.SIZE; i++)
        {
            if (contains(firstId + i))
            {
                pending |= (long)(loadPlain(firstId + i) & 1) << i;
            }
        }

        return pending;
    }

    private void latchL1(final int l1Index)
    {
        final long address = baseAddress + (long)l1Index * L1Iste.LENGTH;
        if (memory.contains(address, Long.BYTES))
        {
            final long l1Iste = memory.loadLong(address);
            if (L1Iste.isValid(l1Iste))
            {
                l2Offsets[l1Index] = memory.offsetOf(L1Iste.l2Address(l1Iste));
                memory.retain(l2Offsets[l1Index], shape.l2Bytes());
            }
        }
    }

    private long l1Address(final int id)
    {
        return baseAddress + shape.l1OffsetBytes(id);
    }

    private long entryOffset(final int id)
    {
        return l2Offsets[id >>> l2Shift] + ((long)(id & l2Mask) << entryShift);
    }

    private int afterL2(final int id)
    {
        return (id | l2Mask) + 1;
    }

    private int skipUnreachable(final int id, final long offset)
    {
        // A table may begin before RAM does: continue with the first entry that lies inside.
        final long missing = offset < 0 && offset > -shape.tableBytes() - shape.l2Bytes() ? -offset : -1;

        return missing < 0 ? afterL2(id) :
            (int)Math.min(afterL2(id), id + ((missing + (1L << entryShift) - 1) >>> entryShift));
    }

    /** Returns the page behind the last entry of an entry's level 2 table. */
    private int endPage(final int id, final long offset)
    {
        return (int)((offset + ((long)(afterL2(id) - 1 - id) << entryShift)) >>> PAGE_SHIFT) + 1;
    }

    private int idAtOrAfterPage(final int id, final long offset, final int page)
    {
        final long skipped = (((long)page << PAGE_SHIFT) - offset + (1L << entryShift) - 1) >>> entryShift;

        return (int)Math.min(afterL2(id), id + skipped);
    }
}
