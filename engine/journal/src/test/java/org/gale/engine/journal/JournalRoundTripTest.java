package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalRoundTripTest
{
    @TempDir
    private Path home;

    @Test
    void shouldReadAppendedFrames() throws IOException
    {
        final Path directory = home.resolve("run");
        try (JournalWriter writer = Journals.create(directory, Journals.SMALL))
        {
            Journals.append(writer, 40, 500);
            assertNull(writer.failure());
        }

        final JournalEnd end = Journals.read(directory);

        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(20_000, end.commands());
        assertEquals(42, end.frames());
        assertTrue(end.segments() > 1);
        assertEquals(List.of(), end.notes());
    }

    @Test
    void shouldGiveTheHeaderOfEveryFrame() throws IOException
    {
        final Path directory = home.resolve("run");
        try (JournalWriter writer = Journals.create(directory, Journals.SMALL))
        {
            Journals.append(writer, 1, 3);
            writer.time(77);
            writer.frame().putLong(writer.payloadOffset(), 0x1234);
            assertTrue(writer.append(Frame.DIGEST, 8));
            writer.frame().putByte(writer.payloadOffset(), (byte)1);
            assertTrue(writer.append(Frame.SNAPSHOT, 1));
            writer.frame().putLong(writer.payloadOffset(), 99);
            assertTrue(writer.append(Frame.CLOSING, 8));
        }

        final List<String> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory))
        {
            assertEquals(Journals.ID, reader.header().id());
            assertEquals(Durability.PROCESS, reader.header().durability());
            assertArrayEquals(Journals.CONFIGURATION, reader.header().configuration());
            while (reader.next())
            {
                found.add(Frame.kindName(reader.kind()) + " " + reader.firstSequence() + " " + reader.count() + " " +
                    reader.payloadLength() + " " + reader.segment() + "/" + reader.frameNumber() + " " +
                    reader.timeNs());
            }
        }

        assertEquals(List.of(
            "configuration 1 0 " + Journals.CONFIGURATION.length + " 0/1 0",
            "commands 1 3 24 0/2 0",
            "digest 4 0 8 0/3 77",
            "snapshot 4 0 1 0/4 77",
            "closing 4 0 8 0/5 77"), found);
    }

    @Test
    void shouldReturnToAPosition() throws IOException
    {
        final Path directory = home.resolve("run");
        Journals.closed(directory, 3);

        try (JournalReader reader = JournalReader.open(directory))
        {
            JournalPosition middle = null;
            while (reader.next())
            {
                if (reader.position().chain().frames() == 12)
                {
                    middle = reader.position();
                }
            }
            final JournalEnd first = reader.end();

            assertTrue(reader.seek(middle));
            assertTrue(reader.next());
            assertEquals(middle.chain().nextSequence(), reader.firstSequence());
            Journals.checkWords(reader);
            while (reader.next())
            {
                Journals.checkWords(reader);
            }

            assertEquals(first, reader.end());
        }
    }

    @Test
    void shouldTakeThePayloadLimit() throws IOException
    {
        final Path directory = home.resolve("run");
        try (JournalWriter writer = Journals.create(directory, Journals.SMALL))
        {
            assertEquals(0, writer.payloadLimit() % 8);
            assertTrue(writer.append(Frame.SNAPSHOT, writer.payloadLimit()));
            assertThrows(IllegalArgumentException.class,
                () -> writer.append(Frame.SNAPSHOT, writer.payloadLimit() + 1));
            assertThrows(IllegalArgumentException.class, () -> writer.append(Frame.SNAPSHOT, -1));
        }

        assertEquals(JournalEnd.Status.CLOSED, Journals.read(directory).status());
    }

    @Test
    void shouldRefuseAFrameThatDoesNotContinueTheJournal() throws IOException
    {
        try (JournalWriter writer = Journals.create(home.resolve("run"), Journals.SMALL))
        {
            assertThrows(IllegalArgumentException.class, () -> writer.offer(Frame.COMMANDS, 0, 8));
            assertThrows(IllegalArgumentException.class, () -> writer.offer(Frame.DIGEST, 1, 8));
            assertThrows(IllegalArgumentException.class, () -> writer.offer(Frame.CONFIGURATION, 0, 8));
            assertThrows(IllegalArgumentException.class, () -> writer.offer(Frame.OPENING, 0, 8));
            assertThrows(IllegalArgumentException.class, () -> writer.offer(99, 0, 8));
            assertTrue(writer.append(Frame.CLOSING, 0));
            assertThrows(IllegalStateException.class, () -> writer.offer(Frame.COMMANDS, 1, 8));
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsNotEmpty() throws IOException
    {
        Files.createFile(home.resolve("a"));

        final JournalException exception =
            assertThrows(JournalException.class, () -> Journals.create(home, Journals.SMALL));

        assertEquals(JournalException.Reason.NOT_EMPTY, exception.reason());
        assertEquals(home + ": not empty (1 file)", exception.getMessage());
    }

    @Test
    void shouldRefuseAFileInPlaceOfADirectory() throws IOException
    {
        final Path file = Files.createFile(home.resolve("a"));

        final JournalException exception =
            assertThrows(JournalException.class, () -> Journals.create(file, Journals.SMALL));

        assertEquals(JournalException.Reason.NOT_EMPTY, exception.reason());
    }

    @Test
    void shouldLeaveNothingButItsFilesWhenClosed() throws IOException
    {
        final Path directory = home.resolve("run");
        Journals.closed(directory, 2);

        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(List.of("000000", "000001", "gale.journal", "mark"),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldMakeTheSameBytesOfTheSameFrames() throws IOException
    {
        Journals.closed(home.resolve("a"), 2);
        Journals.closed(home.resolve("b"), 2);

        for (int segment = 0; segment < 2; segment++)
        {
            assertEquals(-1, Files.mismatch(
                Journals.file(home.resolve("a"), segment), Journals.file(home.resolve("b"), segment)));
            assertEquals(-1, Files.mismatch(
                Journals.metadata(home.resolve("a"), segment), Journals.metadata(home.resolve("b"), segment)));
        }
        assertEquals(-1, Files.mismatch(
            home.resolve("a").resolve(JournalText.NAME), home.resolve("b").resolve(JournalText.NAME)));
    }
}
