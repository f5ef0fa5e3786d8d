package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_CONTEXTR_EL2}: the VPE that is resident on this PE. Reads back as written, but for F, which shows the
 * result.
 */
public final class IchContextrEl2
{
    public static final LongField VM = new LongField("VM", 0, 16);
    public static final LongField VPE = new LongField("VPE", 32, 16);
    /** Doorbell priority mask, for when V goes from 1 to 0. */
    public static final LongField DBPM = new LongField("DBPM", 55, 5);
    /** 1: request the doorbell when V goes from 1 to 0. */
    public static final LongField DB = new LongField("DB", 60, 1);
    /** 1: interrupts of the IRS take no part in selection. */
    public static final LongField IRICHPPIDIS = new LongField("IRICHPPIDIS", 61, 1);
    /** 1: the VPE could not be made resident. */
    public static final LongField F = new LongField("F", 62, 1);
    public static final LongField V = new LongField("V", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        VM, LongField.res0(16, 16), VPE, LongField.res0(48, 7), DBPM, DB, IRICHPPIDIS, F, V);

    private IchContextrEl2()
    {
    }
}
