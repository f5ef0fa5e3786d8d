package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KvmVerbTest
{
    private static final int OFFSET = 8;
    private static final long MAX_MODIFIER = 0xff_ffff_ffffL;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);

    @Test
    void shouldWriteAVcpuAndAnArgument()
    {
        assertEquals(OFFSET + 16, KvmVerb.RUN.encode(buffer, OFFSET, -1, 0x1234_5678, 0x9abc, 0xdef0));

        assertEquals(0xb201_09ff_ffff_ffffL, buffer.getLong(OFFSET));
        assertEquals(0x1234_5678_9abc_def0L, buffer.getLong(OFFSET + 8));
        assertEquals(MAX_MODIFIER, KvmVerb.modifier(buffer.getLong(OFFSET)));
        assertEquals(0, KvmVerb.operandCount(buffer.getLong(OFFSET)));
        assertEquals(0x1234_5678, KvmVerb.vm(buffer.getLong(OFFSET + 8)));
        assertEquals(0x9abc, KvmVerb.vcpu(buffer.getLong(OFFSET + 8)));
        assertEquals(0xdef0, KvmVerb.argument16(buffer.getLong(OFFSET + 8)));
    }

    @Test
    void shouldWriteAnArgumentOf32BitsAndOperandsWhereThereIsNoVcpu()
    {
        assertEquals(OFFSET + 32, KvmVerb.MMIO_WRITE.encode(buffer, OFFSET, 4, 2, 7, 0x9abc_def0L, -1, 5));

        assertEquals(0xb401_1000_0000_0004L, buffer.getLong(OFFSET));
        assertEquals(0x0000_0002_9abc_def0L, buffer.getLong(OFFSET + 8));
        assertEquals(-1, buffer.getLong(OFFSET + 16));
        assertEquals(5, buffer.getLong(OFFSET + 24));
        assertEquals(2, KvmVerb.operandCount(buffer.getLong(OFFSET)));
        assertEquals(0x9abc_def0L, KvmVerb.argument32(buffer.getLong(OFFSET + 8)));
    }

    @Test
    void shouldNameNothingWhenANumberDoesNotFit()
    {
        KvmVerb.RUN.encode(buffer, 0, 0, 1L << 32, 1L << 16, 1L << 16);
        assertEquals(-1L, buffer.getLong(8));
        assertEquals(Integer.MAX_VALUE, KvmVerb.vm(buffer.getLong(8)));
        assertEquals(0xffff, KvmVerb.vcpu(buffer.getLong(8)));

        KvmVerb.MMIO_READ.encode(buffer, 0, 0, -1, 0, -1);
        assertEquals(-1L, buffer.getLong(8));
        assertEquals(0xffff_ffffL, KvmVerb.argument32(buffer.getLong(8)));

        KvmVerb.RUN.encode(buffer, 0, 0, 0xffff_fffeL, 0xfffe, 0xfffe);
        assertEquals(0xffff_fffe_fffe_fffeL, buffer.getLong(8));
        assertEquals(Integer.MAX_VALUE, KvmVerb.vm(buffer.getLong(8)));
        assertEquals(Integer.MAX_VALUE - 1, KvmVerb.vm(0x7fff_fffeL << 32));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAVerbByItsWord(final KvmVerb verb)
    {
        verb.encode(buffer, 0, MAX_MODIFIER, 1, 0, 0);

        assertSame(verb, KvmVerb.of(buffer.getLong(0)));
    }

    @Test
    void shouldFindNoVerbOfAnotherNumber()
    {
        assertNull(KvmVerb.of(0xb201_0000_0000_0000L));
        assertNull(KvmVerb.of(0xb201_2100_0000_0000L));
        assertNull(KvmVerb.of(0xb201_ff00_0000_0000L));
    }

    @ParameterizedTest(name = "{0} takes {1} to {2}")
    @CsvSource({
        "CREATE_VM, 0, 0", "CREATE_VCPU, 2, 2", "CREATE_DEVICE, 2, 3", "HAS_ATTR, 3, 3", "GET_ATTR, 3, 7",
        "SET_ATTR, 3, 7", "IRQ_LINE, 5, 5", "MMIO_READ, 4, 5", "FAIL, 1, 2", "LEAKS, 0, 1", "DESTROY_VM, 1, 1",
        "MIGRATE, 1, 3", "STEP, 0, 0" })
    void shouldTakeTheOperandsOfItsUsage(final KvmVerb verb, final int least, final int most)
    {
        for (int count = 0; count < 10; count++)
        {
            assertEquals(least <= count && count <= most, verb.takes(count), verb + " " + count);
        }
    }

    @Test
    void shouldSpellItsLine()
    {
        assertEquals("create_vcpu", KvmVerb.CREATE_VCPU.spelling());
        assertEquals("mmio", KvmVerb.MMIO_READ.spelling());
        assertEquals("VM r|w OFFSET SIZE [VALUE]", KvmVerb.MMIO_READ.usage());
        assertEquals("VM", KvmVerb.IRQ_LINE.operandName(0));
        assertEquals("LEVEL", KvmVerb.IRQ_LINE.operandName(4));
        assertNull(KvmVerb.MMIO_WRITE.usage());
    }

    @Test
    void shouldCountTheOperandsOfAnAttributesValue()
    {
        final long three = 3 << KvmAttr.COUNT_SHIFT | KvmAttr.GIVEN;

        assertEquals(4, KvmVerb.SET_ATTR.operands(three));
        assertEquals(1, KvmVerb.SET_ATTR.operands(0));
        assertEquals(5, KvmVerb.GET_ATTR.operands(0xff));
        assertEquals(0, KvmVerb.RUN.operands(three));
        assertEquals(1, KvmVerb.RESTORE.operands(three));
    }

    @Test
    void shouldTellWhatAVerbNamesAndWhichVerbsChangeNothing()
    {
        final List<KvmVerb> queries = new ArrayList<>();
        for (final KvmVerb verb : KvmVerb.values())
        {
            if (verb.isQuery())
            {
                queries.add(verb);
            }
        }

        assertEquals(List.of(KvmVerb.PENDING, KvmVerb.WOKEN, KvmVerb.IMAGE, KvmVerb.LEAKS, KvmVerb.PLACE,
            KvmVerb.HELD), queries);
        assertFalse(KvmVerb.CREATE_VM.hasVm());
        assertTrue(KvmVerb.CREATE_VCPU.hasVm());
        assertTrue(KvmVerb.HAS_ATTR.hasVm());
        assertFalse(KvmVerb.HAS_ATTR.hasVcpu());
        assertTrue(KvmVerb.RUN.hasVm());
        assertTrue(KvmVerb.RUN.hasVcpu());
    }
}
