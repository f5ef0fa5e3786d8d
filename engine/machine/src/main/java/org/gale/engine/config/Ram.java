package org.gale.engine.config;

/**
 * Range of the RAM of a machine: the value of the key {@code ram}, such as {@code 0x40000000:0x1000}.
 *
 * @param base  physical address, page aligned inside 56 address bits
 * @param bytes length, a multiple of 4 KiB
 */
public record Ram(long base, long bytes)
{
    private static final long PAGE = 4096;
    private static final long BYTES_MAX = 256L << 30;

    public Ram
    {
        if (bytes < PAGE || bytes > BYTES_MAX || (bytes & (PAGE - 1)) != 0)
        {
            throw new IllegalArgumentException(
                "a size of 0x" + Long.toHexString(bytes) + " is not a multiple of 4 KiB up to 256 GiB");
        }
        if (base < 0 || base > MachineLimits.ADDRESS_LIMIT - bytes || (base & (PAGE - 1)) != 0)
        {
            throw new IllegalArgumentException(
                "a base of 0x" + Long.toHexString(base) + " is not page aligned inside 56 address bits");
        }
    }

    /** Returns whether any of these addresses, below {@link MachineLimits#ADDRESS_LIMIT}, is in RAM. */
    public boolean overlaps(final long address, final long length)
    {
        return address < base + bytes && base < address + length;
    }

    static Ram parse(final String text)
    {
        final String[] ends = text.split(":", -1);
        if (ends.length != 2)
        {
            throw new IllegalArgumentException('\'' + text + "' is not BASE:SIZE");
        }

        return new Ram(KeyType.number("", ends[0]), KeyType.number("", ends[1]));
    }

    @Override
    public String toString()
    {
        return "0x" + Long.toHexString(base) + ":0x" + Long.toHexString(bytes);
    }
}
