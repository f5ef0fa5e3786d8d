package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SPI_CFGR}, 32 bits: the trigger mode of the selected SPI.
 */
public final class IrsSpiCfgr
{
    public static final int OFFSET = 0x0114;
    /** 0 edge, 1 level. */
    public static final Field TM = new Field("TM", 0, 1);
    public static final List<Field> FIELDS = List.of(TM, Field.res0(1, 31));

    private IrsSpiCfgr()
    {
    }
}
