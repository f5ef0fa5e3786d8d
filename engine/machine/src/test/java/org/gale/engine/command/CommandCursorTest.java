package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandCursorTest
{
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[128]);
    private final CommandCursor cursor = new CommandCursor();

    @Test
    void shouldStopAtEachCommand()
    {
        int end = Commands.time(frame, 8, 1_000, 1_000);
        final int msi = end;
        frame.putLong(end, Commands.msi(1, 2, 3));
        end += Long.BYTES;
        final int store = end;
        end = Commands.store(frame, end, 0x4000_0000L, 8, 5);

        final List<Integer> opcodes = new ArrayList<>();
        final List<Integer> offsets = new ArrayList<>();
        cursor.wrap(frame, 8, end);
        while (cursor.next())
        {
            opcodes.add(cursor.opcode());
            offsets.add(cursor.offset());
            assertEquals(frame.getLong(cursor.offset()), cursor.word());
        }

        assertEquals(List.of(CommandWord.TIME, CommandWord.MSI, CommandWord.STORE), opcodes);
        assertEquals(List.of(8, msi, store), offsets);
        assertEquals(end, cursor.nextOffset());
        assertTrue(cursor.isAtEnd());
        assertEquals(3, CommandCursor.count(frame, 8, end));
    }

    @Test
    void shouldCountEventsOfOneAndOfTwoWords()
    {
        int end = Commands.time(frame, 0, 1_000, 1_000);
        frame.putLong(end, Commands.msi(1, 2, 3));
        end = Commands.msiLong(frame, end + Long.BYTES, 2, 1, 5);
        frame.putLong(end, Commands.msi(1, 2, 3));
        end = Commands.msiLong(frame, end + Long.BYTES, 1, -1, -1);             // its operand may look like anything
        end = Commands.time(frame, end, 2_000, 2_000);
        frame.putLong(end, Commands.turn(1, 4));
        end += Long.BYTES;

        assertEquals(7, CommandCursor.count(frame, 0, end));
        assertEquals(CommandCursor.NOT_WHOLE, CommandCursor.count(frame, 0, 4 * Long.BYTES), "half of an event");
        frame.putLong(end, 0);
        assertEquals(CommandCursor.NOT_WHOLE, CommandCursor.count(frame, 0, end + Long.BYTES), "no command");
    }

    @Test
    void shouldStopInFrontOfAWordThatBeginsNoCommand()
    {
        frame.putLong(0, Commands.turn(1, 4));

        cursor.wrap(frame, 0, 16);

        assertTrue(cursor.next());
        assertFalse(cursor.next());
        assertEquals(8, cursor.nextOffset());
        assertFalse(cursor.isAtEnd());
        assertEquals(CommandCursor.NOT_WHOLE, CommandCursor.count(frame, 0, 16));
        assertEquals(1, CommandCursor.count(frame, 0, 8));
    }

    @Test
    void shouldStopInFrontOfACommandThatTheEndCuts()
    {
        final int end = Commands.store(frame, 0, 0x4000_0000L, 8, 5);

        assertFalse(cursor.wrap(frame, 0, end - 8).next());
        assertFalse(cursor.isAtEnd());
        assertFalse(cursor.wrap(frame, 0, end - 1).next());
        assertTrue(cursor.wrap(frame, 0, end).next());
        assertEquals(CommandCursor.NOT_WHOLE, CommandCursor.count(frame, 0, end - 8));
        assertEquals(CommandCursor.NOT_WHOLE, CommandCursor.count(frame, 0, end - 1));
        assertEquals(1, CommandCursor.count(frame, 0, end));
    }

    @Test
    void shouldFindThePlaceOfACommandWhenTimesAreNotCounted()
    {
        int end = Commands.time(frame, 8, 1_000, 1_000);
        frame.putLong(end, Commands.msi(1, 2, 3));
        end = Commands.time(frame, end + 8, 2_000, 2_000);
        frame.putLong(end, Commands.msi(1, 2, 3));
        frame.putLong(end + 8, Commands.turn(1, 4));
        end += 16;

        assertEquals(2, CommandCursor.place(frame, 8, end, 1));
        assertEquals(4, CommandCursor.place(frame, 8, end, 2));
        assertEquals(5, CommandCursor.place(frame, 8, end, 3));
        assertEquals(6, CommandCursor.place(frame, 8, end, 4));
        assertEquals(1, CommandCursor.place(frame, 8, end, 0));
        assertEquals(1, CommandCursor.place(frame, 8, 8, 1));
    }

    @Test
    void shouldBeAtTheEndOfNothing()
    {
        assertFalse(cursor.wrap(frame, 16, 16).next());
        assertTrue(cursor.isAtEnd());
        assertEquals(0, CommandCursor.count(frame, 16, 16));
    }
}
