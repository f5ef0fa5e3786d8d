package org.gale.engine.journal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Damage of a journal that was closed, one kind after the other: its message and its place. */
class JournalDamageTest
{
    private static final int SEGMENTS = 3;

    @TempDir
    private Path home;
    private Path run;
    private Path damaged;
    private final List<Place> places = new ArrayList<>();

    /** Place of a frame. */
    private record Place(int segment, int number, int offset, int end, long commandsBefore)
    {
    }

    @BeforeEach
    void makeJournal() throws IOException
    {
        run = home.resolve("run");
        damaged = home.resolve("damaged");
        Journals.closed(run, SEGMENTS);
        Journals.copy(run, damaged);
        try (JournalReader reader = JournalReader.open(run))
        {
            long before = 0;
            while (reader.next())
            {
                places.add(new Place(reader.segment(), reader.frameNumber(), reader.frameOffset(),
                    reader.position().offset(), before));
                before = reader.commands();
            }
        }
    }

    @Test
    void shouldLocateOneFlippedByteInEachFrame() throws IOException
    {
        for (final Place place : places)
        {
            final Path file = Journals.file(damaged, place.segment());
            final int at = (place.offset() + place.end()) / 2;
            Journals.flip(file, at, 0x10);

            final JournalEnd end = Journals.read(damaged);

            assertEquals(JournalEnd.Status.DAMAGED, end.status());
            assertEquals(file, end.damage().file());
            assertEquals(place.segment(), end.damage().segment());
            assertEquals(place.number(), end.damage().frame());
            assertEquals(place.offset(), end.damage().offset());
            assertEquals(place.commandsBefore(), end.damage().soundCommands());
            assertEquals(place.commandsBefore(), end.commands());
            Journals.flip(file, at, 0x10);
        }
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(damaged).status());
    }

    @Test
    void shouldReportPlaceAndFindingInOneLine() throws IOException
    {
        final Place place = places.get(9);
        Journals.flip(Journals.file(damaged, place.segment()), place.offset() + 100, 0x80);

        final String message = Journals.read(damaged).damage().message();

        assertTrue(message.matches(".*damaged/00000\\d/19700101F\\.cq4: frame " + place.number() + " at byte " +
            String.format(Locale.ROOT, "%,d", place.offset()) +
            ": CRC 0x[0-9a-f]{8}, expected 0x[0-9a-f]{8}\\.  Sound before it: " +
            String.format(Locale.ROOT, "%,d", place.commandsBefore()) + " commands\\."), message);
    }

    @Test
    void shouldNameZerosThatWereAdded() throws IOException
    {
        final Path file = Journals.file(damaged, 1);
        Journals.resize(file, Files.size(file) + 5000);

        final JournalEnd end = Journals.read(damaged);

        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(List.of(file + ": 5,000 zeros longer than when it was sealed"), end.notes());
    }

    @Test
    void shouldDetectAFileLongerThanAnyCanBe() throws IOException
    {
        final Path file = Journals.file(damaged, 1);
        Journals.resize(file, SegmentFormat.LENGTH_LIMIT + 1);

        expectDamage(file);
    }

    @Test
    void shouldDetectAByteAfterTheEnd() throws IOException
    {
        final Path file = Journals.file(damaged, 0);
        final long length = Files.size(file);
        Journals.resize(file, length + 100);
        Journals.flip(file, length + 50, 1);

        assertEquals(length + 50, expectDamage(file).offset());
    }

    @Test
    void shouldDetectAFrameThatWasDropped() throws IOException
    {
        final Place place = places.get(4);
        splice(place.segment(), place.offset(), place.end(), new byte[0]);

        assertEquals(place.number(), expectDamage(Journals.file(damaged, place.segment())).frame());
    }

    @Test
    void shouldDetectAFrameThatWasDoubled() throws IOException
    {
        final Place place = places.get(4);
        final byte[] bytes = Files.readAllBytes(Journals.file(damaged, place.segment()));
        splice(place.segment(), place.end(), place.end(), Arrays.copyOfRange(bytes, place.offset(), place.end()));

        final JournalDamage damage = expectDamage(Journals.file(damaged, place.segment()));
        assertEquals(place.number() + 1, damage.frame());
        assertEquals("frame number 5, expected 6", damage.finding());
    }

    @Test
    void shouldDetectFramesThatWereSwapped() throws IOException
    {
        final Place first = places.get(4);
        final Place second = places.get(5);
        final byte[] bytes = Files.readAllBytes(Journals.file(damaged, first.segment()));
        final byte[] swapped = new byte[second.end() - first.offset()];
        System.arraycopy(bytes, second.offset(), swapped, 0, second.end() - second.offset());
        System.arraycopy(bytes, first.offset(), swapped, second.end() - second.offset(), first.end() - first.offset());
        splice(first.segment(), first.offset(), second.end(), swapped);

        assertEquals(first.number(), expectDamage(Journals.file(damaged, first.segment())).frame());
    }

    @Test
    void shouldDetectAFrameOfAnotherJournal() throws IOException
    {
        final Path other = home.resolve("other");
        try (JournalWriter writer = Journals.create(other, Journals.SMALL.withId(99)))
        {
            Journals.append(writer, 30, 700);
        }
        final Place place = places.get(1);
        final byte[] bytes = Files.readAllBytes(Journals.file(other, 0));
        splice(0, place.offset(), place.end(), Arrays.copyOfRange(bytes, place.offset(), place.end()));

        final JournalDamage damage = expectDamage(Journals.file(damaged, 0));
        assertEquals(2, damage.frame());
        assertTrue(damage.finding().startsWith("hash of the frame before"), damage.finding());
    }

    @Test
    void shouldDetectSegmentsThatWereExchanged() throws IOException
    {
        final Path first = SegmentFormat.directory(damaged, 0);
        final Path second = SegmentFormat.directory(damaged, 1);
        Files.move(first, home.resolve("moved"));
        Files.move(second, first);
        Files.move(home.resolve("moved"), second);

        final JournalDamage damage = expectDamage(Journals.file(damaged, 0));
        assertEquals(0, damage.frame());
        assertEquals("segment 0x1, expected 0x0", damage.finding());
    }

    @Test
    void shouldDetectEachSegmentThatIsMissing() throws IOException
    {
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            final Path directory = SegmentFormat.directory(damaged, segment);
            Files.move(directory, home.resolve("away"));

            assertEquals("not there", expectDamage(Journals.file(damaged, segment)).finding());
            Files.move(home.resolve("away"), directory);
        }
    }

    @Test
    void shouldDetectThatTheLastSegmentIsMissingWithItsLine() throws IOException
    {
        SegmentFiles.delete(SegmentFormat.directory(damaged, SEGMENTS - 1));
        final Path file = damaged.resolve(JournalText.NAME);
        final List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));

        assertEquals("not there", expectDamage(Journals.file(damaged, SEGMENTS - 1)).finding());
    }

    @Test
    void shouldDetectFilesThatAreMissing() throws IOException
    {
        for (final Path file : new Path[]{ damaged.resolve(Mark.NAME), Journals.metadata(damaged, 1) })
        {
            Files.move(file, home.resolve("away"));
            assertEquals("not there", expectDamage(file).finding());
            Files.move(home.resolve("away"), file);
        }
    }

    @Test
    void shouldDetectALineThatWasDropped() throws IOException
    {
        final Path file = damaged.resolve(JournalText.NAME);
        final List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(JournalText.HEADER_LINES + 1);
        Files.write(file, lines);

        assertTrue(expectDamage(file).finding().contains("expected the line of segment 1"));
    }

    @Test
    void shouldDetectAnotherConfiguration() throws IOException
    {
        final Path other = home.resolve("other");
        new JournalOpening(Journals.SMALL).create(other, new byte[]{ 1, 2 }).close();
        final Path file = other.resolve(JournalText.NAME);
        Files.copy(damaged.resolve(JournalText.NAME), file, StandardCopyOption.REPLACE_EXISTING);

        final JournalEnd end = Journals.read(other);

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertNotEquals(null, end.damage());
    }

    /** Replaces bytes of a sealed segment, which keeps its length. */
    private void splice(final int segment, final int from, final int to, final byte[] with) throws IOException
    {
        final Path file = Journals.file(damaged, segment);
        final byte[] bytes = Files.readAllBytes(file);
        final byte[] changed = new byte[bytes.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(with, 0, changed, from, with.length);
        final int rest = Math.min(bytes.length - to, bytes.length - from - with.length);
        System.arraycopy(bytes, to, changed, from + with.length, rest);
        Files.write(file, changed);
    }

    private JournalDamage expectDamage(final Path file) throws IOException
    {
        final JournalEnd end = Journals.read(damaged);

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertEquals(file, end.damage().file(), () -> end.damage().message());
        return end.damage();
    }
}
