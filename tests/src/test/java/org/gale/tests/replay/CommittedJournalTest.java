package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.gale.engine.config.Outcome;
import org.gale.engine.journal.Durability;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.support.Appends;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of journals that an earlier build recorded: this build reads them, replays them and writes the same bytes (P7).
 */
class CommittedJournalTest
{
    private static final String MARK = "mark";
    private static final int PID_OFFSET = 16;

    @TempDir
    private Path home;

    @ParameterizedTest
    @MethodSource("names")
    void shouldFindEveryByteSound(final String name) throws IOException
    {
        final JournalEnd end = JournalVerifier.verify(journal(name), (done, total) -> {});

        assertNull(end.damage());
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertTrue(end.commands() > (name.startsWith("storm") ? 1_000 : 5), name + ' ' + end.commands());
    }

    @ParameterizedTest
    @MethodSource("sound")
    void shouldReplayToTheRecordedDigest(final String name) throws IOException
    {
        final ReplayResult result = Replay.verify(journal(name), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(CommittedJournals.digest(name),
            name.contains("storm") ? result.digest() : result.stateDigest());
    }

    @ParameterizedTest
    @ValueSource(strings = { "storm", "storm-forced" })
    void shouldReplayToTheRecordedDigestInSmallSlices(final String name) throws IOException
    {
        final ReplayResult result =
            Replay.run(journal(name), ReplayOptions.DEFAULT.slicesOf(7), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertEquals(CommittedJournals.digest(name), result.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = { "storm", "storm-forced", "session", "kvm-session", "msix-session", "loss-session" })
    void shouldWriteTheSameBytesWhenItsFramesAreAppendedAnew(final String name) throws IOException
    {
        final Path recorded = journal(name);
        final Path anew = home.resolve("anew");

        appendAll(recorded, anew);

        assertSameBytes(recorded, anew);
    }

    @ParameterizedTest
    @ValueSource(strings = { "session", "kvm-session", "msix-session", "loss-session" })
    void shouldWriteTheSameBytesWhenASessionAppliesTheSameCommands(final String name) throws IOException
    {
        final Path recorded = journal(name);
        final Path anew = home.resolve("anew");

        final long digest = Sessions.play(
            anew, config(header(recorded)), Sessions.commands(CommittedJournals.SESSIONS.get(name)));

        assertEquals(CommittedJournals.digest(name), digest);
        assertSameBytes(recorded, anew);
    }

    /** The session loses an interrupt: its replay has the same digest, and says so. */
    @Tag("P1")
    @Test
    void shouldFindTheLossOfASessionInItsReplay() throws IOException
    {
        final ReplayResult result = Replay.run(journal(CommittedJournals.LOSS_SESSION), ReplayOptions.DEFAULT,
            ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(CommittedJournals.digest(CommittedJournals.LOSS_SESSION), result.stateDigest());
        assertEquals("P1", result.broken().promise());
        assertEquals("VM 0 LPI 8192, set pending, is neither pending nor acknowledged", result.broken().finding());
    }

    @Test
    void shouldRefuseAJournalOfAnOlderVersionAndNameBoth() throws IOException
    {
        final Path old = journal(CommittedJournals.OLD_SESSION);

        final JournalException thrown =
            assertThrows(JournalException.class, () -> Replay.verify(old, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(Outcome.USAGE, JournalErrors.of(thrown).outcome());
        assertEquals(old.resolve("gale.journal") + ": has version 3, and this gale reads version 5",
            thrown.getMessage());
    }

    private static Stream<String> names()
    {
        return Stream.concat(CommittedJournals.STORMS.stream(), CommittedJournals.SESSIONS.keySet().stream().sorted());
    }

    private static Stream<String> sound()
    {
        return names().filter(name -> !name.equals(CommittedJournals.LOSS_SESSION));
    }

    private Path journal(final String name) throws IOException
    {
        return CommittedJournals.unpack(name, home.resolve(name));
    }

    private static JournalHeader header(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            assertTrue(reader.next());

            return reader.header();
        }
    }

    /** Appends the frames of a journal, except the two that a writer makes, to a new one with the same header. */
    private static void appendAll(final Path from, final Path to) throws IOException
    {
        try (JournalReader reader = JournalReader.open(from))
        {
            assertTrue(reader.next());
            final JournalHeader header = reader.header();
            try (JournalWriter writer = new JournalOpening(config(header)).create(to, header.configuration()))
            {
                while (reader.next())
                {
                    writer.frame().putBytes(
                        writer.payloadOffset(), reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                    writer.time(reader.timeNs());
                    assertTrue(Appends.append(writer, reader.kind(), reader.count(), reader.payloadLength()));
                }
                assertNull(reader.end().damage());
            }
        }
    }

    private static JournalConfig config(final JournalHeader header)
    {
        final JournalConfig config = JournalConfig.DEFAULT.withBlocks(header.frameLimitBytes(), header.blocks())
            .withId(header.id());

        return header.durability() == Durability.FORCED ? config.forced(1, 0) : config;
    }

    private static void assertSameBytes(final Path expected, final Path actual) throws IOException
    {
        assertEquals(files(expected), files(actual));
        for (final Path file : files(expected))
        {
            assertArrayEquals(
                content(expected.resolve(file)), content(actual.resolve(file)), file::toString);
        }
    }

    private static List<Path> files(final Path journal) throws IOException
    {
        try (Stream<Path> files = Files.walk(journal))
        {
            return files.filter(Files::isRegularFile).map(journal::relativize).sorted().toList();
        }
    }

    /**
     * Returns the content of a file, that of the mark without the writer's pid and boot, which differ between
     * recordings.
     */
    private static byte[] content(final Path file) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        if (file.getFileName().toString().equals(MARK))
        {
            Arrays.fill(bytes, PID_OFFSET, PID_OFFSET + 2 * Long.BYTES, (byte)0);
        }

        return bytes;
    }
}
