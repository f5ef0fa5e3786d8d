package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VPE_DBR}, 64 bits: the doorbell of the selected VPE.
 */
public final class IrsVpeDbr
{
    public static final int OFFSET = 0x0248;
    /** The doorbell's LPI: an id without a type. */
    public static final LongField INTID = new LongField("INTID", 0, 24);
    /** Only interrupts of this priority or a higher one ring. */
    public static final LongField DBPM = new LongField("DBPM", 32, 5);
    /** The doorbell is requested. */
    public static final LongField REQ_DB = new LongField("REQ_DB", 62, 1);
    public static final LongField DBV = new LongField("DBV", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        INTID, LongField.res0(24, 8), DBPM, LongField.res0(37, 25), REQ_DB, DBV);

    private IrsVpeDbr()
    {
    }
}
