package org.gale.tables.ist;

/**
 * Width of the ids of an interrupt state table, {@code LPI_ID_BITS} or {@code ID_BITS}. A separate type, so that no
 * other width or count can be passed for it (B-TRAP-12).
 *
 * @param bits the width, 0 to {@link #LIMIT}
 */
public record IstIdBits(int bits)
{
    public static final int LIMIT = 24;

    public IstIdBits
    {
        if (bits < 0 || bits > LIMIT)
        {
            throw new IllegalArgumentException("no such width: bits=" + bits + ", limit=" + LIMIT);
        }
    }
}
