package org.gale.engine.machine;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.StateWords;
import org.gale.tables.memory.StateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the line in which effects wait. */
class DelayLineTest
{
    private static final long NO_ENTRY = 99;

    private final List<Long> left = new ArrayList<>();
    private int waits;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void shouldLetAnEntryLeaveThatManyCommandsLater(final int delay)
    {
        final DelayLine line = line(delay);
        enter(line, 5, 0);
        for (int i = 0; i <= delay; i++)
        {
            assertEquals(List.of(), left, "command " + i);
            assertFalse(line.isEmpty());
            line.endCommand();
        }

        assertEquals(List.of(5L), left);
        assertTrue(line.isEmpty());
    }

    @Test
    void shouldKeepTheOrderOfEntries()
    {
        final DelayLine line = line(2);
        enter(line, 1, 0);
        enter(line, 2, 0);
        line.endCommand();
        enter(line, 3, 0);
        line.endCommand();
        assertEquals(List.of(), left);
        line.endCommand();
        assertEquals(List.of(1L, 2L), left);
        line.endCommand();

        assertEquals(List.of(1L, 2L, 3L), left);
    }

    @Test
    void shouldLetThoseLeaveThatAreAskedForAndKeepTheOthersInOrder()
    {
        final DelayLine line = line(5);
        for (int i = 1; i <= 6; i++)
        {
            enter(line, i, i % 2);
            line.endCommand();
        }
        assertEquals(List.of(1L), left);
        assertEquals(3, line.count((first, second) -> second == 0));

        line.leaveIf((first, second) -> second == 0);

        assertEquals(List.of(1L, 2L, 4L, 6L), left);
        assertEquals(0, line.count((first, second) -> second == 0));
        line.endCommand();
        line.endCommand();
        assertEquals(List.of(1L, 2L, 4L, 6L, 3L), left);
        line.endCommand();
        line.endCommand();
        assertEquals(List.of(1L, 2L, 4L, 6L, 3L, 5L), left);
    }

    @Test
    void shouldLetTheOldestLeaveAFullLine()
    {
        final DelayLine line = line(1 << 20);
        for (int i = 0; i < DelayLine.LIMIT; i++)
        {
            enter(line, i, 0);
        }
        assertEquals(List.of(), left);

        enter(line, 7, 0);

        assertEquals(List.of(0L), left);
        assertEquals(DelayLine.LIMIT, line.count((first, second) -> true));
    }

    @Test
    void shouldRestoreEntriesWithTheCommandsThatAreLeft()
    {
        final DelayLine line = line(3);
        enter(line, 1, 11);
        line.endCommand();
        enter(line, 2, 12);
        line.endCommand();
        final List<Long> words = StateWords.of(line::state);
        assertEquals(List.of(2L, 1L, 11L, 2L, 2L, 12L, 3L), words);
        assertEquals(words, StateWords.of(line::state), "passing a state changes nothing");
        final DelayLine again = line(3);

        assertTrue(StateWords.restore(words, again::state));

        assertEquals(words, StateWords.of(again::state));
        again.endCommand();
        assertEquals(List.of(), left);
        again.endCommand();
        assertEquals(List.of(1L), left);
        again.endCommand();
        assertEquals(List.of(1L, 2L), left);
    }

    /** Words of two entries, behind their count: first, second, commands left. */
    @ParameterizedTest
    @CsvSource({"0, 65537", "0, -1", "3, 0", "3, 4", "6, 1", "6, 4", "1, 99", "4, 99"})
    void shouldRefuseAStateThatNoLineHas(final int index, final long word)
    {
        final List<Long> words = new ArrayList<>(List.of(2L, 1L, 11L, 2L, 2L, 12L, 3L));
        assertTrue(StateWords.restore(words, line(3)::state));
        words.set(index, word);
        final DelayLine line = line(3);

        assertThrows(StateException.class, () -> StateWords.restore(words, line::state));
    }

    private void enter(final DelayLine line, final long first, final long second)
    {
        line.enter(first, second, waits, (otherFirst, otherSecond) -> false);
    }

    private DelayLine line(final int delay)
    {
        waits = delay;
        final OperationDelays delays = OperationDelays.of(MachineConfig.parse(List.of("ops.delay=" + delay)));
        return new DelayLine(delays, "entry", new DelayLine.DelayedKind()
        {
            @Override
            public boolean isEntry(final long first, final long second)
            {
                return first != NO_ENTRY;
            }

            @Override
            public void leave(final long first, final long second)
            {
                left.add(first);
            }
        });
    }
}
