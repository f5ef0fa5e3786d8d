package org.gale.engine.machine;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the checks of commands before they are applied. */
class CommandFramesTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int RAM_BYTES = 0x1000;

    @Test
    void shouldTakeACommandThatEndsWithTheFrame()
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[40]);
        Commands.load(frame, 0, BASE, 8);
        Commands.store(frame, 16, BASE, 8, 1);

        assertEquals(2, CommandFrames.words(frame, 0));
        assertEquals(3, CommandFrames.words(frame, 16));
    }

    @Test
    void shouldRefuseACommandThatEndsBehindTheFrame()
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[39]);
        frame.putLong(16, 0x6c00_0000_0000_0000L);

        assertEquals("no command begins with 0x6c00000000000000", assertThrows(
            CommandException.class, () -> CommandFrames.words(frame, 16)).getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0", "5a", "f000000000000000", "a200000000000000", "a900000000000000"})
    void shouldRefuseAWordThatBeginsNoCommand(final String word)
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[80]);
        frame.putLong(8, Long.parseUnsignedLong(word, 16));

        assertEquals("no command begins with 0x" + word, assertThrows(
            CommandException.class, () -> CommandFrames.words(frame, 8)).getMessage());
    }

    /** Takes bytes of commands that have two words before them. */
    @ParameterizedTest(name = "{0} words, {1} bytes at {2}")
    @CsvSource({
        "3, 1, 0x40000000", "3, 8, 0x40000000", "4, 9, 0x40000000", "4, 16, 0x40000ff0", "8, 48, 0x40000fd0",
        "3, 1, 0x40000fff", "8, 1, 0x40000fff",
    })
    void shouldTakeBytesThatTheCommandHoldsForRam(final int words, final int bytes, final String address)
    {
        assertEquals(bytes, ramBytes(words, bytes, address));
    }

    @ParameterizedTest(name = "{0} words, {1} bytes at {2}")
    @CsvSource({
        "3, 0, 0x40000000, 0 bytes at 0x40000000", "3, 9, 0x40000000, 9 bytes at 0x40000000",
        "8, 49, 0x40000000, 49 bytes at 0x40000000", "8, 255, 0x40000000, 255 bytes at 0x40000000",
        "3, 1, 0x3fffffff, 1 byte at 0x3fffffff", "3, 1, 0x40001000, 1 byte at 0x40001000",
        "4, 16, 0x40000ff1, 16 bytes at 0x40000ff1",
    })
    void shouldRefuseBytesThatTheCommandDoesNotHoldOrThatAreNotForRam(
        final int words, final int bytes, final String address, final String where)
    {
        assertEquals("not RAM: " + where, assertThrows(
            CommandException.class, () -> ramBytes(words, bytes, address)).getMessage());
    }

    private static int ramBytes(final int words, final int bytes, final String address)
    {
        try (PhysicalMemory memory = PhysicalMemory.anonymous(BASE, RAM_BYTES))
        {
            return CommandFrames.ramBytes(
                0xa000_0000_0000_0000L | (long)words << 56 | (long)bytes << 48, Long.decode(address), memory);
        }
    }
}
