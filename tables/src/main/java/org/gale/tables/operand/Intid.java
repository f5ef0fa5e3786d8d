package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * An interrupt's number, {@code INTID}: a type, and an id within the type's own space.
 * <pre>
 *     3                   2                   1                   0
 *   1 0 9 8 7 6 5 4 3 2 1 0 9 8 7 6 5 4 3 2 1 0 9 8 7 6 5 4 3 2 1 0
 *  +-----+---------+-----------------------------------------------+
 *  |TYPE |  RES0   |                      ID                       |
 *  +-----+---------+-----------------------------------------------+
 * </pre>
 * PPI 5, LPI 5 and SPI 5 are three interrupts; any other type is none, and operations on it have no effect (B-GEN-2).
 */
public final class Intid
{
    public static final Field ID = new Field("ID", 0, 24);
    public static final Field TYPE = new Field("TYPE", 29, 3);
    public static final List<Field> FIELDS = List.of(ID, Field.res0(24, 5), TYPE);

    static
    {
        assert Field.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    public static final int TYPE_PPI = 1;
    public static final int TYPE_LPI = 2;
    public static final int TYPE_SPI = 3;
    /** One past the highest id of any type. */
    public static final int ID_LIMIT = 1 << 24;

    private Intid()
    {
    }

    /** {@return the encoded type of an interrupt} */
    public static int type(final int intid)
    {
        return TYPE.get(intid);
    }

    /** {@return the id of an interrupt within its type} */
    public static int id(final int intid)
    {
        return ID.get(intid);
    }

    /** {@return the encoded {@code INTID} of a type and an id} */
    public static int of(final int type, final int id)
    {
        return TYPE.set(ID.set(0, id), type);
    }

    /** Returns whether the type is SPI. */
    public static boolean isSpi(final int intid)
    {
        return type(intid) == TYPE_SPI;
    }
}
