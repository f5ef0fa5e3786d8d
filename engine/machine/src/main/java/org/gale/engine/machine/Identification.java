package org.gale.engine.machine;

import org.gale.tables.register.Iidr;

/** Identification of this implementation, which each component of a machine shows (script.md#reference-machine). */
public final class Identification
{
    /** Value of IRS_IIDR, ITS_IIDR and IWB_IIDR: JEP106 code 0x43b, product 0xfff. */
    public static final int IIDR = Iidr.PRODUCT_ID.set(Iidr.IMPLEMENTER.set(0, 0x43b), 0xfff);

    private Identification()
    {
    }
}
