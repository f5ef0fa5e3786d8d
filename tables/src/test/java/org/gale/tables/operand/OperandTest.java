package org.gale.tables.operand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OperandTest
{
    private static final int LPI_5 = 0x4000_0005;
    private static final int SPI_MAX = 0x60ff_ffff;
    private static final long VM_0X8001 = 0x8001_0000_0000L;

    @Test
    void shouldNameAnInterrupt()
    {
        assertEquals(0x60ff_ffffL, GicCdIntid.of(SPI_MAX));
        assertEquals(SPI_MAX, GicCdIntid.intid(0x60ff_ffffL));
    }

    @Tag("B-INT-10")
    @Test
    void shouldIgnoreTheValidBitOfAPastedResult()
    {
        assertEquals(LPI_5, GicCdIntid.intid(GicCdIa.of(LPI_5)));
        assertEquals(LPI_5, GicCdIntid.intid(~0xe0ff_ffffL | LPI_5));
    }

    @Tag("B-CPU-13")
    @Test
    void shouldAnswerAnAcknowledgeWithValidTypeAndId()
    {
        final long result = GicCdIa.of(LPI_5);

        assertEquals(0x1_4000_0005L, result);
        assertTrue(GicCdIa.isValid(result));
        assertEquals(LPI_5, GicCdIa.intid(result));
    }

    @Tag("B-CPU-13")
    @Test
    void shouldAnswerZeroWhenNothingIsAcknowledged()
    {
        assertEquals(0, GicCdIa.NONE);
        assertFalse(GicCdIa.isValid(GicCdIa.NONE));
    }

    @Test
    void shouldTargetAPe()
    {
        final long operand = GicCdAff.of(SPI_MAX, 0x8001, false);

        assertEquals(0x8001_60ff_ffffL, operand);
        assertEquals(SPI_MAX, GicCdIntid.intid(operand));
        assertEquals(0x8001, GicCdAff.iaffid(operand));
        assertFalse(GicCdAff.isOneOfN(operand));
    }

    @Test
    void shouldTargetOneOfN()
    {
        final long operand = GicCdAff.of(LPI_5, 0, true);

        assertEquals(0x5000_0005L, operand);
        assertEquals(LPI_5, GicCdIntid.intid(operand));
        assertTrue(GicCdAff.isOneOfN(operand));
    }

    @Test
    void shouldSetAndClearPending()
    {
        assertEquals(0x1_4000_0005L, GicCdPend.of(LPI_5, true));
        assertEquals(0x4000_0005L, GicCdPend.of(LPI_5, false));
        assertTrue(GicCdPend.isPending(0x1_4000_0005L));
        assertFalse(GicCdPend.isPending(~0x1_0000_0000L));
        assertEquals(LPI_5, GicCdIntid.intid(0x1_4000_0005L));
    }

    @Test
    void shouldCarryAPriority()
    {
        assertEquals(0xf8_60ff_ffffL, GicCdPri.of(SPI_MAX, 31));
        assertEquals(31, GicCdPri.priority(0xf8_0000_0000L));
        assertEquals(0, GicCdPri.priority(~0xf8_0000_0000L));
        assertEquals(SPI_MAX, GicCdIntid.intid(0xf8_60ff_ffffL));
    }

    @Test
    void shouldCarryAHandlingMode()
    {
        assertTrue(GicCdHm.isLevel(0x1_0000_0000L));
        assertFalse(GicCdHm.isLevel(~0x1_0000_0000L));
        assertEquals(LPI_5, GicCdIntid.intid(0x1_4000_0005L));
    }

    @Tag("M-VDOP")
    @Test
    void shouldNameAVirtualInterrupt()
    {
        final long operand = GicVdIntid.of(0x8001, SPI_MAX);

        assertEquals(VM_0X8001 | 0x60ff_ffffL, operand);
        assertEquals(0x8001, GicVdIntid.vmId(operand));
        assertEquals(SPI_MAX, GicVdIntid.intid(operand));
    }

    @Tag("M-VDOP")
    @Test
    void shouldTargetAVpe()
    {
        final long targeted = GicVdAff.of(0x8001, 0xfffe, LPI_5, false);
        final long oneOfN = GicVdAff.of(0x8001, 0, LPI_5, true);

        assertEquals(0xfffe_8001_4000_0005L, targeted);
        assertEquals(0x8001, GicVdIntid.vmId(targeted));
        assertEquals(0xfffe, GicVdAff.vpeId(targeted));
        assertEquals(LPI_5, GicVdIntid.intid(targeted));
        assertFalse(GicVdAff.isOneOfN(targeted));
        assertEquals(VM_0X8001 | 0x5000_0005L, oneOfN);
        assertEquals(LPI_5, GicVdIntid.intid(oneOfN));
        assertTrue(GicVdAff.isOneOfN(oneOfN));
    }

    @Tag("M-VDOP")
    @Test
    void shouldSetAndClearVirtualPending()
    {
        final long set = GicVdPend.of(0x8001, LPI_5, true);

        assertEquals(0x8000_8001_4000_0005L, set);
        assertTrue(GicVdPend.isPending(set));
        assertEquals(0x8001, GicVdPend.vmId(set));
        assertEquals(LPI_5, GicVdPend.intid(set));
        assertEquals(VM_0X8001 | 0x4000_0005L, GicVdPend.of(0x8001, LPI_5, false));
        assertFalse(GicVdPend.isPending(Long.MAX_VALUE));
    }

    @Tag("M-VDOP")
    @Test
    void shouldCarryAVirtualPriority()
    {
        final long operand = GicVdPri.of(0x8001, LPI_5, 31);

        assertEquals(0xf800_8001_4000_0005L, operand);
        assertEquals(31, GicVdPri.priority(operand));
        assertEquals(0, GicVdPri.priority(0x07ff_ffff_ffff_ffffL));
        assertEquals(0x8001, GicVdIntid.vmId(operand));
        assertEquals(LPI_5, GicVdIntid.intid(operand));
    }

    @Tag("M-VDOP")
    @Test
    void shouldCarryAVirtualHandlingMode()
    {
        final long level = GicVdHm.of(0x8001, LPI_5, true);

        assertEquals(0x8000_8001_4000_0005L, level);
        assertTrue(GicVdHm.isLevel(level));
        assertEquals(0x8001, GicVdIntid.vmId(level));
        assertEquals(LPI_5, GicVdIntid.intid(level));
        assertEquals(VM_0X8001 | 0x4000_0005L, GicVdHm.of(0x8001, LPI_5, false));
        assertFalse(GicVdHm.isLevel(Long.MAX_VALUE));
    }
}
