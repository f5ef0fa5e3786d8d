package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Cursor over a journal of five stores in two frames, with a digest between them. */
class ReplayCursorTest
{
    private static final int COMMANDS = 5;
    private static final long ADDRESS = 0x4000_0000L;

    @TempDir
    private static Path home;
    private static Path journal;
    private static long[] digests;

    @BeforeAll
    static void writeJournal() throws IOException
    {
        journal = home.resolve("journal");
        digests = new long[COMMANDS + 1];
        try (Machine machine = Machines.FACTORY.create(Runs.MACHINE); JournalWriter writer = Runs.writer(journal))
        {
            digests[0] = machine.digest();
            for (int i = 1; i <= COMMANDS; i++)
            {
                final UnsafeBuffer command = new UnsafeBuffer(new byte[24]);
                Commands.store(command, 0, ADDRESS + 8L * i, 8, i);
                machine.apply(command, 0, 24);
                digests[i] = machine.digest();
                if (i == 2)
                {
                    Runs.append(writer, 2, concat(words(1), words(2)));
                    Runs.digest(writer, machine, 0, 0, 0);
                }
            }
            Runs.append(writer, 3, concat(words(3), concat(words(4), words(5))));
        }
    }

    @ParameterizedTest(name = "command {0}")
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void shouldStandAfterACommand(final int number) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journal, number, Machines.FACTORY))
        {
            assertAt(number, cursor);
        }
    }

    @Test
    void shouldShowAndApplyOneCommandAfterTheOther() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (int i = 1; i <= COMMANDS; i++)
            {
                assertEquals(words(i)[0], cursor.nextWord(0));
                assertEquals(ADDRESS + 8L * i, cursor.nextWord(1));
                assertEquals(i, cursor.nextWord(2));
                assertEquals("STORE 8 bytes at 0x" + Long.toHexString(ADDRESS + 8L * i) + " value 0x" + i,
                    cursor.step());
                assertAt(i, cursor);
            }

            assertNull(cursor.step());
            assertEquals(0, cursor.nextWord(0));
            assertAt(COMMANDS, cursor);
        }
    }

    @Test
    void shouldMoveForwardAndBack() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, Machines.FACTORY))
        {
            assertAt(COMMANDS, cursor);
            for (final int number : new int[]{3, 1, 4, 4, 0, 5, 2})
            {
                cursor.to(number);
                assertAt(number, cursor);
            }
            assertEquals(3, cursor.nextWord(2));
        }
    }

    @Test
    void shouldStandAtTheEndWhenTheCommandIsBeyondIt() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journal, 1, Machines.FACTORY))
        {
            final ReplayException refused = assertThrows(ReplayException.class, () -> cursor.to(COMMANDS + 1));

            assertEquals(ReplayException.Reason.TOO_SHORT, refused.reason());
            assertEquals("no command 6: the journal ends after command 5", refused.getMessage());
            assertAt(COMMANDS, cursor);
        }
    }

    @Test
    void shouldRefuseToOpenBehindTheEnd()
    {
        final ReplayException refused = assertThrows(ReplayException.class,
            () -> ReplayCursor.open(journal, COMMANDS + 1, Machines.FACTORY));

        assertEquals(ReplayException.Reason.TOO_SHORT, refused.reason());
    }

    @Test
    void shouldShowTheOutputsOfTheCommandsThatFollow() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journal, 1, Machines.FACTORY))
        {
            final List<Long> sequences = new ArrayList<>();
            cursor.watch(outputs -> sequences.add(cursor.machine().commandCount()));
            cursor.step();
            cursor.to(4);

            assertFalse(sequences.isEmpty());
            assertEquals(4, sequences.get(sequences.size() - 1));
        }
    }

    /** Holds a command that the machine of the journal cannot apply: a turn of a PE that it does not have. */
    @Test
    void shouldNameTheCommandBehindWhichTheJournalIsDamaged() throws IOException
    {
        final Path damaged = home.resolve("damaged");
        try (JournalWriter writer = Runs.writer(damaged))
        {
            Runs.append(writer, 2, concat(words(1), new long[]{Commands.turn(77, 1)}));
        }
        try (ReplayCursor cursor = ReplayCursor.open(damaged, 1, Machines.FACTORY))
        {
            final ReplayException refused = assertThrows(ReplayException.class, cursor::step);

            assertEquals(ReplayException.Reason.DAMAGED, refused.reason());
        }
    }

    private static void assertAt(final int number, final ReplayCursor cursor)
    {
        assertEquals(number, cursor.sequence());
        assertEquals(digests[number], cursor.machine().digest());
    }

    private static long[] words(final int number)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[24]);
        Commands.store(command, 0, ADDRESS + 8L * number, 8, number);

        return new long[]{command.getLong(0), command.getLong(8), command.getLong(16)};
    }

    private static long[] concat(final long[] first, final long[] second)
    {
        final long[] all = new long[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);

        return all;
    }
}
