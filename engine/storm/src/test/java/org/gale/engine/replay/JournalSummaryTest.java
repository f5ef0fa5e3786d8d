package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Durability;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Content of a journal of three frames of commands, the last of them with words that begin no command, a digest, and
 * two parts of a snapshot.
 */
class JournalSummaryTest
{
    /** Length of an excerpt without a payload: the header of the excerpt and that of the frame. */
    private static final long EMPTY = 4 + 52;
    private static final long INSN = (long)CommandWord.INSN << 60 | 1L << 44;
    private static final long HOST = (long)CommandWord.HOST << 60 | 3L << 56;
    private static final long STORE = (long)CommandWord.STORE << 60;

    @TempDir
    private static Path home;
    private static Path journal;

    @BeforeAll
    static void writeJournal() throws IOException
    {
        journal = home.resolve("journal");
        final Path open = home.resolve("open");
        try (JournalWriter writer = Runs.writer(open))
        {
            Runs.append(writer, 3, Commands.msi(9, 8, 5), Commands.timeWord(0), 1, Commands.msi(1, 2, 7));
            writer.time(400);
            Runs.append(writer, 7, Commands.timeWord(1000), 1200, Commands.msi(1, 3, 7), INSN, 77, HOST, 88, 99,
                Commands.turn(1, 4), Commands.timeWord(1500), 1600, Commands.msi(2, 4, 9));
            frame(writer, Frame.DIGEST, 20);
            frame(writer, Frame.SNAPSHOT, 24);
            writer.time(450);
            Runs.append(writer, 4, Commands.msi(5, 6, 1), 0, Commands.msi(7, 8, 0), STORE);
            writer.time(600);
            frame(writer, Frame.SNAPSHOT, 32);
            LeftJournals.copy(writer, open, journal);
        }
    }

    /** Events of a journal as texts. */
    private static final class Texts implements JournalEvents
    {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void event(final int its, final int deviceId, final int eventId, final long intendedNs)
        {
            texts.add((its == 0 ? "" : "ITS " + its + ' ') + deviceId + "." + eventId + " at " + intendedNs);
        }

        @Override
        public void action(final DirectBuffer frame, final int offset, final int endOffset)
        {
            texts.add("words " + ((endOffset - offset) >> 3) + " last " + frame.getLong(endOffset - Long.BYTES));
        }

        @Override
        public void frame(final long beginNs)
        {
            texts.add("began at " + beginNs);
        }
    }

    @Test
    void shouldCountFramesCommandsAndBytesByKind() throws IOException
    {
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        final int configuration = configuration().length;

        assertArrayEquals(new long[]{0, 0, 1, 3, 1, 2, 0}, byKind(summary::frames));
        assertArrayEquals(new long[]{0, 0, 0, 14, 0, 0, 0}, byKind(summary::commands));
        assertArrayEquals(new long[]{0, 0, EMPTY + (configuration + 7) / 8 * 8L, 3 * EMPTY + (4 + 12 + 4) * 8L,
            EMPTY + 24, 2 * EMPTY + 24 + 32, 0}, byKind(summary::bytes));
        assertEquals(7, summary.end().frames());
        assertEquals(14, summary.end().commands());
        assertEquals(JournalEnd.Status.LEFT, summary.end().status());
        assertEquals(10, summary.firstSnapshot());
        assertEquals(450, summary.timeNs());
    }

    @Test
    void shouldCountCommandsByOpcodeAndWordsThatBeginNone() throws IOException
    {
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        final long[] counts = new long[CommandWord.HOST + 2];
        for (int i = 0; i < counts.length; i++)
        {
            counts[i] = summary.commandsOf(i);
        }

        assertArrayEquals(new long[]{2, 3, 6, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0}, counts);
    }

    @Test
    void shouldTellTheEventsWithTheirTimesAndTheBeginOfTheRun() throws IOException
    {
        final Texts events = new Texts();
        JournalSummary.read(journal, ReplayProgress.NONE, events);

        assertEquals(List.of("9.8 at 5", "1.2 at 7", "1.3 at 1007", "words 2 last 77", "words 3 last 99",
            "2.4 at 1509", "began at 1100", "5.6 at 1", "7.8 at 0"), events.texts);
    }

    @Tag("T-ITS-2")
    @Test
    void shouldTellTheEventsOfEachIts(@TempDir final Path other) throws IOException
    {
        final Path journalOfBoard = other.resolve("journal");
        try (JournalWriter writer = Runs.writer(journalOfBoard))
        {
            Runs.append(writer, 2, Commands.timeWord(1000), 1200, Commands.msiLongWord(3, 7), 0xffff_fff0_8000_0001L);
        }
        final Texts events = new Texts();
        JournalSummary.read(journalOfBoard, ReplayProgress.NONE, events);

        assertEquals("ITS 3 -16.-2147483647 at 1007", events.texts.get(0));
    }

    /** Takes no MSI in front of the first base, and none behind a word that begins no command. */
    @Test
    void shouldTellTheMsisThatHaveATime() throws IOException
    {
        final List<String> msis = new ArrayList<>();
        final JournalEnd end = JournalMsis.read(journal,
            (timeNs, its, deviceId, eventId) -> msis.add(deviceId + "." + eventId + " at " + timeNs));

        assertEquals(List.of("1.2 at 7", "1.3 at 1007", "2.4 at 1509", "5.6 at 1501"), msis);
        assertEquals(JournalSummary.read(journal, ReplayProgress.NONE).end(), end);
    }

    @Test
    void shouldShowTheHeaderTheConfigurationAndTheLimitOfAResume() throws IOException
    {
        final Path resumed = home.resolve("resumed");
        LeftJournals.copy(journal, resumed);
        final JournalSummary before = JournalSummary.read(resumed, ReplayProgress.NONE);
        new JournalOpening(Runs.PURGING).resume(resumed).close();
        final JournalSummary after = JournalSummary.read(resumed, ReplayProgress.NONE);

        assertEquals(16 * 1024 - 4, before.header().frameLimitBytes());
        assertEquals(Durability.PROCESS, before.header().durability());
        assertArrayEquals(configuration(), before.configuration());
        assertEquals(0, before.limitBytes());
        assertEquals(5 * 256 * 1024, after.limitBytes());
    }

    @Test
    void shouldCountATornFrame() throws IOException
    {
        final Path torn = home.resolve("torn");
        LeftJournals.copy(journal, torn);
        LeftJournals.addTornFrame(torn);

        assertEquals(0, JournalSummary.read(journal, ReplayProgress.NONE).tornFrames());
        assertEquals(1, JournalSummary.read(torn, ReplayProgress.NONE).tornFrames());
    }

    @Test
    void shouldTellAJournalThatWasStoppedShort() throws IOException
    {
        assertTrue(JournalSummary.read(ending("short", Frame.STOPPED_SHORT), ReplayProgress.NONE).isStoppedShort());
        assertFalse(JournalSummary.read(ending("owner", 1), ReplayProgress.NONE).isStoppedShort());
        assertFalse(JournalSummary.read(ending("plain"), ReplayProgress.NONE).isStoppedShort());
        assertFalse(JournalSummary.read(
            ending("long", Frame.STOPPED_SHORT, Frame.STOPPED_SHORT), ReplayProgress.NONE).isStoppedShort());
        final Path left = home.resolve("left");
        final Path open = home.resolve("digest");
        try (JournalWriter writer = Runs.writer(open))
        {
            writer.frame().putLong(writer.payloadOffset(), Frame.STOPPED_SHORT);
            assertTrue(writer.append(Frame.DIGEST, Long.BYTES));
            LeftJournals.copy(writer, open, left);
        }

        assertFalse(JournalSummary.read(left, ReplayProgress.NONE).isStoppedShort());
    }

    /** Writes a journal whose closing frame holds the words. */
    private static Path ending(final String name, final long... words) throws IOException
    {
        final Path path = home.resolve(name);
        try (JournalWriter writer = Runs.writer(path))
        {
            for (int i = 0; i < words.length; i++)
            {
                writer.frame().putLong(writer.payloadOffset() + i * Long.BYTES, words[i]);
            }
            assertTrue(writer.append(Frame.CLOSING, words.length * Long.BYTES));
        }

        return path;
    }

    private static void frame(final JournalWriter writer, final int kind, final int lengthBytes)
    {
        assertTrue(writer.append(kind, lengthBytes));
    }

    private static byte[] configuration()
    {
        return new RunConfiguration("test", Runs.MACHINE, 1).toBytes();
    }

    private static long[] byKind(final IntToLongFunction value)
    {
        final long[] values = new long[Frame.CLOSING + 1];
        for (int kind = 0; kind < values.length; kind++)
        {
            values[kind] = value.applyAsLong(kind);
        }

        return values;
    }
}
