package org.gale.tables.vm;

/**
 * Width of a VM ID, {@code VM_ID_BITS}: a VM table has 2^bits entries.
 * A type of its own, so that no other width, and no count, is taken for it (B-TRAP-12).
 *
 * @param bits the width, 0 to {@link #LIMIT}.
 */
public record VmIdBits(int bits)
{
    public static final int LIMIT = 16;

    public VmIdBits
    {
        if (bits < 0 || bits > LIMIT)
        {
            throw new IllegalArgumentException("no such width: bits=" + bits + ", limit=" + LIMIT);
        }
    }

    /** The width that a guest's register or table asks for, cut to the limit. */
    public static VmIdBits clamped(final int bits)
    {
        return new VmIdBits(Math.min(bits, LIMIT));
    }
}
