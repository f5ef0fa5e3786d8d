package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SPI_DOMAINR}, 32 bits: the domain that the selected SPI is assigned to, one of {@link InterruptDomain};
 * RAZ/WI outside the EL3 frame.
 */
public final class IrsSpiDomainr
{
    public static final int OFFSET = 0x010c;
    public static final Field DOMAIN = new Field("DOMAIN", 0, 2);
    public static final List<Field> FIELDS = List.of(DOMAIN, Field.res0(2, 30));

    private IrsSpiDomainr()
    {
    }
}
