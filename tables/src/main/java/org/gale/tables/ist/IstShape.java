package org.gale.tables.ist;

import org.gale.tables.memory.StateStream;

/**
 * Shape of an interrupt state table, physical or virtual: indexes and sizes, without an address. The maker of a shape
 * has clamped or refused the values of the guest (M-IST). The reserved values 3 of ISTSZ and L2SZ are not shapes.
 *
 * @param idBits   number of ID bits; the table has 2^idBits entries
 * @param istsz    ISTSZ: 0, 1, 2 for entries of 4, 8, 16 bytes
 * @param l2sz     L2SZ: 0, 1, 2 for level 2 tables of 4, 16, 64 KiB; ignored in a linear table
 * @param twoLevel true to reach the table through {@link L1Iste level 1 entries}, false if it is linear
 */
public record IstShape(int idBits, int istsz, int l2sz, boolean twoLevel)
{
    /** Largest number of ID bits: INTID.ID has 24. */
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

    /** Returns the shape of a linear table with entries of 4 bytes. */
    public static IstShape linear(final IstIdBits idBits)
    {
        return new IstShape(idBits.bits(), 0, 0, false);
    }

    /**
     * Passes a shape through a stream.
     *
     * @param idBitsMax the widest ids that the shape may have
     * @param shape     the current shape, or null where it is being restored
     * @return the shape that there is from now on
     */
    static IstShape passed(final StateStream stream, final int idBitsMax, final IstShape shape)
    {
        final int idBits = stream.number("idBits", shape == null ? 0 : shape.idBits, 0, idBitsMax);
        final int istsz = stream.number("ISTSZ", shape == null ? 0 : shape.istsz, 0, 2);
        final int l2sz = stream.number("L2SZ", shape == null ? 0 : shape.l2sz, 0, 2);

        return new IstShape(idBits, istsz, l2sz, stream.flag(shape != null && shape.twoLevel));
    }

    /** Returns whether the id has an entry. Any int is accepted. */
    public boolean contains(final int id)
    {
        return id >>> idBits == 0;
    }

    /** Returns the number of ids. */
    public int entryCount()
    {
        return 1 << idBits;
    }

    /** Returns the length of a level 2 entry: 4, 8 or 16 bytes. */
    public int entryBytes()
    {
        return 1 << entryLog2();
    }

    /** Returns the number of low ID bits that index a level 2 table. */
    public int l2IndexBits()                                                    // B-IST-4
    {
        return l2TableLog2() - entryLog2();
    }

    /** Returns the number of level 1 entries, at least one. */
    public int l1Entries()
    {
        return 1 << Math.max(0, idBits - l2IndexBits());
    }

    /**
     * Returns the index of the level 1 entry that covers an id.
     *
     * @return the index, from 0
     */
    public int l1Index(final int id)
    {
        return id >>> l2IndexBits();
    }

    /**
     * Returns the offset of the level 1 entry that covers an id.
     *
     * @return the offset in bytes from the table's base
     */
    public long l1OffsetBytes(final int id)
    {
        return (long)l1Index(id) << L1_ENTRY_LOG2;
    }

    /** Returns the length of the level 1 table in bytes. */
    public long l1Bytes()
    {
        return (long)l1Entries() << L1_ENTRY_LOG2;
    }

    /** Returns the length of one level 2 table in bytes, complete even where the ids end inside it. */
    public long l2Bytes()
    {
        return 1L << l2TableLog2();
    }

    /** Returns the length of the linear table with these entries in bytes. */
    public long tableBytes()
    {
        return (long)entryCount() << entryLog2();
    }

    /**
     * Returns the length in bytes of the table at the base register's address: the level 1 table or the linear table.
     */
    public long rootBytes()
    {
        return twoLevel ? l1Bytes() : tableBytes();
    }

    /** Returns the alignment of the base in bytes: at least 64 for any length. */
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
