package org.gale.engine.machine;

import java.util.List;
import org.gale.engine.machine.FrameRegister.OtherHalf;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.junit.jupiter.api.Test;

import static org.gale.engine.machine.FrameRegister.wide;
import static org.gale.engine.machine.FrameRegister.word;
import static org.gale.engine.machine.FrameRegister.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the kinds of registers that a frame declares. */
class FrameRegisterTest
{
    private static final List<Field> FIELDS = List.of(new Field("LOW", 0, 4));
    private static final List<LongField> WIDE_FIELDS = List.of(new LongField("HIGH", 60, 4));

    private long stored;
    private long bits;

    @Test
    void shouldShowTheFieldsOfItsWidth()
    {
        final FrameRegister word = word("W", 4, FIELDS).readOnly(() -> 0);
        final FrameRegister wide = wide("D", 8, WIDE_FIELDS).readOnly(() -> 0);

        assertEquals(FIELDS, word.fields());
        assertEquals(List.of(), word.wideFields());
        assertEquals(List.of(), wide.fields());
        assertEquals(WIDE_FIELDS, wide.wideFields());
        assertEquals(8, word.endOffset());
        assertEquals(16, wide.endOffset());
    }

    @Test
    void shouldReadAndWriteWords()
    {
        final FrameRegister register = word("W", 4, FIELDS).readWrite(() -> -5, value -> stored = value);
        register.write(0, 0x1_8000_0001L, -1);

        assertEquals(-5, register.read(0));
        assertEquals(0xffff_ffff_8000_0001L, stored);
        assertEquals(-6, word("W", 4, FIELDS).readOnly(() -> -6).read(0));
    }

    @Test
    void shouldReadArraysByIndex()
    {
        final FrameRegister register = words("A", 4, FIELDS, 3).readOnly(n -> n * 10);

        assertEquals(20, register.read(2));
        assertFalse(register.isWritable());
        assertEquals(16, register.endOffset());
    }

    @Test
    void shouldReadAndWriteWideRegisters()
    {
        final FrameRegister held = wide("D", 8, WIDE_FIELDS).readWrite(
            OtherHalf.HELD, () -> 1L << 62, value -> stored = value);
        final FrameRegister acts = wide("D", 8, WIDE_FIELDS).readWrite(() -> 1L << 61, (value, written) ->
        {
            stored = value;
            bits = written;
        });
        held.write(0, -3, 0);
        assertEquals(-3, stored);
        acts.write(0, 5L << 40, 7L << 32);

        assertEquals(5L << 40, stored);
        assertEquals(7L << 32, bits);
        assertEquals(1L << 62, held.read(0));
        assertEquals(1L << 61, acts.read(0));
        assertEquals(OtherHalf.HELD, held.otherHalf());
        assertEquals(OtherHalf.LAST_WRITTEN, acts.otherHalf());
        assertEquals(1L << 60, wide("D", 8, WIDE_FIELDS).readOnly(() -> 1L << 60).read(0));
    }

    @Test
    void shouldBeAnOperationByTheBitsThatAreWritten()
    {
        final FrameRegister plain = wide("D", 8, WIDE_FIELDS).ignored();
        final FrameRegister each = plain.operation(0x18, 2, 0);
        final FrameRegister some = plain.operation(0x1c, 4, 1L << 63 | 1);

        assertFalse(plain.isOperation(-1));
        assertTrue(each.isOperation(0));
        assertTrue(some.isOperation(1));
        assertTrue(some.isOperation(1L << 63));
        assertFalse(some.isOperation(0x7fff_ffff_ffff_fffeL));
        assertEquals(0, plain.idle());
        assertEquals(4, some.idle());
        assertEquals(0x18, each.statusOffset());
    }

    @Test
    void shouldStayTheSameRegisterAsAnOperation()
    {
        final FrameRegister array = words("A", 4, FIELDS, 3).readWrite(n -> n, (n, value) -> stored = (long)n + value)
            .operation(0x18, 2, 0);
        final FrameRegister wide = wide("D", 8, WIDE_FIELDS).presentIf(false).writeOnly(
            (value, written) -> stored = value).operation(0x18, 2, 0);
        array.write(2, 40, -1);

        assertEquals(42, stored);
        assertEquals("A", array.name());
        assertEquals(4, array.offset());
        assertEquals(3, array.count());
        assertEquals(FIELDS, array.fields());
        assertTrue(array.isPresent());
        assertEquals(2, array.read(2));
        assertFalse(wide.isPresent());
        assertTrue(wide.isWide());
        assertEquals(WIDE_FIELDS, wide.wideFields());
        assertEquals(OtherHalf.LAST_WRITTEN, wide.otherHalf());
        assertFalse(wide.isReadable());
    }
}
