package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Entry of the vPE table, 32 bytes: the tables of a vPE, its redistributor and its doorbell. The architecture leaves
 * the layout open.
 * <pre>
 *  63    58 57           42 41                              6 5       1  0
 *  +-------+---------------+---------------------------------+---------+-+
 *  | RES0  |    RDBASE     |      VPT_ADDR (bits 51:16)      |VPT_SIZE |V|
 *  +-------+---------------+---------------------------------+---------+-+
 *  | RES0 63:52 |      VCONF_ADDR (bits 51:16)       |    RES0 15:0      |
 *  +------------+------------------------------------+-------------------+
 *  |           RES0 63:33            |R|       DOORBELL 31:0             |
 *  +---------------------------------+-+---------------------------------+
 *  |                                RES0                                 |
 *  +---------------------------------------------------------------------+
 *   V = VALID   R = DOORBELL_REQUESTED   VPT_SIZE = INTID bits minus one
 * </pre>
 */
public final class VpeEntry
{
    /** Length of an entry in bytes. */
    public static final int LENGTH = 4 * Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField VPT_SIZE = new LongField("VPT_SIZE", 1, 5);
    public static final LongField VPT_ADDR = new LongField("VPT_ADDR", 6, 36);
    public static final LongField RDBASE = new LongField("RDBASE", 42, 16);
    public static final List<LongField> FIELDS =
        List.of(VALID, VPT_SIZE, VPT_ADDR, RDBASE, LongField.res0(58, 6));
    /** Address of the vPE's configuration table, in the second word. */
    public static final LongField VCONF_ADDR = new LongField("VCONF_ADDR", 16, 36);
    public static final List<LongField> VCONF_FIELDS =
        List.of(LongField.res0(0, 16), VCONF_ADDR, LongField.res0(52, 12));
    /** Default doorbell, in the third word. */
    public static final LongField DOORBELL = new LongField("DOORBELL", 0, 32);
    /** Request in the third word: the next enabled vLPI that becomes pending rings the default doorbell. */
    public static final LongField DOORBELL_REQUESTED = new LongField("DOORBELL_REQUESTED", 32, 1);
    public static final List<LongField> DOORBELL_FIELDS =
        List.of(DOORBELL, DOORBELL_REQUESTED, LongField.res0(33, 31));
    /** Offset of the second word in bytes. */
    public static final int VCONF_OFFSET = Long.BYTES;
    /** Offset of the third word in bytes. */
    public static final int DOORBELL_OFFSET = 2 * Long.BYTES;

    private static final int VPT_ALIGN_SHIFT = 16;

    private VpeEntry()
    {
    }

    /**
     * Makes the first word of a valid entry.
     *
     * @param vptAddress physical address of the virtual pending table, aligned to 64 KiB
     * @param sizeBits   INTID bits minus one
     * @param processor  number of the redistributor
     * @return the encoded first word
     */
    public static long of(final long vptAddress, final int sizeBits, final int processor)
    {
        return VALID.mask() | VPT_SIZE.set(0, sizeBits) | VPT_ADDR.set(0, vptAddress >>> VPT_ALIGN_SHIFT) |
            RDBASE.set(0, processor);
    }

    /** {@return the physical address of the virtual pending table, in bytes} */
    public static long vptAddress(final long entry)
    {
        return VPT_ADDR.get(entry) << VPT_ALIGN_SHIFT;
    }
}
