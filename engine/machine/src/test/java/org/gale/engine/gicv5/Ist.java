package org.gale.engine.gicv5;

/**
 * Interrupt state table as software lays it out: its descriptor and the place of each entry, computed here from the
 * formulas of the architecture and not by the code under test.
 *
 * @param base     address of the linear table or of the level 1 table
 * @param idBits   number of ID bits
 * @param istsz    0, 1, 2: entries of 4, 8, 16 bytes
 * @param l2sz     0, 1, 2: level 2 tables of 4, 16, 64 KiB
 * @param twoLevel true for a level 1 table in front of the level 2 tables
 * @param l2Base   address of the first level 2 table; the others follow
 */
public record Ist(long base, int idBits, int istsz, int l2sz, boolean twoLevel, long l2Base)
{
    /** Returns a linear table of 4-byte entries. */
    public static Ist linear(final long base, final int idBits)
    {
        return new Ist(base, idBits, 0, 0, false, 0);
    }

    /** Returns the index bits of a level 2 table: (10 − ISTSZ) + 2 × L2SZ. */
    public int l2Bits()
    {
        return 10 - istsz + 2 * l2sz;
    }

    /** Returns the number of level 1 entries, at least one. */
    public int l1Entries()
    {
        return idBits > l2Bits() ? 1 << (idBits - l2Bits()) : 1;
    }

    public long l2Bytes()
    {
        return 0x1000L << (2 * l2sz);
    }

    /** Returns the address of the level 2 table of an index. */
    public long l2Address(final int l1Index)
    {
        return l2Base + l1Index * l2Bytes();
    }

    /** Returns the address of an entry. */
    public long entryAddress(final int id)
    {
        final long entryBytes = 4L << istsz;

        return twoLevel ?
            l2Address(id >>> l2Bits()) + (id & ((1 << l2Bits()) - 1)) * entryBytes : base + id * entryBytes;
    }

    /** Returns the value of IRS_IST_CFGR. */
    public int cfgr()
    {
        return idBits | l2sz << 5 | istsz << 7 | (twoLevel ? 1 << 16 : 0);
    }

    /** Returns word 2 or 3 of an L2_VMTE, with IST_VALID = 0. */
    public long descriptor()
    {
        return base | (long)l2sz << 1 | (long)istsz << 56 | (twoLevel ? 1L << 58 : 0) | (long)idBits << 59;
    }
}
