package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * Byte of a property table: enable and priority of an LPI or vLPI (V4-TBL-1).
 * <pre>
 *   7           2  1 0
 *  +-------------+--+-+
 *  |  PRIORITY   |G |E|
 *  +-------------+--+-+
 *   E = ENABLE   G = GROUP, RES1
 * </pre>
 */
public final class PropertyByte
{
    public static final Field ENABLE = new Field("ENABLE", 0, 1);
    public static final Field GROUP = new Field("GROUP", 1, 1);
    public static final Field PRIORITY = new Field("PRIORITY", 2, 6);
    public static final List<Field> FIELDS = List.of(ENABLE, GROUP, PRIORITY, Field.res0(8, 24));

    static
    {
        assert Field.isLayout(FIELDS) : "fields overlap, or bits have none";
    }
    /** Priority value of an LPI before its configuration. */
    public static final int PRIORITY_DEFAULT = 0xa0;

    private static final int PRIORITY_MASK = 0xfc;

    private PropertyByte()
    {
    }

    /**
     * Makes a property byte.
     *
     * @param priority value of 0 to 255; bits 1:0 are ignored
     * @param enabled  true to enable the LPI
     * @return the encoded byte
     */
    public static int of(final int priority, final boolean enabled)
    {
        return (priority & PRIORITY_MASK) | GROUP.mask() | (enabled ? ENABLE.mask() : 0);
    }

    /**
     * Returns whether the LPI is enabled.
     */
    public static boolean isEnabled(final int property)
    {
        return (property & ENABLE.mask()) != 0;
    }

    /** {@return the priority value, a multiple of 4} */
    public static int priority(final int property)
    {
        return property & PRIORITY_MASK;
    }
}
