package org.gale.tables.memory;

import org.agrona.UnsafeApi;

/**
 * Makes memory of the C library zero. Large requests are fresh from the system, and zero; but the library serves even
 * one of hundreds of MiB from what was given back before, if that has grown together, so only requests that are larger
 * than all that can have been given back are taken as they are.
 */
public final class RecycledMemory
{
    /** Below this size all of it is written: that costs less than to look. */
    private static final long WRITTEN_BELOW = 32L << 20;
    /** From this size on, nothing is looked at. */
    private static final long FRESH_FROM = 1L << 30;

    private RecycledMemory()
    {
    }

    /**
     * Makes a region zero, taking memory only where it was not.
     *
     * @param address   of the first byte, a multiple of 8
     * @param sizeBytes a multiple of 8
     */
    public static void clear(final long address, final long sizeBytes)
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
