package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code GICR_VPROPBASER}: version 4.1 points to the vPE table, version 4.0 to the property table of the VM whose vPE
 * is resident (V4-REG-1, V4-REG-2).
 */
public final class GicrVpropbaser
{
    /** Offset in the redistributor's VLPI frame. */
    public static final int OFFSET = 0x70;
    public static final LongField SIZE = new LongField("SIZE", 0, 7);
    public static final LongField INNER = new LongField("INNER", 7, 3);
    public static final LongField SHARE = new LongField("SHARE", 10, 2);
    public static final LongField ADDRESS = new LongField("ADDRESS", 12, 40);
    public static final LongField Z = new LongField("Z", 52, 1);
    public static final LongField PAGE_SIZE = new LongField("PAGE_SIZE", 53, 2);
    public static final LongField INDIRECT = new LongField("INDIRECT", 55, 1);
    public static final LongField OUTER = new LongField("OUTER", 56, 3);
    public static final LongField ENTRY_SIZE = new LongField("ENTRY_SIZE", 59, 3);
    public static final LongField VALID = new LongField("VALID", 63, 1);
    /** Fields of version 4.1. */
    public static final List<LongField> FIELDS = List.of(SIZE, INNER, SHARE, ADDRESS, Z, PAGE_SIZE, INDIRECT, OUTER,
        ENTRY_SIZE, LongField.res0(62, 1), VALID);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicrVpropbaser()
    {
    }
}
