package org.gale.tables.vm;

import java.util.List;

import org.gale.tables.field.LongField;
import org.gale.tables.ist.IstShape;

/**
 * Level 2 VM table entry, {@code L2_VMTE}: four words that describe a VM.
 * <pre>
 *         63      59 58 57  56 55                                    6 5   3 2   1 0
 *         +---------+--+------+---------------------------------------+-----+-----+-+
 *  word 0 |      RES0         |             VMD_ADDR (bits 55:3)            |RES0 |V|
 *         +---------+---------+---------------------------------------------+-----+-+
 *  word 1 |VPE_ID_B.|  RES0   |             VPET_ADDR (bits 55:3)           | RES0  |
 *         +---------+--+------+---------------------------------------+-----+-----+-+
 *  word 2 | ID_BITS |ST|ISTSZ |          IST_ADDR (bits 55:6)         |RES0 |L2SZ |I|   virtual LPIs
 *         +---------+--+------+---------------------------------------+-----+-----+-+
 *  word 3 | ID_BITS |ST|ISTSZ |          IST_ADDR (bits 55:6)         |RES0 |L2SZ |I|   virtual SPIs
 *         +---------+--+------+---------------------------------------+-----+-----+-+
 *   V = VALID   I = IST_VALID   ST = STRUCTURE   L2SZ = IST_L2SZ
 * </pre>
 */
public final class L2Vmte
{
    public static final int WORD_COUNT = 4;
    public static final int LENGTH = WORD_COUNT * Long.BYTES;

    /** Index of the word with {@link #VALID} and {@link #VMD_ADDR}. */
    public static final int VM_WORD = 0;
    /** Index of the word with {@link #VPET_ADDR} and {@link #VPE_ID_BITS}. */
    public static final int VPET_WORD = 1;
    /** Index of the word of the virtual LPIs' interrupt state table. */
    public static final int LPI_IST_WORD = 2;
    /** Index of the word of the virtual SPIs' interrupt state table. */
    public static final int SPI_IST_WORD = 3;

    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField VMD_ADDR = new LongField("VMD_ADDR", 3, 53);
    public static final List<LongField> VM_FIELDS =
        List.of(VALID, LongField.res0(1, 2), VMD_ADDR, LongField.res0(56, 8));

    public static final LongField VPET_ADDR = new LongField("VPET_ADDR", 3, 53);
    public static final LongField VPE_ID_BITS = new LongField("VPE_ID_BITS", 59, 5);
    public static final List<LongField> VPET_FIELDS =
        List.of(LongField.res0(0, 3), VPET_ADDR, LongField.res0(56, 3), VPE_ID_BITS);

    public static final LongField IST_VALID = new LongField("IST_VALID", 0, 1);
    public static final LongField IST_L2SZ = new LongField("IST_L2SZ", 1, 2);
    public static final LongField IST_ADDR = new LongField("IST_ADDR", 6, 50);
    public static final LongField ISTSZ = new LongField("ISTSZ", 56, 2);
    public static final LongField STRUCTURE = new LongField("STRUCTURE", 58, 1);
    public static final LongField ID_BITS = new LongField("ID_BITS", 59, 5);
    public static final List<LongField> IST_FIELDS =
        List.of(IST_VALID, IST_L2SZ, LongField.res0(3, 3), IST_ADDR, ISTSZ, STRUCTURE, ID_BITS);

    private L2Vmte()
    {
    }

    public static boolean isValid(final long vmWord)
    {
        return VALID.isSet(vmWord);
    }

    /** {@return the encoded word with another VALID} */
    public static long withValid(final long vmWord, final boolean valid)
    {
        return VALID.with(vmWord, valid);
    }

    /** {@return the physical address of the VPE table, in bytes} */
    public static long vpetAddress(final long vpetWord)
    {
        return VPET_ADDR.address(vpetWord);
    }

    /** {@return the encoded word of a VPE table} */
    public static long vpetWord(final long address, final VpeIdBits vpeIdBits)
    {
        return VPE_ID_BITS.set(VPET_ADDR.withAddress(0, address), vpeIdBits.bits());
    }

    public static boolean isIstValid(final long istWord)
    {
        return IST_VALID.isSet(istWord);
    }

    /** {@return the encoded word with another IST_VALID} */
    public static long withIstValid(final long istWord, final boolean valid)
    {
        return IST_VALID.with(istWord, valid);
    }

    /** {@return the physical address of the interrupt state table, in bytes} */
    public static long istAddress(final long istWord)
    {
        return IST_ADDR.address(istWord);
    }

    /** {@return the encoded word of an interrupt state table that is not valid yet} */
    public static long istWord(final long address, final IstShape shape)
    {
        long word = IST_ADDR.withAddress(0, address);
        word = IST_L2SZ.set(word, shape.l2sz());
        word = ISTSZ.set(word, shape.istsz());
        word = STRUCTURE.with(word, shape.twoLevel());

        return ID_BITS.set(word, shape.idBits());
    }
}
