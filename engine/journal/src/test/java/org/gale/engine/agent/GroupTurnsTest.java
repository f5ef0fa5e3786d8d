package org.gale.engine.agent;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Turns of all PEs of a machine, 64 a command. */
class GroupTurnsTest
{
    private static final int OFFSET = 16;
    private static final int BUDGET = 5;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);

    @ParameterizedTest(name = "{0} PEs: {1}")
    @CsvSource({ "1, 1", "63, 1", "64, 1", "65, 2", "127, 2", "128, 2", "129, 3", "256, 4", "300, 5" })
    void shouldGiveEachPeATurn(final int pes, final int groups)
    {
        final GroupTurns turns = new GroupTurns(pes, BUDGET);

        assertEquals(8 * groups, turns.length());
        assertEquals(OFFSET + 8 * groups, turns.write(frame, OFFSET));
        for (int group = 0; group < groups; group++)
        {
            assertEquals(Commands.turns(64 * group, BUDGET), frame.getLong(OFFSET + 8 * group));
        }
        assertEquals(0, frame.getLong(OFFSET - 8));
        assertEquals(0, frame.getLong(OFFSET + 8 * groups));
    }

    @Test
    void shouldGiveNoneWithoutABudget()
    {
        final GroupTurns turns = new GroupTurns(300, 0);

        assertEquals(0, turns.length());
        assertEquals(OFFSET, turns.write(frame, OFFSET));
        assertEquals(0, frame.getLong(OFFSET));
    }

    @Test
    void shouldFollowEventsAlone()
    {
        assertTrue(GroupTurns.areForWord(Commands.msi(1, 2, 3)));
        Commands.time(frame, 0, 1, 2);
        assertTrue(GroupTurns.areForWord(frame.getLong(0)));
        assertFalse(GroupTurns.areForWord(Commands.turns(0, BUDGET)));
        assertFalse(GroupTurns.areForWord(0));
    }
}
