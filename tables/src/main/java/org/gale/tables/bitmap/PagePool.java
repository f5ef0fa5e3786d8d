package org.gale.tables.bitmap;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap pool of zeroed pages of a few lengths. A page is named by its offset in {@link #buffer()}, a multiple of 8.
 * 0 stands for no page.
 *
 * <p>The pool reserves address space up to its limit at once and uses memory for allocated pages only. New space is
 * cleared when it is first allocated, as memory of the C library may hold what others left. A freed page must be zero
 * but for its first word. Freed pages are allocated again before new space is used. Owned by one thread.
 */
public final class PagePool implements AutoCloseable
{
    /** Largest limit in bytes; page offsets are ints. */
    public static final long LIMIT_MAX = (1L << 31) - 4096;

    private static final int FIRST_PAGE = 64;

    private final long allocation;
    private final UnsafeBuffer buffer;
    private final int[] freeHeads = new int[PageKind.values().length];
    private int end = FIRST_PAGE;
    private long usedBytes;
    private long reservedBytes;
    private boolean closed;

    /** Kinds of pages, by length. */
    public enum PageKind
    {
        /** Leaf: a summary word and 64 words of bits for 4,096 ids. */
        LEAF(0, Long.BYTES + 64 * Long.BYTES),
        /** Node: a summary word and 64 page offsets. */
        NODE(1, Long.BYTES + 64 * Integer.BYTES),
        /** Record of a user of the pool for one of its own objects. */
        RECORD(2, Long.BYTES + 64 * Integer.BYTES),
        /** List of up to 2 ids. */
        LIST_2(3, Long.BYTES + 2 * Integer.BYTES),
        /** List of up to 6 ids. */
        LIST_6(4, Long.BYTES + 6 * Integer.BYTES),
        /** List of up to 14 ids. */
        LIST_14(5, Long.BYTES + 14 * Integer.BYTES),
        /** List of up to 30 ids. */
        LIST_30(6, Long.BYTES + 30 * Integer.BYTES),
        /** List of up to 62 ids. */
        LIST_62(7, Long.BYTES + 62 * Integer.BYTES);

        private final int code;
        private final int length;

        PageKind(final int code, final int length)
        {
            this.code = code;
            this.length = length;
        }

        /** Returns the length of a page of this kind in bytes, a multiple of 8. */
        public int length()
        {
            return length;
        }
    }

    /**
     * Reserves address space for a pool.
     *
     * @param limitBytes 4 KiB to {@link #LIMIT_MAX}; reserved, not used
     * @throws OutOfMemoryError if the host refuses the reservation
     */
    public PagePool(final long limitBytes)
    {
        if (limitBytes < 4096 || limitBytes > LIMIT_MAX)
        {
            throw new IllegalArgumentException("pool limit is not 4 KiB to 2 GiB: " + limitBytes);
        }
        allocation = UnsafeApi.allocateMemory(limitBytes);
        buffer = new UnsafeBuffer(allocation, (int)limitBytes);
    }

    /** Returns the buffer over the memory of all pages. */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Returns the length of the allocated pages in bytes. */
    public long usedBytes()
    {
        return usedBytes;
    }

    /**
     * Counts memory that a user of the pool allocates elsewhere against the limit.
     *
     * @throws PoolExhaustedException if the limit is reached
     */
    public void reserve(final int lengthBytes)
    {
        if (usedBytes + reservedBytes + lengthBytes > buffer.capacity())
        {
            throw new PoolExhaustedException(buffer.capacity());
        }
        reservedBytes += lengthBytes;
    }

    /** Reverts {@link #reserve(int)}. */
    public void giveBack(final int lengthBytes)
    {
        assert lengthBytes >= 0 && lengthBytes <= reservedBytes : lengthBytes + " of " + reservedBytes;
        reservedBytes -= lengthBytes;
    }

    /**
     * Allocates a page of zeros.
     *
     * @return the page, the offset of its first byte in {@link #buffer()}
     * @throws PoolExhaustedException if the limit is reached
     */
    public int allocate(final PageKind kind)
    {
        final int head = freeHeads[kind.code];
        if (head != 0)
        {
            usedBytes += kind.length();
            freeHeads[kind.code] = (int)buffer.getLong(head);
            assert isFree(kind, head) : "a free page was stored to: " + head;
            buffer.putLong(head, 0L);
            return head;
        }
        if (end > buffer.capacity() - kind.length())
        {
            throw new PoolExhaustedException(buffer.capacity());
        }
        final int page = end;
        assert (page & (Long.BYTES - 1)) == 0 : "page=" + page;
        buffer.setMemory(page, kind.length(), (byte)0);
        end += kind.length();
        usedBytes += kind.length();
        return page;
    }

    /** Frees a page whose words after the first are zero. */
    public void free(final PageKind kind, final int page)
    {
        assert page >= FIRST_PAGE && page <= end - kind.length() && (page & (Long.BYTES - 1)) == 0 : "page=" + page;
        assert isFree(kind, page) : "a freed page is not zero: " + page;
        buffer.putLong(page, freeHeads[kind.code]);
        freeHeads[kind.code] = page;
        usedBytes -= kind.length();
        assert usedBytes >= 0 : "more was freed than allocated: " + usedBytes;
    }

    /** Returns whether the words of a page are zero but for its first one. */
    private boolean isFree(final PageKind kind, final int page)
    {
        long bits = 0;
        for (int i = Long.BYTES; i < kind.length(); i += Long.BYTES)
        {
            bits |= buffer.getLong(page + i);
        }

        return bits == 0;
    }

    /** Releases the memory. Idempotent. */
    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            buffer.wrap(0, 0);
            UnsafeApi.freeMemory(allocation);
        }
    }
}
