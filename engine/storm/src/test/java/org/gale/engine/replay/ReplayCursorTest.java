package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.host.OpenFiles;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.SnapshotPayload;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void shouldKeepItsMachineUntilItMovesBackAndCloseEach() throws IOException
    {
        final List<Machine> machines = new ArrayList<>();
        final MachineFactory noting = config ->
        {
            machines.add(Machines.FACTORY.create(config));

            return machines.get(machines.size() - 1);
        };
        try (ReplayCursor cursor = ReplayCursor.open(journal, 2, noting))
        {
            final Machine machine = cursor.machine();
            cursor.to(2);
            assertSame(machine, cursor.machine());
            cursor.to(4);
            assertSame(machine, cursor.machine());
            assertFalse(isClosed(machine));
            cursor.to(3);
            assertNotSame(machine, cursor.machine());
        }
        assertThrows(ReplayException.class, () -> ReplayCursor.open(journal, COMMANDS + 1, noting));

        assertEquals(3, machines.size());
        assertTrue(machines.stream().allMatch(ReplayCursorTest::isClosed));
        assertFalse(OpenFiles.mayContain(segment()));
    }

    @ParameterizedTest(name = "to {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void shouldStandWhereAReplayToTheCommandEnds(final long number) throws IOException
    {
        final ReplayResult result = Replay.run(
            journal, ReplayOptions.DEFAULT.to(number), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(number, result.commands());
        assertEquals(digests[(int)number], result.stateDigest());
        assertEquals(number < 2 ? 0 : 1, result.coverage().comparisons());
        assertFalse(OpenFiles.mayContain(segment()));
    }

    /** Cuts the journal behind its second command, where its digest stood, as a process does that dies there. */
    @Test
    void shouldCompareNoDigestAtTheEndOfAJournalWithoutOne() throws IOException
    {
        final Path open = home.resolve("open");
        final Path left = home.resolve("left");
        try (JournalWriter writer = Runs.writer(open))
        {
            Runs.append(writer, 2, concat(words(1), words(2)));
            LeftJournals.copy(writer, open, left);
        }
        final ReplayResult result = Replay.run(
            left, ReplayOptions.DEFAULT.to(2), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(digests[2], result.stateDigest());
        assertEquals(0, result.coverage().comparisons());
    }

    /** Holds the first part of a snapshot whose writer died there, and whose state is none. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {false, true})
    void shouldBeginAtResetWhenTheOnlySnapshotIsCutShort(final boolean isContinued) throws IOException
    {
        final Path cut = home.resolve("cut-" + isContinued);
        final Path open = home.resolve("of-cut-" + isContinued);
        final int commands = isContinued ? COMMANDS : 2;
        final List<Machine> machines = new ArrayList<>();
        try (JournalWriter writer = Runs.writer(open))
        {
            Runs.append(writer, 2, concat(words(1), words(2)));
            SnapshotPayload.encode(writer.frame(), writer.payloadOffset(), 0, 2, false);
            assertTrue(writer.append(Frame.SNAPSHOT, SnapshotPayload.STATE_OFFSET));
            if (isContinued)
            {
                Runs.append(writer, 3, concat(words(3), concat(words(4), words(5))));
            }
            LeftJournals.copy(writer, open, cut);
        }
        assertEquals(digests[commands],
            Replay.verify(cut, ReplayProgress.NONE, Machines.FACTORY).stateDigest());
        final ReplayResult result = Replay.run(cut, ReplayOptions.DEFAULT.fromNearestSnapshot(),
            ReplayProgress.NONE, config ->
            {
                machines.add(Machines.FACTORY.create(config));

                return machines.get(machines.size() - 1);
            });

        assertEquals(1, result.firstCommand());
        assertEquals(digests[commands], result.stateDigest());
        assertEquals(2, machines.size());
        assertTrue(machines.stream().allMatch(ReplayCursorTest::isClosed));
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

    /** Returns whether a machine is closed: its log of outputs then has no room for any word. */
    private static boolean isClosed(final Machine machine)
    {
        try
        {
            machine.outputs().result(1);

            return false;
        }
        catch (final IndexOutOfBoundsException ex)
        {
            return true;
        }
    }

    /** Returns the file of the first segment. */
    private static Path segment() throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            assertTrue(reader.next());

            return reader.file();
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
