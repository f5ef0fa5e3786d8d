package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Cached bytes of a property table. Hardware may cache a byte until it is invalidated (V4-TBL-4); this one always does,
 * so that a host that forgets an invalidate is found out. One cache per table, shared by all vPEs of a VM (V4-TBL-2).
 */
final class PropertyCache
{
    /** The first LPI (V4-ID-4): a property table begins with its byte. */
    static final int FIRST_LPI = 8192;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    static
    {
        assert CHUNK == PhysicalMemory.PAGE_SIZE : "a chunk is no page";
        assert FIRST_LPI % CHUNK == 0 : "the first LPI lies inside a chunk";
    }

    private final PhysicalMemory memory;
    private final long address;
    private final byte[][] chunks;

    /**
     * Makes the cache of a table and fills it.
     *
     * @param address physical address of the table, aligned to a page
     * @param idBits  INTID bits
     */
    PropertyCache(final PhysicalMemory memory, final long address, final int idBits)
    {
        this.memory = memory;
        this.address = address;
        this.chunks = new byte[((1 << idBits) - FIRST_LPI + CHUNK - 1) >>> CHUNK_SHIFT][];
        reload();
    }

    /** Returns the bytes of a property table. */
    static long lengthBytes(final int idBits)
    {
        return (1L << idBits) - FIRST_LPI;
    }

    long address()
    {
        return address;
    }

    /** Returns whether the table has a byte for an INTID. */
    boolean contains(final int intid)
    {
        return intid >= FIRST_LPI && (intid - FIRST_LPI) >>> CHUNK_SHIFT < chunks.length;
    }

    /** Returns the cached byte of an LPI or vLPI. */
    int value(final int intid)
    {
        final byte[] chunk = chunks[(intid - FIRST_LPI) >>> CHUNK_SHIFT];

        return chunk == null ? 0 : chunk[(intid - FIRST_LPI) & (CHUNK - 1)] & 0xff;
    }

    /** Invalidates one byte. */
    void reload(final int intid)
    {
        final int index = (intid - FIRST_LPI) >>> CHUNK_SHIFT;
        if (chunks[index] == null)
        {
            chunks[index] = new byte[CHUNK];
        }
        chunks[index][(intid - FIRST_LPI) & (CHUNK - 1)] = (byte)memory.load(address + intid - FIRST_LPI, 1);
    }

    /** Invalidates all bytes. */
    void reload()
    {
        final int first = (int)((address - memory.base()) / PhysicalMemory.PAGE_SIZE);
        final int end = first + chunks.length;
        int at = 0;
        for (int page = memory.nextTouchedPage(first, end); page >= 0; page = memory.nextTouchedPage(page + 1, end))
        {
            final int i = page - first;
            Arrays.fill(chunks, at, i, null);
            at = i + 1;
            chunks[i] = chunks[i] == null ? new byte[CHUNK] : chunks[i];
            memory.read(address + ((long)i << CHUNK_SHIFT), chunks[i], 0, CHUNK);
        }
        Arrays.fill(chunks, at, chunks.length, null);
    }
}
