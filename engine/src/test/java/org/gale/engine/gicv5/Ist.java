package org.gale.engine.gicv5;

/**
 * An interrupt state table as software lays it out: its descriptor and where each entry lies, computed here from the
 * formulas of the architecture and not by the code under test.
 *
 * @param base     address of the linear table or of the level 1 table
 * @param idBits   number of ID bits
 * @param istsz    0, 1, 2: entries of 4, 8, 16 bytes
 * @param l2sz     0, 1, 2: level 2 tables of 4, 16, 64 KiB
 * @param twoLevel is there a level 1 table?
 * @param l2Base   address of the first level 2 table; the others follow
 */
public record Ist(long base, int idBits, int istsz, int l2sz, boolean twoLevel, long l2Base)
{
    /** A linear table of 4-byte entries. */
    public static Ist linear(final long base, final int idBits)
    {
        return new Ist(base, idBits, 0, 0, false, 0);
    }

    /** Index bits of a level 2 table: (10 − ISTSZ) + 2 × L2SZ. */
    public int l2Bits()
    {
        return 10 - istsz + 2 * l2sz;
    }

    /** At least one. */
    public int l1Entries()
    {
        return idBits > l2Bits() ? 1 << (idBits - l2Bits()) : 1;
    }

    public long l2Bytes()
    {
        return 0x1000L << (2 * l2sz);
    }

    /** Where the level 2 table of an index lies. */
    public long l2Address(final int l1Index)
    {
        return l2Base + l1Index * l2Bytes();
    }

    /** Address of an entry. */
    public long entryAddress(final int id)
    {
        final long entryBytes = 4L << istsz;

        return twoLevel ?
            l2Address(id >>> l2Bits()) + (id & ((1 << l2Bits()) - 1)) * entryBytes : base + id * entryBytes;
    }

    /** IRS_IST_CFGR. */
    public int cfgr()
    {
        return idBits | l2sz << 5 | istsz << 7 | (twoLevel ? 1 << 16 : 0);
    }

    /** Word 2 or 3 of an L2_VMTE, with IST_VALID = 0. */
    public long descriptor()
    {
        return base | (long)l2sz << 1 | (long)istsz << 56 | (twoLevel ? 1L << 58 : 0) | (long)idBits << 59;
    }
}
