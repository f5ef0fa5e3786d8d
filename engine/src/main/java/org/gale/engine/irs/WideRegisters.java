package org.gale.engine.irs;

/**
 * The 64-bit registers of a frame as software may write them: whole, or one 32-bit half at a time. A half is merged
 * with the value that was last written to the register (M-HALF, B-IRS-12). Owned by the thread that owns the machine.
 */
public final class WideRegisters
{
    private static final int REGION = 0x400;

    private final long[] lastWritten = new long[REGION >>> 3];

    /** Takes a write and returns the value of the whole register, whose offset is {@code offset & ~7}. */
    public long merge(final int offset, final int sizeBytes, final long value)
    {
        final int index = offset >>> 3;
        long merged = value;
        if (sizeBytes == Integer.BYTES)
        {
            final int shift = (offset & Integer.BYTES) << 3;
            final long mask = 0xffff_ffffL << shift;
            merged = (lastWritten[index] & ~mask) | ((value << shift) & mask);
        }
        lastWritten[index] = merged;

        return merged;
    }

    /** The part of a register's value that a load of this size sees. */
    public static long select(final int offset, final int sizeBytes, final long value)
    {
        return sizeBytes == Long.BYTES ? value : (value >>> ((offset & Integer.BYTES) << 3)) & 0xffff_ffffL;
    }

    /** Does a write touch bits 63:32, where the action bits lie? */
    public static boolean touchesHigh(final int offset, final int sizeBytes)
    {
        return sizeBytes == Long.BYTES || (offset & Integer.BYTES) != 0;
    }

    /** What was last written to each register, mixed into one word for the digest. */
    public long digest()
    {
        long hash = 0;
        for (final long word : lastWritten)
        {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }

        return hash;
    }
}
