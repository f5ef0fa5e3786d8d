package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Entry of an interrupt translation table, 16 bytes: what an event maps to. The architecture leaves the layout open.
 * <pre>
 *  63              48 47              32 31    26 25                   2  1 0
 *  +-----------------+------------------+--------+----------------------+--+-+
 *  |      VPEID      |       ICID       |  RES0  |        INTID         |T |V|
 *  +-----------------+------------------+--------+----------------------+--+-+
 *  |                RES0                |             DOORBELL               |
 *  +------------------------------------+------------------------------------+
 *   V = VALID   T = PHYSICAL: 1 for a physical LPI, 0 for a vLPI
 * </pre>
 */
public final class TranslationEntry
{
    /** Length of an entry in bytes. */
    public static final int LENGTH = 2 * Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField PHYSICAL = new LongField("PHYSICAL", 1, 1);
    public static final LongField INTID = new LongField("INTID", 2, 24);
    public static final LongField ICID = new LongField("ICID", 32, 16);
    public static final LongField VPEID = new LongField("VPEID", 48, 16);
    public static final List<LongField> FIELDS =
        List.of(VALID, PHYSICAL, INTID, LongField.res0(26, 6), ICID, VPEID);
    /** INTID of the doorbell, in the second word. */
    public static final LongField DOORBELL = new LongField("DOORBELL", 0, 32);
    public static final List<LongField> DOORBELL_FIELDS = List.of(DOORBELL, LongField.res0(32, 32));

    private TranslationEntry()
    {
    }

    /**
     * Maps an event to a physical LPI.
     *
     * @return the encoded first word
     */
    public static long physical(final int intid, final int icid)
    {
        return VALID.mask() | PHYSICAL.mask() | INTID.set(0, intid) | ICID.set(0, icid);
    }

    /**
     * Maps an event to a vLPI.
     *
     * @return the encoded first word
     */
    public static long virtual(final int vintid, final int vpeId)
    {
        return VALID.mask() | INTID.set(0, vintid) | VPEID.set(0, vpeId);
    }

    /**
     * Returns whether an entry is valid and maps to a vLPI.
     */
    public static boolean isVirtual(final long entry)
    {
        return (entry & (VALID.mask() | PHYSICAL.mask())) == VALID.mask();
    }

    /**
     * Returns whether an entry is valid and maps to a physical LPI.
     */
    public static boolean isPhysical(final long entry)
    {
        return VALID.isSet(entry) && PHYSICAL.isSet(entry);
    }
}
