package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SPI_STATUSR}, 32 bits, read-only: says whether a selection or a change of an SPI is done, and whether the
 * SPI exists.
 */
public final class IrsSpiStatusr
{
    public static final int OFFSET = 0x0118;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    /** The selected SPI exists here and is assigned to this domain. */
    public static final Field V = new Field("V", 1, 1);
    public static final List<Field> FIELDS = List.of(IDLE, V, Field.res0(2, 30));

    private IrsSpiStatusr()
    {
    }
}
