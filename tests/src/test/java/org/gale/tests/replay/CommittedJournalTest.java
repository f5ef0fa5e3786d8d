package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.gale.engine.command.Semantics;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.Durability;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayException;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.support.Appends;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    private static final ClosingPayload KEPT = new ClosingPayload(0, List.of());
    private static final ClosingPayload LOSS = new ClosingPayload(7, List.of(
        new ClosingPayload.Broken("P1", "VM 0 LPI 8192, set pending, is neither pending nor acknowledged", 8)));

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
        assertTrue(end.commands() > 1_000);
    }

    @ParameterizedTest
    @MethodSource({ "names", "sessions" })
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
    @ValueSource(strings = { "storm", "storm-forced", "session", "kvm-sparse", "kvm-session-8",
        "msix-session-8", "loss-session-9" })
    void shouldWriteTheSameBytesWhenItsFramesAreAppendedAnew(final String name) throws IOException
    {
        final Path recorded = journal(name);
        final Path anew = home.resolve("anew");

        appendAll(recorded, anew, null);

        assertSameBytes(recorded, anew);
    }

    /** The recorded ones are of versions whose closing frames say nothing of the run; all else is the same. */
    @ParameterizedTest
    @CsvSource({
        CommittedJournals.SESSION + ", " + CommittedJournals.SESSION_TRANSCRIPT,
        CommittedJournals.KVM_SESSION_8 + ", " + CommittedJournals.KVM_TRANSCRIPT,
        CommittedJournals.MSIX_SESSION_8 + ", " + CommittedJournals.MSIX_TRANSCRIPT,
        CommittedJournals.LOSS_SESSION_9 + ", " + CommittedJournals.LOSS_TRANSCRIPT })
    void shouldWriteTheSameBytesWhenASessionAppliesTheSameCommands(final String name, final String transcript)
        throws IOException
    {
        final Path recorded = journal(name);
        final Path expected = home.resolve("expected");
        appendAll(recorded, expected, name.equals(CommittedJournals.LOSS_SESSION_9) ? LOSS : KEPT);
        final Path anew = home.resolve("anew");

        final long digest = Sessions.play(anew, config(header(recorded)), Sessions.commands(transcript));

        assertEquals(CommittedJournals.digest(name), digest);
        assertSameBytes(expected, anew);
    }

    /** The session loses an interrupt: its replay has the same digest, and says so. */
    @Tag("P1")
    @Test
    void shouldFindTheLossOfASessionInItsReplay() throws IOException
    {
        final ReplayResult result = Replay.run(journal(CommittedJournals.LOSS_SESSION_9), ReplayOptions.DEFAULT,
            ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(CommittedJournals.digest(CommittedJournals.LOSS_SESSION_9), result.stateDigest());
        assertEquals("P1", result.broken().promise());
        assertEquals("VM 0 LPI 8192, set pending, is neither pending nor acknowledged", result.broken().finding());
    }

    @Test
    void shouldRefuseAJournalOfAnOlderVersionAndNameBoth() throws IOException
    {
        final Path old = journal(CommittedJournals.OLD_STORM);

        final ReplayException thrown =
            assertThrows(ReplayException.class, () -> Replay.verify(old, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(Outcome.USAGE, JournalErrors.of(thrown).outcome());
        assertEquals(old + ": its commands have version 2, too old for this gale, which reads versions 7 to 9: " +
            "replay it with the gale that wrote it", thrown.getMessage());
    }

    /** The journals of {@link #names} replay to their digests, and so each version of the range does. */
    @Test
    void shouldReadTheVersionsOfWhichAJournalIsCommitted() throws IOException
    {
        final Set<Integer> committed = new TreeSet<>();
        for (final String name : names().toList())
        {
            committed.add(header(journal(name)).semanticsVersion());
        }

        assertEquals(
            IntStream.rangeClosed(Semantics.OLDEST, Semantics.VERSION).boxed().collect(Collectors.toSet()), committed);
        assertEquals(Semantics.VERSION, JournalConfig.DEFAULT.identity().semanticsVersion());
    }

    private static Stream<String> names()
    {
        return Stream.concat(CommittedJournals.STORMS.stream(),
            Stream.of(CommittedJournals.SESSION, CommittedJournals.STORM_8, CommittedJournals.KVM_SESSION_8,
            CommittedJournals.STORM_9));
    }

    private static Stream<String> sessions()
    {
        return Stream.concat(CommittedJournals.KVM_SESSIONS.stream(), Stream.of(CommittedJournals.MSIX_SESSION_8));
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
    private static void appendAll(final Path from, final Path to, final ClosingPayload verdict) throws IOException
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
                    assertTrue((reader.kind() == Frame.CLOSING && verdict != null) ||
                        Appends.append(writer, reader.kind(), reader.count(), reader.payloadLength()));
                }
                assertNull(reader.end().damage());
                if (verdict != null)
                {
                    writer.close(verdict);
                }
            }
        }
    }

    private static JournalConfig config(final JournalHeader header)
    {
        final JournalConfig config = JournalConfig.DEFAULT.withBlocks(header.frameLimitBytes(), header.blocks())
            .with(new JournalConfig.Identity(header.semanticsVersion(), header.id()));

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
