package org.gale.engine.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionJournalTest
{
    private static final MachineConfig MACHINE = MachineConfig.parse(List.of("pes=2", "ram=0x40000000:0x100000"));

    @TempDir
    private Path home;

    @Test
    void shouldReplayToTheDigestThatTheSessionHad() throws IOException
    {
        final Path journal = home.resolve("run");
        final String replies = run(journal, """
            machine pes=2 ram=0x40000000:0x100000
            write 0x40000100 0x20 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
            memset 0x40002000 0x123 0x5a
            writeq 0x40000008 0x1122334455667788
            readl 0x40000008
            nonsense
            readl 0x1
            ppi 1 27 1
            spi 33 1
            msi 0 7 3
            clock_step 1000
            sysw 0 el2 ICC_PCR_EL1 0x1f
            sysr 0 el2 ICC_PCR_EL1
            digest
            """);

        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertTrue(result.isEqual());
        assertTrue(result.isCovered());
        final List<String> lines = replies.lines().toList();
        assertEquals(String.format("OK 0x%016x", result.stateDigest()), lines.get(lines.size() - 1));
        assertEquals("test", result.configuration().version());
        assertEquals(2, result.configuration().machine().pes());
    }

    @Test
    void shouldHaveEachCommandInTheJournalBeforeItsReplyLeaves() throws IOException
    {
        try (Machine machine = Machines.FACTORY.create(MACHINE))
        {
            final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT)
                .create(home.resolve("run"), new RunConfiguration("test", MACHINE, 1).toBytes());
            try (SessionJournal journal = new SessionJournal(machine, writer))
            {
                msi(journal, machine, 3);
                assertEquals(1, writer.nextSequence());

                journal.flush();

                assertEquals(4, writer.nextSequence());
                assertEquals(writer.appendedFrames(), writer.acknowledgedFrames());
            }
        }
    }

    @Test
    void shouldTakeADigestWhenRepliesLeaveAfterEnoughCommands() throws IOException
    {
        try (Machine machine = Machines.FACTORY.create(MACHINE);
            SessionJournal journal = SessionJournal.create(home.resolve("run"), "test", machine))
        {
            msi(journal, machine, (int)SessionJournal.DIGEST_MIN_COMMANDS - 1);
            journal.flush();
            msi(journal, machine, 1);
            journal.flush();
            msi(journal, machine, 5);
            journal.flush();
        }

        assertEquals(List.of(SessionJournal.DIGEST_MIN_COMMANDS, SessionJournal.DIGEST_MIN_COMMANDS + 5),
            digests(home.resolve("run")));
    }

    @Test
    void shouldTakeDigestsOnTheWayWhenNoReplyLeaves() throws IOException
    {
        final long commands = 3 * RecordSchedule.DIGEST_INTERVAL + 7;
        try (Machine machine = Machines.FACTORY.create(MACHINE);
            SessionJournal journal = SessionJournal.create(home.resolve("run"), "test", machine))
        {
            msi(journal, machine, (int)commands);
        }

        assertEquals(List.of(RecordSchedule.DIGEST_INTERVAL, 2 * RecordSchedule.DIGEST_INTERVAL,
            3 * RecordSchedule.DIGEST_INTERVAL, commands), digests(home.resolve("run")));
        final ReplayResult result = Replay.verify(home.resolve("run"), ReplayProgress.NONE, Machines.FACTORY);
        assertNull(result.divergence());
        assertEquals(commands, result.coverage().toCommand());
    }

    @Test
    void shouldHaveNoDigestWhenNothingWasDone() throws IOException
    {
        final Path journal = home.resolve("run");
        assertEquals("OK\nOK none\n", run(journal, "machine pes=2\nhppi 0\n"));

        assertEquals(List.of(), digests(journal));
        assertEquals(0, Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).commands());
    }

    @Test
    void shouldEndTheSessionWithoutAReplyWhenTheJournalIsFull() throws IOException
    {
        final Path directory = home.resolve("run");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++)
        {
            lines.append("writeq 0x40000000 ").append(i).append('\n');
        }
        final TargetFactory factory = keys -> MachineTarget.create(keys, machine -> limited(directory, machine));

        final JournalRefusedException thrown = assertThrows(JournalRefusedException.class, () -> SessionRunner.run(
            factory, new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.US_ASCII)), out));

        final ReplayResult result = Replay.verify(directory, ReplayProgress.NONE, Machines.FACTORY);
        assertEquals(thrown.lastSequence(), result.commands());
        assertTrue(out.toString(StandardCharsets.US_ASCII).lines().count() <= result.commands());
    }

    @Test
    void shouldNotMakeAJournalInADirectoryThatIsNotEmpty() throws IOException
    {
        Files.createFile(home.resolve("occupied"));
        try (Machine machine = Machines.FACTORY.create(MACHINE))
        {
            final UncheckedIOException thrown = assertThrows(UncheckedIOException.class,
                () -> SessionJournal.create(home, "test", machine));

            assertEquals(JournalException.Reason.NOT_EMPTY, ((JournalException)thrown.getCause()).reason());
        }
    }

    private static CommandLog limited(final Path directory, final Machine machine)
    {
        try
        {
            return new SessionJournal(machine, new JournalOpening(JournalConfig.DEFAULT.withLimit(40_000))
                .create(directory, new RunConfiguration("test", machine.config(), 1).toBytes()));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static String run(final Path journal, final String lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionRunner.run(
            keys -> MachineTarget.create(keys, machine -> SessionJournal.create(journal, "test", machine)),
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), out);

        return out.toString(StandardCharsets.US_ASCII);
    }

    private static void msi(final SessionJournal journal, final Machine machine, final int count)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        for (int i = 0; i < count; i++)
        {
            command.putLong(0, Commands.msi(1, i & 0xff, 0));
            journal.append(command, Long.BYTES);
            machine.outputs().clear();
            machine.apply(command, 0);
        }
    }

    private static List<Long> digests(final Path journal) throws IOException
    {
        final List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.DIGEST)
                {
                    sequences.add(reader.firstSequence() - 1);
                }
            }
        }

        return sequences;
    }
}
