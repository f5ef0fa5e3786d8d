package org.gale.tables.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.UnsafeApi;

/**
 * Regions of machines that have ended, for machines of the same size to come: a hunt makes one for each seed, and the
 * system takes longer to map a region, and to tell which of its pages are new, than a short session lasts. A region is
 * kept with all bytes zero. Its pages that were ever written are marked, and only these are cleared.
 *
 * <p>Few regions of few written pages are kept, so that what is kept is little memory. Any thread may give and take.
 */
final class SpareRegions
{
    /** Number of regions that are kept. */
    static final int LIMIT = 8;
    /** Written pages of a region up to which it is kept: to clear more costs more than to map anew. */
    static final int PAGES_LIMIT = 1024;
    /** Sizes that are kept. Smaller regions cost little. */
    static final long LEAST = 32L << 20;
    static final long MOST = 1L << 30;

    private static final int PAGE_BYTES = 1 << PageState.PAGE_SHIFT;

    private static final Deque<Spare> SPARES = new ArrayDeque<>(LIMIT);

    private SpareRegions()
    {
    }

    /**
     * Allocates memory for a region.
     *
     * @param sizeBytes size of the region
     * @return an allocation whose region is zero, kept or new
     * @throws OutOfMemoryError if the host refuses the size
     */
    static long allocate(final long sizeBytes)
    {
        final long spare = take(sizeBytes);
        if (spare != 0)
        {
            assert RecycledMemory.isClear(regionOf(spare), sizeBytes) : "memory of a machine that ended is not zero";
            return spare;
        }
        final long allocation = allocateNew(sizeBytes + PAGE_BYTES);
        RecycledMemory.clear(regionOf(allocation), sizeBytes);

        return allocation;
    }

    /** {@return the address of the first byte of the region of an allocation: that of a page} */
    static long regionOf(final long allocation)
    {
        return (allocation + PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    /** {@return an allocation whose region is zero and has this size; 0 if none is kept} */
    static long take(final long sizeBytes)
    {
        synchronized (SPARES)
        {
            for (final Spare spare : SPARES)
            {
                if (spare.sizeBytes() == sizeBytes)
                {
                    SPARES.remove(spare);

                    return spare.allocation();
                }
            }

            return 0;
        }
    }

    /**
     * Takes the region of a machine that has ended, unless it is of no use. It then belongs to the next machine.
     *
     * @param allocation what the region was made from
     * @param pages      marks of the pages that were written
     * @return false if the caller has to free it
     */
    static boolean give(final long allocation, final long sizeBytes, final PageState pages)
    {
        if (sizeBytes < LEAST || sizeBytes > MOST || isFull() || !clears(regionOf(allocation), pages))
        {
            return false;
        }
        synchronized (SPARES)
        {
            return SPARES.size() < LIMIT && SPARES.offerFirst(new Spare(allocation, sizeBytes));
        }
    }

    /** Frees the regions that are kept, and returns their number. */
    static int free()
    {
        synchronized (SPARES)
        {
            final int count = SPARES.size();
            SPARES.forEach(spare -> UnsafeApi.freeMemory(spare.allocation()));
            SPARES.clear();

            return count;
        }
    }

    /** Allocates memory of the C library, if need be instead of the regions that are kept. */
    private static long allocateNew(final long lengthBytes)
    {
        try
        {
            return UnsafeApi.allocateMemory(lengthBytes);
        }
        catch (final OutOfMemoryError ex)
        {
            if (free() == 0)
            {
                throw ex;
            }
            return UnsafeApi.allocateMemory(lengthBytes);
        }
    }

    private static boolean isFull()
    {
        synchronized (SPARES)
        {
            return SPARES.size() >= LIMIT;
        }
    }

    /** Clears the pages that were written, and returns false if there are too many. */
    private static boolean clears(final long region, final PageState pages)
    {
        int count = 0;
        int page = pages.nextTouched(0, pages.pageCount());
        while (page >= 0 && count < PAGES_LIMIT)
        {
            UnsafeApi.setMemory(region + ((long)page << PageState.PAGE_SHIFT), PAGE_BYTES, (byte)0);
            count++;
            page = pages.nextTouched(page + 1, pages.pageCount());
        }

        return page < 0;
    }

    /** Allocation whose region is zero. */
    private record Spare(long allocation, long sizeBytes)
    {
    }
}
