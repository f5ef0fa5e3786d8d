package org.gale.tables.ist;

/**
 * The shape of an interrupt state table, physical or virtual: index maths and sizes, without an address.
 * The one who makes a shape has clamped or refused what the guest wrote (M-IST); the reserved values 3 of ISTSZ and
 * L2SZ are not shapes.
 *
 * @param idBits   number of ID bits; the table has 2^idBits entries.
 * @param istsz    ISTSZ: 0, 1, 2 for entries of 4, 8, 16 bytes.
 * @param l2sz     L2SZ: 0, 1, 2 for level 2 tables of 4, 16, 64 KiB; means nothing in a linear table.
 * @param twoLevel is the table reached through {@link L1Iste level 1 entries}, or linear?
 */
public record IstShape(int idBits, int istsz, int l2sz, boolean twoLevel)
{
    /** The widest ID there is: INTID.ID has 24 bits. */
    public static final int ID_BITS_LIMIT = IstIdBits.LIMIT;

    private static final int L1_ENTRY_LOG2 = 3;
    private static final int L2_ENTRY_LOG2_MIN = 2;
    private static final int L2_TABLE_LOG2_MIN = 12;
    private static final int ALIGNMENT_TOP_BIT_MIN = 5;

    public IstShape
    {
        if (idBits < 0 || idBits > ID_BITS_LIMIT || istsz < 0 || istsz > 2 || l2sz < 0 || l2sz > 2)
        {
            throw new IllegalArgumentException(
                "no such shape: idBits=" + idBits + ", istsz=" + istsz + ", l2sz=" + l2sz);
        }
    }

    /** For set-up code, where a width of another kind must not do. */
    public static IstShape of(final IstIdBits idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        return new IstShape(idBits.bits(), istsz, l2sz, twoLevel);
    }

    /** Does the id have an entry? Any int may be asked. */
    public boolean contains(final int id)
    {
        return id >>> idBits == 0;
    }

    /** Number of ids. */
    public int entryCount()
    {
        return 1 << idBits;
    }

    /** Length of a level 2 entry: 4, 8 or 16. */
    public int entryBytes()
    {
        return 1 << entryLog2();
    }

    /** Number of low ID bits that index a level 2 table. */
    public int l2IndexBits()                                                    // B-IST-4
    {
        return l2TableLog2() - entryLog2();
    }

    /** Number of level 1 entries, at least one. */
    public int l1Entries()
    {
        return 1 << Math.max(0, idBits - l2IndexBits());
    }

    /** Index of the level 1 entry that covers the id. */
    public int l1Index(final int id)
    {
        return id >>> l2IndexBits();
    }

    /** Index of the id's entry inside its level 2 table. */
    public int l2Index(final int id)
    {
        return id & ((1 << l2IndexBits()) - 1);
    }

    /** Offset of the level 1 entry that covers the id, from the table's base. */
    public long l1OffsetBytes(final int id)
    {
        return (long)l1Index(id) << L1_ENTRY_LOG2;
    }

    /** Offset of the id's entry: from the table's base if linear, else from its level 2 table's. */
    public long entryOffsetBytes(final int id)
    {
        return (long)(twoLevel ? l2Index(id) : id) << entryLog2();
    }

    /** Length of the level 1 table. */
    public long l1Bytes()
    {
        return (long)l1Entries() << L1_ENTRY_LOG2;
    }

    /** Length of one level 2 table, whole even where the ids end before it does. */
    public long l2Bytes()
    {
        return 1L << l2TableLog2();
    }

    /** Length of the linear table with these entries. */
    public long tableBytes()
    {
        return (long)entryCount() << entryLog2();
    }

    /** Length of what the base register points at: the level 1 table or the linear one. */
    public long rootBytes()
    {
        return twoLevel ? l1Bytes() : tableBytes();
    }

    /** Alignment of the base: never less than 64, whatever the length. */
    public long alignmentBytes()
    {
        final int topZeroBit = twoLevel ? idBits - l2IndexBits() + 2 : idBits + istsz + 1;

        return 2L << Math.max(ALIGNMENT_TOP_BIT_MIN, topZeroBit);
    }

    private int entryLog2()
    {
        return L2_ENTRY_LOG2_MIN + istsz;
    }

    private int l2TableLog2()
    {
        return L2_TABLE_LOG2_MIN + 2 * l2sz;
    }
}
