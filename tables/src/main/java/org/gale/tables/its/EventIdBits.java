package org.gale.tables.its;

/**
 * Width of an EventID, {@code EVENTID_BITS}: the translation table of a device has 2^bits entries. A separate type, so
 * that no other width or count can be passed for it (B-TRAP-12).
 *
 * @param bits the width, 0 to {@link #LIMIT}
 */
public record EventIdBits(int bits)
{
    public static final int LIMIT = 31;

    public EventIdBits
    {
        if (bits < 0 || bits > LIMIT)
        {
            throw new IllegalArgumentException("no such width: bits=" + bits + ", limit=" + LIMIT);
        }
    }
}
