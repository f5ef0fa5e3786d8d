package org.gale.tables.its;

/**
 * Width of a DeviceID, {@code DEVICEID_BITS}: a device table has 2^bits entries. A separate type, so that no other
 * width or count can be passed for it (B-TRAP-12).
 *
 * @param bits the width, 0 to {@link #LIMIT}
 */
public record DeviceIdBits(int bits)
{
    public static final int LIMIT = 32;

    public DeviceIdBits
    {
        if (bits < 0 || bits > LIMIT)
        {
            throw new IllegalArgumentException("no such width: bits=" + bits + ", limit=" + LIMIT);
        }
    }

    /** Returns whether a DeviceID, 32 bits unsigned, lies within the width. */
    public boolean contains(final int deviceId)                                 // B-ITS-3
    {
        return Integer.toUnsignedLong(deviceId) >>> bits == 0;
    }
}
