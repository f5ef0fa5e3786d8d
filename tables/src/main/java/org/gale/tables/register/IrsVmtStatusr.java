package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_VMT_STATUSR}, 32 bits, read-only: says whether an operation on the VM table is done.
 */
public final class IrsVmtStatusr
{
    /** B-TRAP-9: beside IRS_VMT_CFGR, although one source has it among the registers of SPIs. */
    public static final int OFFSET = 0x0214;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private IrsVmtStatusr()
    {
    }
}
