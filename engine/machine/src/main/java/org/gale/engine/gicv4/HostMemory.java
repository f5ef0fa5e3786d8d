package org.gale.engine.gicv4;

import org.agrona.collections.LongArrayList;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Allocator of the host's tables in RAM, in powers of two of 64 KiB, which is the alignment that pending tables need
 * (V4-TBL-11). Freed space is used again before new space, last freed first.
 */
final class HostMemory
{
    /** Returned where no space is left. */
    static final long NONE = -1;
    /** Smallest allocation and alignment of every allocation, bytes. */
    static final int GRANULE = 1 << 16;

    private static final int CLASS_LIMIT = 27;

    static
    {
        assert GRANULE % PhysicalMemory.PAGE_SIZE == 0 : "an allocation ends inside a page";
        assert (long)GRANULE << (CLASS_LIMIT - 1) >= PhysicalMemory.SIZE_LIMIT : "an allocation has no class";
    }

    private final PhysicalMemory memory;
    private final LongArrayList[] free = new LongArrayList[CLASS_LIMIT];
    private final long end;
    private long next;
    private boolean stored;

    HostMemory(final PhysicalMemory memory)
    {
        this.memory = memory;
        this.end = memory.base() + memory.sizeBytes();
        this.next = (memory.base() + GRANULE - 1) & -GRANULE;
        for (int i = 0; i < CLASS_LIMIT; i++)
        {
            free[i] = new LongArrayList();
        }
    }

    /**
     * Allocates zeroed space.
     *
     * @param lengthBytes at least 1
     * @return its physical address, or {@link #NONE}
     */
    long allocate(final long lengthBytes)
    {
        final int sizeClass = sizeClass(lengthBytes);
        final LongArrayList list = free[sizeClass];
        if (!list.isEmpty())
        {
            final long address = list.removeAt(list.size() - 1);
            zero(address, (long)GRANULE << sizeClass);                          // V4-LL-5: a recycled table is virgin

            return address;
        }
        final long length = (long)GRANULE << sizeClass;
        if (length > end - next)
        {
            return NONE;
        }
        final long address = next;
        next += length;
        zero(address, length);

        return address;
    }

    /** Returns whether three allocations would succeed, one after the other; a length of 0 is no allocation. */
    boolean fits(final long firstBytes, final long secondBytes, final long thirdBytes)
    {
        final int[] taken = new int[CLASS_LIMIT];
        long top = next;
        for (final long lengthBytes : new long[]{firstBytes, secondBytes, thirdBytes})
        {
            final int sizeClass = sizeClass(lengthBytes);
            if (lengthBytes != 0 && taken[sizeClass]++ >= free[sizeClass].size())
            {
                top += (long)GRANULE << sizeClass;
            }
        }

        return top <= end;
    }

    /**
     * Returns whether so many allocations of one length, and a first-level page and one other allocation would succeed.
     */
    boolean fitsRepeated(final long lengthBytes, final int count, final long otherBytes)
    {
        final long fresh = Math.max(0, count - free[sizeClass(lengthBytes)].size());
        final long other = (long)GRANULE << sizeClass(otherBytes);
        final long pages = (long)IndirectTable.PAGE_BYTES * (1 + count / 2048);

        return fresh * ((long)GRANULE << sizeClass(lengthBytes)) + other + pages <= end - next;
    }

    /** Gives space back that {@link #allocate} returned for the same length. */
    void free(final long address, final long lengthBytes)
    {
        free[sizeClass(lengthBytes)].addLong(address);
    }

    /** Returns the end of the space that was ever allocated, a physical address. */
    long allocatedEnd()
    {
        return next;
    }

    /** Says that software has stored into allocated space. */
    void stored()
    {
        stored = true;
    }

    /**
     * Returns whether software may have stored into allocated space, so that tables may overlap. Derived, not part of
     * the state: where it is true, the outcome is the same and takes longer.
     */
    boolean isStored()
    {
        return stored;
    }

    void state(final StateStream stream)
    {
        stored |= stream.isRestoring();
        next = stream.word(next);
        for (final LongArrayList list : free)
        {
            final int count = stream.word32(list.size());
            for (int i = 0; i < count; i++)
            {
                if (stream.isRestoring())
                {
                    list.addLong(stream.word(0));
                }
                else
                {
                    stream.word(list.getLong(i));
                }
            }
        }
    }

    private static int sizeClass(final long lengthBytes)
    {
        final long granules = (lengthBytes + GRANULE - 1) / GRANULE;

        return granules <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(granules - 1);
    }

    private void zero(final long address, final long lengthBytes)
    {
        final int end = (int)((address - memory.base() + lengthBytes - 1) / PhysicalMemory.PAGE_SIZE) + 1;
        int page = memory.nextTouchedPage((int)((address - memory.base()) / PhysicalMemory.PAGE_SIZE), end);
        while (page >= 0)
        {
            memory.zeroPage(page);
            page = memory.nextTouchedPage(page + 1, end);
        }
    }
}
