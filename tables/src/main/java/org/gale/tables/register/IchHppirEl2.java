package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_HPPIR_EL2}, read-only: the highest priority pending interrupt of the virtual domain, if its priority is
 * sufficient.
 */
public final class IchHppirEl2
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField HPPIV = new LongField("HPPIV", 32, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, HPPIV, LongField.res0(33, 31));

    private IchHppirEl2()
    {
    }
}
