package org.gale.engine.journal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a resume, in the next segment of the same chain. */
class JournalResumeTest
{
    private static final long LIMIT = 1 << 22;

    @TempDir
    private Path home;

    @Test
    void shouldResumeAJournalWhoseWriterDied() throws IOException
    {
        final Path left = left("left", 20, 700);

        try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(left))
        {
            assertEquals(14_001, writer.nextSequence());
            Journals.append(writer, 20, 700);
        }

        final JournalEnd end = Journals.read(left);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(28_000, end.commands());
    }

    @Test
    void shouldResumeAJournalThatWasClosed() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 2);
        final JournalEnd first = Journals.read(run);

        try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(run))
        {
            Journals.append(writer, 2, 10);
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(first.commands() + 20, end.commands());
        assertEquals(first.segments() + 1, end.segments());
    }

    @Test
    void shouldResumeAgainAndAgain() throws IOException
    {
        Path run = left("0", 3, 100);
        for (int turn = 1; turn < 8; turn++)
        {
            final Path next = home.resolve(String.valueOf(turn));
            try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(run))
            {
                Journals.append(writer, turn, 100);
                Journals.copyLeft(writer, run, next);
            }
            run = next;
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
        assertEquals(100 * (3 + 1 + 2 + 3 + 4 + 5 + 6 + 7), end.commands());
    }

    @Test
    void shouldKeepTheFrameThatTheMarkDidNotNameYet() throws IOException
    {
        final Path left = left("left", 5, 100);
        final MarkImage image = MarkImage.read(left);
        Mark.store(left, image.appended() - 1, image.forced(), image.pid(), image.bootId());

        new JournalOpening(Journals.SMALL).resume(left).close();

        final JournalEnd end = Journals.read(left);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(500, end.commands());
    }

    @Test
    void shouldBeginAgainWhenNothingWasAppended() throws IOException
    {
        final Path left = left("left", 1, 1);
        final MarkImage image = MarkImage.read(left);
        Mark.store(left, Mark.NONE, Mark.NONE, image.pid(), image.bootId());
        SegmentFiles.deleteFrom(left, 0);
        Files.createDirectory(SegmentFormat.directory(left, 0));
        assertEquals(JournalEnd.Status.LEFT, Journals.read(left).status());

        try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(left))
        {
            Journals.append(writer, 1, 7);
        }

        final JournalEnd end = Journals.read(left);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(7, end.commands());
    }

    @Test
    void shouldRefuseWhileAnotherWriterHasItOpen() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, 1, 1);

            final JournalException exception =
                assertThrows(JournalException.class, () -> new JournalOpening(Journals.SMALL).resume(run));

            assertEquals(JournalException.Reason.IN_USE, exception.reason());
        }
    }

    @Test
    void shouldRefuseADamagedJournalAndChangeNothing() throws IOException
    {
        final Path left = left("left", 20, 700);
        Journals.flip(Journals.file(left, 0), 5000, 1);
        final byte[] before = Files.readAllBytes(Journals.file(left, 1));

        final JournalException exception =
            assertThrows(JournalException.class, () -> new JournalOpening(Journals.SMALL).resume(left));

        assertEquals(JournalException.Reason.DAMAGED, exception.reason());
        assertTrue(exception.getMessage().contains("000000/19700101F.cq4: frame 2 at byte"), exception.getMessage());
        assertEquals(before.length, Files.size(Journals.file(left, 1)));
    }

    @Test
    void shouldRefuseADirectoryWithoutAJournal()
    {
        for (final Path directory : new Path[]{ home, home.resolve("absent") })
        {
            final JournalException exception =
                assertThrows(JournalException.class, () -> new JournalOpening(Journals.SMALL).resume(directory));

            assertEquals(JournalException.Reason.NOT_A_JOURNAL, exception.reason());
        }
    }

    @Test
    void shouldKeepTheLimitThatAResumeChoseLast() throws IOException
    {
        Path run = left("0", 5, 100);
        final long[] chosen = { LIMIT, 0, 2 * LIMIT, 2 * LIMIT };
        final long[] kept = { LIMIT, LIMIT, 2 * LIMIT, 2 * LIMIT };
        for (int turn = 0; turn < chosen.length; turn++)
        {
            final Path next = home.resolve("limited" + turn);
            final JournalConfig config =
                chosen[turn] == 0 ? Journals.SMALL : Journals.SMALL.withLimit(chosen[turn]).purgingOldest();
            try (JournalWriter writer = new JournalOpening(config).resume(run))
            {
                Journals.append(writer, 2, 100);
                Journals.copyLeft(writer, run, next);
            }
            run = next;

            assertEquals(kept[turn], limit(run), "turn " + turn);
            assertEquals(JournalEnd.Status.LEFT, Journals.read(run).status());
        }
        assertEquals(2, Files.readAllLines(run.resolve(JournalText.NAME), StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.startsWith("limit ")).count());
    }

    @Test
    @Tag("P8")
    void shouldFindAFlippedByteInTheLineOfALimitAndAcceptATornOne() throws IOException
    {
        final Path run = left("run", 5, 100);
        new JournalOpening(Journals.SMALL.withLimit(LIMIT).purgingOldest()).resume(run).close();
        final Path file = run.resolve(JournalText.NAME);
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        final int at = text.indexOf("\nlimit ") + 1;
        final int end = text.indexOf('\n', at) + 1;

        for (int i = at; i < end; i++)
        {
            final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            bytes[i] ^= 1;
            Files.write(file, bytes);
            assertEquals(JournalEnd.Status.DAMAGED, Journals.read(run).status(), "byte " + i);
        }
        for (int length = at; length < end; length++)
        {
            Files.writeString(file, text.substring(0, length), StandardCharsets.ISO_8859_1);
            assertEquals(0, limit(run), "length " + length);
        }
    }

    private static long limit(final Path run) throws IOException
    {
        try (JournalReader reader = JournalReader.open(run))
        {
            return reader.limitBytes();
        }
    }

    @Test
    void shouldReadTheSameAfterADeathInTheMiddleOfResume() throws IOException
    {
        // Everything is sealed, the next segment is only begun: a resume died before its first frame.
        final Path left = left("left", 20, 700);
        JournalOpening.seal(left);
        Files.createDirectory(SegmentFormat.directory(left, 2));
        Files.write(Journals.metadata(left, 2), new byte[77]);

        final JournalEnd end = Journals.read(left);
        assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
        assertEquals(14_000, end.commands());
        new JournalOpening(Journals.SMALL).resume(left).close();
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(left).status());
    }

    private Path left(final String name, final int frames, final int commands) throws IOException
    {
        final Path run = home.resolve("of-" + name);
        final Path left = home.resolve(name);
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, frames, commands);
            Journals.copyLeft(writer, run, left);
        }
        return left;
    }
}
