package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Collection table entry of an ITS: the redistributor that a collection targets. The architecture leaves the layout
 * open.
 * <pre>
 *  63                                                 17 16            1  0
 *  +----------------------------------------------------+---------------+-+
 *  |                       RES0                         |    RDBASE     |V|
 *  +----------------------------------------------------+---------------+-+
 *   V = VALID   RDBASE = processor number
 * </pre>
 */
public final class CollectionEntry
{
    /** Length of an entry in bytes. */
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField RDBASE = new LongField("RDBASE", 1, 16);
    public static final List<LongField> FIELDS = List.of(VALID, RDBASE, LongField.res0(17, 47));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private CollectionEntry()
    {
    }
}
