package org.gale.engine.machine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.gale.engine.machine.FrameRegister.OtherHalf;
import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.machine.FrameRegister.wide;
import static org.gale.engine.machine.FrameRegister.word;
import static org.gale.engine.machine.FrameRegister.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the dispatch of accesses to a table of registers. */
class RegisterTableTest
{
    private static final int ACCESSES = 10_000;

    private int stored;
    private long held = 0x1111_2222_3333_4444L;
    private long cleared;
    private long acted;
    private final int[] array = new int[3];

    private final RegisterTable table = new RegisterTable(List.of(
        words("ARRAY", 0x80, List.of(), 3).readWrite(n -> array[n], (n, value) -> array[n] = value),
        word("ID", 0x4, List.of()).readOnly(() -> -2),
        word("STORED", 0x8, List.of()).readWrite(() -> stored, value -> stored = value),
        word("WRITE_ONLY", 0xc, List.of()).writeOnly(value -> stored = ~value),
        wide("HELD", 0x10, List.of()).readWrite(OtherHalf.HELD, () -> held, value -> held = value & ~0xfL),
        wide("CLEARED", 0x18, List.of()).readWrite(OtherHalf.ZERO, () -> -1, value -> cleared = value),
        wide("ACTS", 0x20, List.of()).writeOnly((value, written) -> acted = value & (written | 0xffff_ffffL)),
        word("ABSENT", 0x28, List.of()).presentIf(false).readOnly(() -> 1),
        wide("ABSENT_WIDE", 0x30, List.of()).presentIf(false).readOnly(() -> 1),
        word("IGNORED", 0x38, List.of()).ignored()));

    @Test
    void shouldReadAWordWithoutItsSign()
    {
        assertEquals(0xffff_fffeL, table.read(0x4, 4));
    }

    @Tag("B-GEN-9")
    @ParameterizedTest(name = "offset {0}, {1} bytes")
    @CsvSource({
        "0x4, 1", "0x4, 2", "0x6, 2", "0x5, 4", "0x0, 4", "0x0, 8", "0x4, 8", "0x8, 8", "0x12, 4", "0x14, 8", "0x10, 2",
        "0x10, 16", "0x20, 8", "0x28, 4", "0x30, 8", "0x34, 4", "0x38, 4", "0x7c, 4", "0x8c, 4", "0x80, 8",
        "0xfffffffc, 4", "0x7ffffffc, 4", "0x4, 0", "0x4, -4",
    })
    void shouldReadZeroAndIgnoreWritesWhereNoRegisterTakesTheAccess(final long offset, final int sizeBytes)
    {
        if (offset != 0x20)
        {
            table.write((int)offset, sizeBytes, -1);
        }

        assertEquals(0, table.read((int)offset, sizeBytes));
        assertEquals(0, stored);
        assertEquals(0x1111_2222_3333_4444L, held);
        assertEquals(0, cleared | acted | array[0] | array[1] | array[2]);
    }

    @Test
    void shouldIgnoreWritesOfAReadOnlyRegister()
    {
        table.write(0x4, 4, 0);

        assertEquals(0xffff_fffeL, table.read(0x4, 4));
    }

    @Test
    void shouldReachEachRegisterOfAnArray()
    {
        table.write(0x80, 4, 5);
        table.write(0x88, 4, 7);

        assertEquals(5, array[0]);
        assertEquals(0, array[1]);
        assertEquals(7, table.read(0x88, 4));
    }

    @Test
    void shouldWriteARegisterThatReadsAsZero()
    {
        table.write(0xc, 4, 5);

        assertEquals(~5, stored);
        assertEquals(0, table.read(0xc, 4));
    }

    @Tag("M-HALF")
    @Test
    void shouldMergeAHalfWithTheValueThatIsHeld()
    {
        table.write(0x10, 4, 0x5555_555fL);
        assertEquals(0x1111_2222_5555_5550L, held);
        table.write(0x14, 4, 0xffff_ffff_7777_7777L);
        assertEquals(0x7777_7777_5555_5550L, held);

        assertEquals(0x7777_7777L, table.read(0x14, 4));
        assertEquals(0x5555_5550L, table.read(0x10, 4));
        assertEquals(0x7777_7777_5555_5550L, table.read(0x10, 8));
    }

    @Tag("M-HALF")
    @Test
    void shouldMergeAHalfWithZero()
    {
        table.write(0x18, 8, -1);
        table.write(0x1c, 4, 3);

        assertEquals(3L << 32, cleared);
    }

    @Tag("M-HALF")
    @Test
    void shouldMergeAHalfWithTheValueLastWritten()
    {
        table.write(0x20, 4, 5);
        assertEquals(5, acted);
        table.write(0x24, 4, 1);
        assertEquals(1L << 32 | 5, acted);
        table.write(0x20, 4, 6);
        assertEquals(6, acted, "the high half is merged but not written");
    }

    /** Frames keep values that were last written, and those below 0x400 only, where a register merges with them. */
    @Tag("M-HALF")
    @Test
    void shouldTakeWideRegistersAtAnyOffsetWhereNoneMergesWithTheValueLastWritten()
    {
        final RegisterTable far = new RegisterTable(List.of(
            wide("HELD", 0x8000, List.of()).readWrite(OtherHalf.HELD, () -> held, value -> held = value)));
        far.write(0x8004, 4, 5);

        assertEquals(0x0000_0005_3333_4444L, far.read(0x8000, 8));
    }

    @Tag("M-HALF")
    @Test
    void shouldPassTheValuesLastWrittenThroughAStream()
    {
        final RegisterTable acts = new RegisterTable(List.of(
            wide("ACTS", 0x20, List.of()).writeOnly((value, written) -> acted = value)));
        final SavedWords saved = new SavedWords();
        acts.write(0x20, 8, 0x1111_2222_3333_4444L);
        acts.state(saved);
        assertEquals(128, saved.words().size());
        assertEquals(0x1111_2222_3333_4444L, saved.words().get(4));

        table.state(saved.restoring());
        table.write(0x24, 4, 7);

        assertEquals(0x0000_0007_3333_4444L, acted);
    }

    @Test
    void shouldReadWhatWasStored()
    {
        table.write(0x8, 4, 0xffff_ffff_8000_0001L);

        assertEquals(0x8000_0001L, table.read(0x8, 4));
    }

    @Test
    void shouldListTheRegistersThatArePresentByOffset()
    {
        final List<FrameRegister> registers = table.registers();

        assertEquals(List.of("ID", "STORED", "WRITE_ONLY", "HELD", "CLEARED", "ACTS", "IGNORED", "ARRAY"),
            registers.stream().map(FrameRegister::name).toList());
        assertFalse(registers.get(0).isWritable());
        assertTrue(registers.get(1).isReadable() && registers.get(1).isWritable());
        assertFalse(registers.get(2).isReadable());
        assertTrue(registers.get(3).isWide());
        assertEquals(3, registers.get(7).count());
    }

    @ParameterizedTest(name = "word at {0}, register of 64 bits at {1}")
    @CsvSource({"0x14, 0x10", "0x10, 0x10", "0x0, 0x4"})
    void shouldRefuseRegistersThatOverlapOrAreNotAligned(final int wordOffset, final int wideOffset)
    {
        final List<FrameRegister> registers = List.of(
            word("WORD", wordOffset, List.of()).ignored(), wide("WIDE", wideOffset, List.of()).ignored());

        assertThrows(IllegalStateException.class, () -> new RegisterTable(registers));
    }

    @Test
    void shouldNotAllocateOnAccess()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long sum = accesses();
        final long before = threads.getCurrentThreadAllocatedBytes();
        sum += accesses();
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < ACCESSES, "allocated " + allocated + ", sum " + sum);
    }

    private long accesses()
    {
        long sum = 0;
        for (int i = 0; i < ACCESSES; i++)
        {
            table.write(0x20, 4, i);
            table.write(0x88, 4, i);
            sum += table.read(0x10, 8) + table.read(0x88, 4);
        }

        return sum;
    }
}
