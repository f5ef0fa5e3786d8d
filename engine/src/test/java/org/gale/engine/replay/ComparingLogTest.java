package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.OpenFiles;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of a run that is repeated: of a few frames of each kind, compared with what a run without an interruption
 * writes.
 */
class ComparingLogTest
{
    private static final long STORE = 6L << 60 | 3L << 58;
    private static final String NOTHING_CHANGED =
        "  Nothing was changed. Another machine, job or version wrote it, or gale has a fault.";

    /** The frames of a run: commands, digests, and snapshots of two and of three parts. */
    private static final List<Filled> RUN = List.of(
        Filled.of(Frame.COMMANDS, 2, 0, Commands.msi(1, 2, 0), Commands.turn(1, 4)),
        Filled.of(Frame.DIGEST, 0, 0, 11, 12, 13),
        Filled.of(Frame.SNAPSHOT, 0, 0, 0, 100, 101),
        Filled.of(Frame.SNAPSHOT, 0, 0, 1, 102),
        Filled.of(Frame.COMMANDS, 2, 1000, Commands.timeWord(5000), 5100, STORE, 0x4000_0000L, 7),
        Filled.of(Frame.SNAPSHOT, 0, 1000, 0, 200),
        Filled.of(Frame.SNAPSHOT, 0, 1000, 1, 201),
        Filled.of(Frame.SNAPSHOT, 0, 1000, 2, 202),
        Filled.of(Frame.COMMANDS, 1, 2000, Commands.msi(3, 4, 0)),
        Filled.of(Frame.DIGEST, 0, 3000, 14));

    @TempDir
    private Path home;
    private boolean isInterrupted;

    /** Frame as a run fills it, from its first word on. */
    private record Filled(int kind, int count, long timeNs, List<Long> words)
    {
        static Filled of(final int kind, final int count, final long timeNs, final long... words)
        {
            return new Filled(kind, count, timeNs, LongStream.of(words).boxed().toList());
        }

        boolean append(final FrameLog log)
        {
            log.time(timeNs);
            for (int i = 0; i < words.size(); i++)
            {
                log.frame().putLong(log.payloadOffset() + i * Long.BYTES, words.get(i));
            }
            final int lengthBytes = words.size() * Long.BYTES;
            if (kind == Frame.DIGEST)
            {
                return log.appendDigest(lengthBytes);
            }
            if (kind == Frame.SNAPSHOT)
            {
                return log.appendSnapshot(lengthBytes);
            }
            AppendResult result = log.appendCommands(count, lengthBytes);
            for (int turn = 0; result == AppendResult.NOT_READY; turn++)
            {
                log.awaitSpace(turn);
                result = log.appendCommands(count, lengthBytes);
            }

            return result == AppendResult.APPENDED;
        }

        String text(final long firstSequence)
        {
            return Frame.kindName(kind) + ' ' + firstSequence + '+' + count + " at " + timeNs + ' ' +
                words;
        }
    }

    /** Cuts the journal behind each of its frames, and then once more where the run was continued. */
    @ParameterizedTest(name = "{0} frames, then {1}")
    @CsvSource({"0, 0", "0, 1", "1, 1", "1, 3", "2, 3", "3, 4", "3, 3", "4, 7", "5, 6", "6, 7", "6, 10", "7, 8",
        "8, 8", "9, 10", "10, 10"})
    void shouldCountAndWriteAsARunWithoutAnInterruption(final int first, final int second) throws IOException
    {
        final Path journal = home.resolve("journal");
        try (JournalWriter writer = Runs.writer(journal))
        {
            append(writer, RUN.subList(0, first));
        }
        try (ComparingLog log = log(journal))
        {
            appendBeside("second", log, RUN.subList(0, second));
        }
        try (ComparingLog log = log(journal))
        {
            appendBeside("third", log, RUN);
        }

        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        assertEquals(JournalEnd.Status.CLOSED, summary.end().status());
        assertFalse(summary.isStoppedShort());
        assertEquals(frames(home.resolve("third")), frames(journal));
        assertTrue(frames(journal).containsAll(texts(RUN)), () -> frames(journal).toString());
    }

    /** Appends frames to a log, and to a journal of their own whose numbers the log has to show. */
    private void appendBeside(final String name, final ComparingLog log, final List<Filled> frames) throws IOException
    {
        try (JournalWriter writer = Runs.writer(home.resolve(name)))
        {
            assertEquals(writer.payloadOffset(), log.payloadOffset());
            assertEquals(writer.payloadLimit(), log.payloadLimit());
            assertEquals(1, log.heldFrames());
            assertTrue(log.takesSnapshots());
            for (final Filled frame : frames)
            {
                assertTrue(frame.append(writer));
                assertTrue(frame.append(log));
                assertFalse(log.wantsSnapshot());
                assertNull(log.failure());
                assertTrue(log.beginForce(1));
                assertTrue(log.flush(true, 0));
                log.reserveAhead(true);
                assertEquals(writer.appendedFrames(), log.appendedFrames());
                assertEquals(writer.acknowledgedFrames(), log.acknowledgedFrames());
                assertEquals(writer.nextSequence(), log.nextSequence());
                assertEquals(writer.bytes(), log.bytes());
                assertEquals(0, log.forceNs());
                assertEquals(frame.words().get(0), log.frame(log.appendedFrames() - 1).getLong(log.payloadOffset()));
            }
        }
    }

    @Test
    void shouldContinueAJournalThatWasLeft() throws IOException
    {
        final Path journal = left(RUN.subList(0, 4));
        final Path segment = segment(journal);
        final long bytes = JournalSummary.read(journal, ReplayProgress.NONE).end().bytes();
        final ComparingLog log = log(journal);
        append(log, RUN);
        log.close();
        log.close();
        log.closeShort();

        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        assertEquals(JournalEnd.Status.CLOSED, summary.end().status());
        assertFalse(summary.isStoppedShort());
        assertTrue(summary.end().bytes() > bytes);
        assertFalse(OpenFiles.mayContain(segment));
    }

    @ParameterizedTest(name = "{0} frames")
    @ValueSource(ints = { 4, 6 })
    void shouldMarkAJournalWhoseRunFailedOnlyOnceItIsContinued(final int frames) throws IOException
    {
        final Path journal = left(RUN.subList(0, 5));
        final Path segment = segment(journal);
        final ComparingLog log = log(journal);
        append(log, RUN.subList(0, frames));
        log.closeShort();
        log.closeShort();
        log.close();

        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        assertEquals(frames == 4 ? JournalEnd.Status.LEFT : JournalEnd.Status.CLOSED, summary.end().status());
        assertEquals(frames == 6, summary.isStoppedShort());
        assertFalse(OpenFiles.mayContain(segment));
    }

    @Test
    void shouldChangeNothingWhenTheUserWantsAnEndBeforeTheEndOfTheJournal() throws IOException
    {
        final Path journal = left(RUN.subList(0, 2));
        try (ComparingLog log = log(journal))
        {
            append(log, RUN.subList(0, 2));
            isInterrupted = true;
            final OutcomeException thrown = assertThrows(OutcomeException.class, () -> RUN.get(2).append(log));

            assertEquals(Outcome.INTERRUPTED, thrown.outcome());
            assertEquals("interrupted before the resume: nothing was changed", thrown.getMessage());
            assertEquals(JournalEnd.Status.LEFT, JournalSummary.read(journal, ReplayProgress.NONE).end().status());
            isInterrupted = false;
            append(log, RUN.subList(2, 3));
            isInterrupted = true;
            append(log, RUN.subList(3, 5));
        }

        assertEquals(texts(RUN.subList(0, 5)), frames(journal).subList(1, 6));
    }

    @ParameterizedTest(name = "{0}: {1}, {2} ns")
    @CsvSource(delimiter = '|', value = {
        "0 | turn | 0 | 2 | TURN pe 1 budget 4 | TURN pe 1 budget 5",
        "0 | long | 0 | 3 | the end of a frame at 0 ns | MSI device 1 event 3",
        "0 | short | 0 | 2 | TURN pe 1 budget 4 | the end of a frame at 0 ns",
        "0 | same | 9 | 3 | the end of a frame at 0 ns | the end of a frame at 9 ns",
        "0 | digest | 0 | 1 | MSI device 1 event 2 | digest at 0 ns",
        "1 | turn | 5 | 3 | digest at 0 ns | MSI device 1 event 2",
        "1 | digest | 0 | 3 | digest at 0 ns | digest at 0 ns",
        "2 | digest | 0 | 3 | snapshot at 0 ns | digest at 0 ns",
        "4 | turn | 1000 | 3 | TIME base 5000 sent 5100 | MSI device 1 event 2",
        "4 | store | 1000 | 4 | STORE 8 bytes at 0x40000000 value 0x7 | STORE 8 bytes at 0x40000000 value 0x8",
    })
    void shouldSayWhereTheRunDiffers(
        final int frame,
        final String other,
        final long timeNs,
        final long sequence,
        final String ofJournal,
        final String ofRun) throws IOException
    {
        final Path journal = left(RUN);
        final ComparingLog log = log(journal);
        append(log, RUN.subList(0, frame));
        final Filled differing = switch (other)
        {
            case "turn" -> Filled.of(Frame.COMMANDS, 2, timeNs, Commands.msi(1, 2, 0), Commands.turn(1, 5));
            case "long" -> Filled.of(
                Frame.COMMANDS, 3, timeNs, Commands.msi(1, 2, 0), Commands.turn(1, 4), Commands.msi(1, 3, 0));
            case "short" -> Filled.of(Frame.COMMANDS, 1, timeNs, Commands.msi(1, 2, 0));
            case "same" -> Filled.of(Frame.COMMANDS, 2, timeNs, Commands.msi(1, 2, 0), Commands.turn(1, 4));
            case "store" -> Filled.of(
                Frame.COMMANDS, 2, timeNs, Commands.timeWord(5000), 5100, STORE, 0x4000_0000L, 8);
            default -> Filled.of(Frame.DIGEST, 0, timeNs, Commands.msi(1, 2, 0), 12, 14);
        };
        assertDiffers(journal, sequence, ofJournal, ofRun,
            assertThrows(OutcomeException.class, () -> differing.append(log)));
        log.closeShort();

        assertEquals(JournalEnd.Status.LEFT, JournalSummary.read(journal, ReplayProgress.NONE).end().status());
    }

    @ParameterizedTest(name = "behind frame {0}")
    @CsvSource(delimiter = '|', value = {
        "0 | 1 | MSI device 1 event 2", "1 | 3 | digest at 0 ns", "4 | 3 | TIME base 5000 sent 5100",
        "5 | 5 | snapshot at 1000 ns"})
    void shouldRefuseAnEndInFrontOfThatOfTheJournal(final int frames, final long sequence, final String ofJournal)
        throws IOException
    {
        final Path journal = left(RUN);
        final ComparingLog log = log(journal);
        append(log, RUN.subList(0, frames));
        assertDiffers(journal, sequence, ofJournal, "its end", assertThrows(OutcomeException.class, log::close));
        log.closeShort();

        assertEquals(JournalEnd.Status.LEFT, JournalSummary.read(journal, ReplayProgress.NONE).end().status());
    }

    @Test
    void shouldHoldAndForceFramesAsTheWriterDoesOnceTheJournalIsContinued() throws IOException
    {
        final Path journal = left(RUN.subList(0, 1));
        final JournalConfig forced = Runs.SMALL.forced(3, TimeUnit.HOURS.toNanos(1));
        try (ComparingLog log = log(journal, forced))
        {
            append(log, RUN.subList(0, 1));
            assertEquals(1, log.heldFrames());
            assertSame(log.frame(), log.frame(1));
            append(log, RUN.subList(1, 2));

            assertEquals(3, log.heldFrames());
            assertEquals(3, log.appendedFrames());
            assertEquals(2, log.acknowledgedFrames());
            assertEquals(11, log.frame(2).getLong(log.payloadOffset()));
            assertTrue(log.flush(false, 0));
            assertEquals(2, log.acknowledgedFrames());
            assertTrue(log.flush(true, 0));
            assertEquals(3, log.acknowledgedFrames());
            assertTrue(log.forceNs() > 0);
            append(log, RUN.subList(2, 3));
            assertEquals(3, log.acknowledgedFrames());
            assertTrue(log.beginForce(0));
            append(log, RUN.subList(3, 4));
            assertEquals(4, log.acknowledgedFrames());
        }
    }

    @Test
    void shouldRefuseWhatTheWriterRefuses() throws IOException
    {
        final Path journal = left(RUN.subList(0, 1));
        try (ComparingLog log = log(journal, Runs.SMALL.withLimit(1)))
        {
            append(log, RUN.subList(0, 1));
            for (final Filled refused : RUN.subList(1, 5))
            {
                assertFalse(refused.append(log));
            }
            assertEquals(JournalFailure.Reason.LIMIT, log.failure().reason());
            assertFalse(log.beginForce(1));
            assertFalse(log.flush(true, 0));
        }

        assertTrue(JournalSummary.read(journal, ReplayProgress.NONE).isStoppedShort());
    }

    @Test
    void shouldWantASnapshotWhereTheWriterDoes() throws IOException
    {
        final Path journal = left(RUN.subList(0, 1));
        try (ComparingLog log = log(journal, Runs.PURGING))
        {
            append(log, RUN.subList(0, 1));
            assertFalse(log.wantsSnapshot());
            append(log, RUN.subList(1, 2));
            assertTrue(log.wantsSnapshot());
            append(log, RUN.subList(2, 3));
        }
    }

    @Test
    void shouldRefuseAJournalThatHasLostFramesSinceItWasRead() throws IOException
    {
        final JournalSummary longer = JournalSummary.read(left(RUN), ReplayProgress.NONE);
        final Path journal = home.resolve("shorter");
        try (JournalWriter writer = Runs.writer(journal))
        {
            append(writer, RUN.subList(0, 1));
        }
        try (ComparingLog log = new ComparingLog(journal, longer, new JournalOpening(Runs.SMALL), () -> false))
        {
            append(log, RUN.subList(0, 1));
            final OutcomeException thrown = assertThrows(OutcomeException.class, () -> RUN.get(1).append(log));

            assertEquals(Outcome.USAGE, thrown.outcome());
            assertEquals(journal + ": somebody else has changed it", thrown.getMessage());
            log.closeShort();
        }
    }

    /** Damages the first segment behind its fifth kilobyte, which lies in a digest, or in a part of a snapshot. */
    @ParameterizedTest(name = "kind {0}")
    @ValueSource(ints = { Frame.DIGEST, Frame.SNAPSHOT })
    void shouldRefuseAJournalThatWasDamagedSinceItWasRead(final int kind) throws IOException
    {
        final Filled large = Filled.of(kind, 0, 0, new long[1000]);
        final Path journal = left(List.of(RUN.get(0), large));
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        LeftJournals.damage(journal);
        try (ComparingLog log = new ComparingLog(journal, summary, new JournalOpening(Runs.SMALL), () -> false))
        {
            append(log, RUN.subList(0, 1));
            final OutcomeException thrown = assertThrows(OutcomeException.class, () -> large.append(log));

            assertEquals(Outcome.JOURNAL_DAMAGED, thrown.outcome());
            assertTrue(thrown.getMessage().endsWith("  Sound before it: 2 commands."), thrown.getMessage());
            log.closeShort();
        }
    }

    private static void assertDiffers(
        final Path journal,
        final long sequence,
        final String ofJournal,
        final String ofRun,
        final OutcomeException thrown)
    {
        assertEquals(Outcome.DIVERGED, thrown.outcome());
        assertEquals(String.join(System.lineSeparator(),
            journal + ": its run repeated differs from command " + sequence + " on:",
            "  journal  " + ofJournal,
            "  run      " + ofRun,
            NOTHING_CHANGED), thrown.getMessage());
    }

    /** Returns a journal with frames, as a process leaves it that dies behind the last. */
    private Path left(final List<Filled> frames) throws IOException
    {
        final Path journal = home.resolve("left");
        try (JournalWriter writer = Runs.writer(home.resolve("open")))
        {
            append(writer, frames);
            LeftJournals.copy(writer, home.resolve("open"), journal);
        }

        return journal;
    }

    private ComparingLog log(final Path journal) throws IOException
    {
        return log(journal, Runs.SMALL);
    }

    private ComparingLog log(final Path journal, final JournalConfig config) throws IOException
    {
        return new ComparingLog(journal, JournalSummary.read(journal, ReplayProgress.NONE), new JournalOpening(config),
            () -> isInterrupted);
    }

    private static void append(final FrameLog log, final List<Filled> frames)
    {
        for (final Filled frame : frames)
        {
            assertTrue(frame.append(log));
        }
    }

    /** Returns the file of the first segment. */
    private static Path segment(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            assertTrue(reader.next());

            return reader.file();
        }
    }

    /** Returns the texts of the frames of a journal but for closing ones, and for parts of a snapshot begun again. */
    private static List<String> frames(final Path journal)
    {
        final List<String> frames = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                final long[] words = new long[reader.payloadLength() / Long.BYTES];
                for (int i = 0; i < words.length; i++)
                {
                    words[i] = reader.buffer().getLong(reader.payloadOffset() + i * Long.BYTES);
                }
                final String text = Filled.of(reader.kind(), reader.count(), reader.timeNs(), words)
                    .text(reader.firstSequence());
                if (reader.kind() != Frame.CLOSING && !frames.contains(text))
                {
                    frames.add(text);
                }
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }

        return frames;
    }

    private static List<String> texts(final List<Filled> frames)
    {
        final List<String> texts = new ArrayList<>();
        long sequence = Frame.FIRST_SEQUENCE;
        for (final Filled frame : frames)
        {
            texts.add(frame.text(sequence));
            sequence += frame.count();
        }

        return texts;
    }
}
