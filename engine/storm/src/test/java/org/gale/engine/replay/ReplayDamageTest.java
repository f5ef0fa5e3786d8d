package org.gale.engine.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a storm's journal with changed bytes: a replay ends at the damage and names its place. */
class ReplayDamageTest
{
    @TempDir(factory = MemoryDirectory.class)
    private Path home;
    private Path journal;
    private final List<Place> places = new ArrayList<>();

    /** Place of a frame in its file. */
    private record Place(Path file, int number, int offset, int end, long commandsBefore)
    {
    }

    @BeforeEach
    void runStorm() throws IOException, InterruptedException
    {
        journal = home.resolve("storm");
        Runs.storm(journal, Runs.SMALL, 20_000);
        assertNull(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence());
        try (JournalReader reader = JournalReader.open(journal))
        {
            long before = 0;
            while (reader.next())
            {
                places.add(new Place(reader.file(), reader.frameNumber(), reader.frameOffset(),
                    reader.position().offset(), before));
                before = reader.commands();
            }
        }
        assertTrue(places.size() > 20);
    }

    @Test
    void shouldLocateAFlippedByteInEachFrame() throws IOException
    {
        for (final Place place : places)
        {
            flip(place.file(), (place.offset() + place.end()) / 2);

            final String message = damage();

            assertTrue(message.startsWith(String.format(Locale.ROOT, "%s: frame %d at byte %,d: CRC 0x",
                place.file(), place.number(), place.offset())), message);
            assertTrue(message.endsWith(String.format(Locale.ROOT, "  Sound before it: %,d commands.",
                place.commandsBefore())), message);
            flip(place.file(), (place.offset() + place.end()) / 2);
        }
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Test
    void shouldLocateTheEndOfATruncatedFile() throws IOException
    {
        final Place place = places.get(places.size() / 2);
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.WRITE))
        {
            channel.truncate(place.end() - 9);
        }

        final String message = damage();

        assertEquals(String.format(Locale.ROOT,
            "%s: frame %d at byte %,d: the file ends at byte %,d.  Sound before it: %,d commands.",
            place.file(), place.number(), place.offset(), place.end() - 9, place.commandsBefore()), message);
    }

    @Test
    void shouldReplayUpToTheDamageWhenAsked() throws IOException
    {
        final Place place = places.get(places.size() / 2);
        flip(place.file(), place.end() - 9);

        final ReplayResult result = Replay.run(
            journal, ReplayOptions.DEFAULT.to(place.commandsBefore()), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(place.commandsBefore(), result.commands());
        assertNull(result.divergence());
    }

    @Test
    void shouldNameASegmentThatIsMissing() throws IOException
    {
        final Path missing = places.get(places.size() - 1).file();
        Files.delete(missing);

        assertTrue(damage().startsWith(missing + ": byte 0: not there."));
    }

    @Test
    void shouldReportManyFlips() throws IOException
    {
        reportFlips(200);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void shouldReportThousandsOfFlips() throws IOException
    {
        System.out.println(reportFlips(5_000) + " bits flipped in turn, all reported and located by a replay");
    }

    /** Flips a number of bits, evenly spread over all files that hold frames, and checks the message for each. */
    private long reportFlips(final int flips) throws IOException
    {
        final List<Path> files = places.stream().map(Place::file).distinct().toList();
        long total = 0;
        for (final Path file : files)
        {
            total += Files.size(file);
        }
        final long step = Math.max(1, total / (flips + files.size()));           // each file may lose one at its end
        long told = 0;
        for (final Path file : files)
        {
            for (long at = step / 2, length = Files.size(file); at < length; at += step)
            {
                flip(file, at, 1 << told % 8);
                final String message = damage();
                assertTrue(message.startsWith(file + ": "), message);
                final long flipped = at;
                places.stream().filter(place -> place.file().equals(file) && place.offset() <= flipped &&
                    flipped < place.end()).forEach(place -> assertTrue(message.startsWith(String.format(Locale.ROOT,
                        "%s: frame %d at byte %,d: ", file, place.number(), place.offset())), message));
                flip(file, at, 1 << told % 8);
                told++;
            }
        }
        assertTrue(told >= flips, "reported=" + told);
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());

        return told;
    }

    private String damage()
    {
        final ReplayException thrown = assertThrows(ReplayException.class,
            () -> assertNull(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY), "its result"));
        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());

        return thrown.getMessage();
    }

    private static void flip(final Path file, final long offset) throws IOException
    {
        flip(file, offset, 0x10);
    }

    private static void flip(final Path file, final long offset, final int mask) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte)(one.get(0) ^ mask)).clear();
            channel.write(one, offset);
        }
    }
}
