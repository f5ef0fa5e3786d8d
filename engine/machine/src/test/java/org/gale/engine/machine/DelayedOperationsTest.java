package org.gale.engine.machine;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.support.SavedWords;
import org.gale.tables.memory.StateException;
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

/** Tests of operations that take effect two commands after the one that wrote them, in two frames that are alike. */
@Tag("B-IRS-1")
@Tag("B-IRS-2")
class DelayedOperationsTest
{
    private static final int DELAY = 2;
    private static final int SELECT = 0x0;
    private static final int CONFIGURE = 0x4;
    private static final int STATUS = 0x8;
    private static final int PLAIN = 0xc;
    private static final int ACT = 0x10;
    private static final int ACT_STATUS = 0x18;
    private static final int ARRAY = 0x20;
    private static final int ARRAY_STATUS = 0x2c;
    private static final long ACTS = 1L << 63;
    private static final long LOW_HALF = 0xffff_ffffL;

    /** Effects in order. */
    private final List<String> effects = new ArrayList<>();
    private final RegisterTable a = frame("a");
    private final RegisterTable b = frame("b");
    private final DelayedOperations operations =
        RegisterTable.delay(OperationDelays.of(MachineConfig.parse(List.of("ops.delay=" + DELAY))), List.of(a, b),
        DelayedOperations.Shared.NONE);

    @Test
    void shouldTakeEffectWithTheEndOfTheLastCommandOfTheDelay()
    {
        a.write(SELECT, 4, 5);
        assertTrue(operations.isWaiting());
        operations.endCommand();
        operations.endCommand();
        assertEquals(List.of(), effects);
        assertEquals(5, a.read(STATUS, 4));
        operations.endCommand();

        assertEquals(List.of("a select 5"), effects);
        assertEquals(7, a.read(STATUS, 4));
        assertFalse(operations.isWaiting());
        operations.endCommand();
        assertEquals(List.of("a select 5"), effects);
    }

    @Test
    void shouldTakeEffectInTheOrderOfTheWrites()
    {
        a.write(ACT, 8, ACTS | 1);
        b.write(SELECT, 4, 2);
        operations.endCommand();
        a.write(CONFIGURE, 4, 3);
        operations.endCommand();
        b.write(ARRAY + 8, 4, 4);
        operations.endCommand();
        assertEquals(List.of("a act 8000000000000001 of ffffffffffffffff", "b select 2"), effects);
        operations.endCommand();
        assertEquals("a configure 3", effects.get(2));
        assertEquals(0, b.read(ARRAY_STATUS, 4) & 4);
        operations.endCommand();

        assertEquals("b array 2 4", effects.get(3));
        assertEquals(4, effects.size());
    }

    @Test
    void shouldShowTheBitOfItsRegisterAloneAsNotIdle()
    {
        b.write(CONFIGURE, 4, 1);

        assertEquals(5, b.read(STATUS, 4));
        assertEquals(0xff, b.read(ACT_STATUS, 4));
        assertEquals(0x1c, b.read(ARRAY_STATUS, 4));
        assertEquals(7, a.read(STATUS, 4));
        a.write(ARRAY, 4, 1);
        assertEquals(0x18, a.read(ARRAY_STATUS, 4));
        assertEquals(7, a.read(STATUS, 4));
    }

    @Test
    void shouldIgnoreAndCountASecondOperationUnderTheSameBit()
    {
        a.write(SELECT, 4, 1);
        a.write(CONFIGURE, 4, 2);
        a.write(SELECT, 4, 3);
        b.write(SELECT, 4, 4);
        a.write(ARRAY, 4, 5);
        assertEquals(2, operations.ignored());
        endCommands(DELAY + 1);

        assertEquals(List.of("a select 1", "b select 4", "a array 0 5"), effects);
    }

    @Tag("M-ACT")
    @Tag("M-HALF")
    @Test
    void shouldTakeWhatIsNoOperationAtOnce()
    {
        a.write(PLAIN, 4, 1);
        a.write(ACT, 8, 2);
        a.write(ACT + 4, 4, ACTS >>> 32);
        assertTrue(operations.isWaiting());
        a.write(ACT, 4, 3);                                                     // merged with the bit that acts

        assertEquals(List.of("a plain 1", "a act 2 of ffffffffffffffff", "a act 8000000000000003 of ffffffff"),
            effects);
        endCommands(DELAY + 1);
        assertEquals("a act 8000000000000002 of ffffffff00000000", effects.get(3));
        assertEquals(0, operations.ignored());
    }

    @Test
    void shouldCompleteWhatWaitsBeforeAWriteOfAHost()
    {
        a.write(SELECT, 4, 1);
        b.write(SELECT, 4, 2);
        operations.ofHost(true);
        a.write(CONFIGURE, 4, 3);
        a.write(ARRAY, 4, 4);

        assertEquals(List.of("a select 1", "a configure 3", "a array 0 4"), effects);
        assertEquals(0, operations.ignored());
        assertTrue(operations.isWaiting());
        operations.ofHost(false);
        a.write(SELECT, 4, 5);
        assertEquals(3, effects.size());
    }

    @Test
    void shouldCompleteWhatWaitsBeforeAReadOfAHost()
    {
        a.write(SELECT, 4, 1);
        operations.ofHost(true);
        assertEquals(7, b.read(STATUS, 4));
        assertEquals(List.of(), effects);

        assertEquals(7, a.read(STATUS, 4));

        assertEquals(List.of("a select 1"), effects);
        assertFalse(operations.isWaiting());
    }

    @Test
    void shouldSaveWhatWaits()
    {
        final SavedWords saved = new SavedWords();
        b.write(ACT, 8, ACTS | 6);
        operations.endCommand();
        a.write(ARRAY + 8, 4, 7);
        operations.endCommand();                                                // states are saved between commands
        operations.state(saved);

        assertEquals(List.of(2L, 1L, 0x10L, 0L, ACTS | 6, -1L, 1L, 0L, 0x20L, 2L, 7L, LOW_HALF, 2L), saved.words());
        endCommands(DELAY);
        assertEquals(List.of("b act 8000000000000006 of ffffffffffffffff", "a array 2 7"), effects);
    }

    @Test
    void shouldRestoreWhatWaited()
    {
        restore(2, 1, 0x10, 0, ACTS | 6, -1, 1, 0, 0x20, 2, 7, LOW_HALF, 2);
        assertEquals(0xf7, b.read(ACT_STATUS, 4));
        assertEquals(0x18, a.read(ARRAY_STATUS, 4));
        operations.endCommand();
        assertEquals(List.of("b act 8000000000000006 of ffffffffffffffff"), effects);
        operations.endCommand();

        assertEquals("a array 2 7", effects.get(1));
    }

    /** Operands are read with the write where the schedule says so, and saved as the rest. */
    @Tag("M-ORD")
    @Test
    void shouldSaveOperandsThatWereTakenWithTheWrite()
    {
        final SavedWords saved = new SavedWords();
        final long[] operand = {7};
        final DelayedOperations own = ownOf(operand, "ops.schedule=list:operands/READER/x1/1=1,READER/x1/1=2");
        own.endCommand();
        operand[0] = 8;
        own.state(saved);
        assertEquals(List.of(1L, 0L, 0L, 0L, 5L, LOW_HALF, 2L, 1L, 7L), saved.words());

        final DelayedOperations other = ownOf(new long[1], "ops.schedule=list:");
        other.endCommand();
        effects.clear();
        other.state(SavedWords.restoring(List.of(1L, 0L, 0L, 0L, 5L, LOW_HALF, 1L, 1L, 9L)));
        other.endCommand();
        own.endCommand();
        own.endCommand();

        assertEquals(List.of("5 with 9", "5 with 7"), effects);
        assertEquals(8, operand[0]);
    }

    /** Returns operations of which one reads an operand, and was written. */
    private DelayedOperations ownOf(final long[] operand, final String keys)
    {
        final RegisterTable table = new RegisterTable(List.of(
            word("READER", 0, List.of()).writeOnly(value -> effects.add(value + " with " + operand[0]))
                .operation(STATUS, 2, 0).reads(PLAIN),
            word("STATUS", STATUS, List.of()).readOnly(() -> 7),
            word("PLAIN", PLAIN, List.of()).readWrite(() -> (int)operand[0], value -> operand[0] = value)));
        final DelayedOperations own = RegisterTable.delay(OperationDelays.of(MachineConfig.parse(List.of(keys))),
            List.of(table), DelayedOperations.Shared.NONE);
        table.write(0, 4, 5);

        return own;
    }

    @Test
    void shouldSaveTheCountOfIgnoredOperations()
    {
        final SavedWords saved = new SavedWords();
        a.write(SELECT, 4, 1);
        a.write(SELECT, 4, 2);
        operations.counts(saved);
        assertEquals(List.of(1L), saved.words());

        operations.counts(SavedWords.restoring(List.of(9L)));

        assertEquals(9, operations.ignored());
        assertThrows(StateException.class, () -> operations.counts(SavedWords.restoring(List.of(-1L))));
    }

    /** Operation with its frame, offset, index, value, bits that were written, and commands before it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "frame 2 | 2 | 0x0 | 0 | 1 | -1 | 1 | frame of an operation is not in 0 to 1: 2",
        "frame below 0 | -1 | 0x0 | 0 | 1 | -1 | 1 | frame of an operation is not in 0 to 1: -1",
        "no register | 0 | 0x30 | 0 | 1 | -1 | 1 | no such operation: 0x30",
        "not its first | 0 | 0x24 | 0 | 1 | -1 | 1 | no such operation: 0x24",
        "no operation | 0 | 0xc | 0 | 1 | -1 | 1 | no such operation: 0xc",
        "not written | 0 | 0x10 | 0 | -1 | 0xffffffff | 1 | no such operation: 0x10",
        "no action | 0 | 0x10 | 0 | 1 | -1 | 1 | no such operation: 0x10",
        "index of a word | 1 | 0x4 | 1 | 1 | -1 | 1 | no such operation: 0x4",
        "index of an array | 1 | 0x20 | 3 | 1 | -1 | 1 | no such operation: 0x20",
        "late | 0 | 0x0 | 0 | 1 | -1 | 3 | commands before an operation is not in 1 to 2: 3",
        "over | 0 | 0x0 | 0 | 1 | -1 | 0 | commands before an operation is not in 1 to 2: 0",
    })
    void shouldRefuseAnOperationThatThereIsNot(
        final String name, final long frame, final String offset, final long index, final long value,
        final String written, final long left, final String message)
    {
        assertEquals(message, assertThrows(StateException.class,
            () -> restore(1, frame, Long.decode(offset), index, value, Long.decode(written), left)).getMessage());
    }

    @Test
    void shouldRefuseTwoOperationsUnderOneBit()
    {
        assertEquals("two operations wait: 0x4", assertThrows(StateException.class,
            () -> restore(2, 0, SELECT, 0, 1, -1, 1, 0, CONFIGURE, 0, 1, -1, 1)).getMessage());
    }

    private void restore(final long... words)
    {
        final List<Long> saved = new ArrayList<>();
        for (final long word : words)
        {
            saved.add(word);
        }
        operations.state(SavedWords.restoring(saved));
    }

    private void endCommands(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            operations.endCommand();
        }
    }

    private RegisterTable frame(final String name)
    {
        return new RegisterTable(List.of(
            word("SELECT", SELECT, List.of()).readWrite(() -> 0, value -> effects.add(name + " select " + value))
                .operation(STATUS, 2, 0),
            word("CONFIGURE", CONFIGURE, List.of())
                .readWrite(() -> 0, value -> effects.add(name + " configure " + value)).operation(STATUS, 2, 0),
            word("STATUS", STATUS, List.of()).readOnly(() -> 7),
            word("PLAIN", PLAIN, List.of()).readWrite(() -> 0, value -> effects.add(name + " plain " + value)),
            wide("ACT", ACT, List.of()).writeOnly((value, written) -> effects.add(
                name + " act " + Long.toHexString(value) + " of " + Long.toHexString(written)))
                .operation(ACT_STATUS, 8, ACTS),
            word("ACT_STATUS", ACT_STATUS, List.of()).readOnly(() -> 0xff),
            words("ARRAY", ARRAY, List.of(), 3)
                .readWrite(n -> 0, (n, value) -> effects.add(name + " array " + n + " " + value))
                .operation(ARRAY_STATUS, 4, 0),
            word("ARRAY_STATUS", ARRAY_STATUS, List.of()).readOnly(() -> 0x1c)));
    }
}
