package org.gale.tables.vm;

/**
 * Width of a VM ID, {@code VM_ID_BITS}: a VM table has 2^bits entries. A separate type, so that no other width or count
 * can be passed for it (B-TRAP-12).
 *
 * @param bits the width, 0 to {@link #LIMIT}
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
}
