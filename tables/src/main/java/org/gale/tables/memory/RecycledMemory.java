package org.gale.tables.memory;

import org.agrona.UnsafeApi;

/**
 * Clearing of memory from the C library. Large requests are fresh pages of the system and zero. But the library may
 * serve even hundreds of MiB from freed memory, if freed blocks have merged. Only requests larger than all memory that
 * can have been freed are thus assumed to be zero.
 */
final class RecycledMemory
{
    /** Size below which all memory is written, because that costs less than a check. */
    private static final long WRITTEN_BELOW = 32L << 20;
    /** Size from which on the allocator maps fresh pages, which are zero: nothing is checked or written. */
    private static final long FRESH_FROM = 1L << 30;

    private RecycledMemory()
    {
    }

    /**
     * Clears a region and uses memory only where the region was not zero.
     *
     * @param address   address of the first byte, a multiple of 8
     * @param sizeBytes a multiple of 8
     */
    static void clear(final long address, final long sizeBytes)
    {
        if (sizeBytes < WRITTEN_BELOW)
        {
            UnsafeApi.setMemory(address, sizeBytes, (byte)0);
        }
        else if (sizeBytes < FRESH_FROM)
        {
            for (long at = address; at < address + sizeBytes; at += Long.BYTES)
            {
                if (UnsafeApi.getLong(at) != 0)
                {
                    UnsafeApi.putLong(at, 0);
                }
            }
        }
    }
}
