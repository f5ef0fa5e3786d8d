package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code GICR_VPENDBASER}: the vPE that is resident on a redistributor. Version 4.1 names the vPE by its vPEID, version
 * 4.0 by the address of its virtual pending table (V4-REG-3, V4-REG-4).
 */
public final class GicrVpendbaser
{
    /** Offset in the redistributor's VLPI frame. */
    public static final int OFFSET = 0x78;
    public static final LongField VPEID = new LongField("VPEID", 0, 16);
    public static final LongField VGRP1EN = new LongField("VGRP1EN", 58, 1);
    public static final LongField VGRP0EN = new LongField("VGRP0EN", 59, 1);
    public static final LongField DIRTY = new LongField("DIRTY", 60, 1);
    public static final LongField PENDING_LAST = new LongField("PENDING_LAST", 61, 1);
    public static final LongField DOORBELL = new LongField("DOORBELL", 62, 1);
    public static final LongField VALID = new LongField("VALID", 63, 1);
    /** Fields of version 4.1. */
    public static final List<LongField> FIELDS = List.of(
        VPEID, LongField.res0(16, 42), VGRP1EN, VGRP0EN, DIRTY, PENDING_LAST, DOORBELL, VALID);
    /** Version 4.0: bits 51:16 of the virtual pending table's address. */
    public static final LongField VPT_ADDR = new LongField("VPT_ADDR", 16, 36);
    /** Version 4.0: the implementation defined area of the table is invalid. */
    public static final LongField IDAI = new LongField("IDAI", 62, 1);
    /** Fields of version 4.0 that matter here. */
    public static final List<LongField> V40_FIELDS = List.of(
        LongField.res0(0, 16), VPT_ADDR, LongField.res0(52, 8), DIRTY, PENDING_LAST, IDAI, VALID);

    private GicrVpendbaser()
    {
    }
}
