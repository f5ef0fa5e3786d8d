package org.gale.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that snapshots are found by headers alone, and that a reader from there comes to the same end as from the
 * start.
 */
class SnapshotSearchTest
{
    private static final int PARTS = 5;

    @TempDir
    private Path home;

    @Test
    void shouldFindTheLastSnapshotBeforeAnyCommandWhenTheJournalIsClosed() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            fill(writer, 40);
        }

        assertFindsAll(run);
    }

    /** Searches the first segment that is not sealed too; the last frame of all may be one of a snapshot. */
    @Test
    void shouldFindTheLastSnapshotBeforeAnyCommandWhenTheWriterDied() throws IOException
    {
        for (int rounds = 1; rounds < 14; rounds += 3)
        {
            final Path open = home.resolve("open" + rounds);
            final Path left = home.resolve("left" + rounds);
            try (JournalWriter writer = Journals.create(open, Journals.SMALL))
            {
                fill(writer, rounds);
                Journals.copyLeft(writer, open, left);
            }

            assertFindsAll(left);
        }
    }

    @Test
    void shouldFindNoneWhenThereIsNone() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 3);

        try (JournalReader reader = JournalReader.open(run))
        {
            assertNull(reader.lastSnapshot(Long.MAX_VALUE, null));
            assertNull(reader.lastSnapshot(0, null));
        }
    }

    /** Checks that findings by headers are not trusted (P8, P9). */
    @Test
    void shouldComeToTheSameOrToDamageWhateverByteIsChanged() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            fill(writer, 20);
        }
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 50; i++)
        {
            final Path copy = home.resolve("copy" + i);
            Journals.copy(run, copy);
            final Path file = Journals.file(copy, random.nextInt(3));
            Journals.flip(file, random.nextLong(Files.size(file)), 1 << random.nextInt(8));
            try (JournalReader reader = JournalReader.open(copy))
            {
                final long sequence = random.nextLong(12_000);
                for (JournalPosition place = reader.lastSnapshot(sequence, null); place != null;
                    place = reader.lastSnapshot(sequence, place))
                {
                    if (reader.seek(place))
                    {
                        readOn(reader);
                    }
                    assertNotNull(reader.end());
                }
            }
        }
    }

    /** Appends commands and snapshots in turn, so that segments begin with either, or with a later part of one. */
    private static void fill(final JournalWriter writer, final int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            Journals.append(writer, round % 3, 300);
            for (int part = 0; part < PARTS; part++)
            {
                writer.frame().putLong(writer.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET, part);
                assertTrue(writer.append(Frame.SNAPSHOT, 4_000 + (round << 3)));
            }
        }
    }

    private static void assertFindsAll(final Path journal) throws IOException
    {
        final List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (isFirstPart(reader))
                {
                    sequences.add(reader.firstSequence() - 1);
                }
            }
            final JournalEnd end = reader.end();
            assertTrue(end.isSound());
            assertFalse(sequences.isEmpty());
            int index = sequences.size() - 1;
            for (JournalPosition place = reader.lastSnapshot(Long.MAX_VALUE, null); place != null;
                place = reader.lastSnapshot(Long.MAX_VALUE, place))
            {
                assertEquals(sequences.get(index--), place.chain().nextSequence() - 1);
                assertTrue(reader.seek(place));
                assertTrue(reader.next());
                assertTrue(isFirstPart(reader));
                readOn(reader);
                assertEquals(end, reader.end());
            }
            assertEquals(-1, index);
            for (long sequence = 0; sequence <= end.commands() + 1; sequence += 37)
            {
                assertLast(reader, sequences, sequence);
            }
        }
    }

    private static void assertLast(final JournalReader reader, final List<Long> sequences, final long sequence)
        throws IOException
    {
        final JournalPosition found = reader.lastSnapshot(sequence, null);
        final long expected = sequences.stream().mapToLong(Long::longValue).filter(s -> s <= sequence).max().orElse(-1);

        assertEquals(expected, found == null ? -1 : found.chain().nextSequence() - 1, "before command " + sequence);
    }

    private static boolean isFirstPart(final JournalReader reader)
    {
        return reader.kind() == Frame.SNAPSHOT &&
            reader.buffer().getLong(reader.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET) == 0;
    }

    private static void readOn(final JournalReader reader) throws IOException
    {
        while (reader.next())
        {
            if (reader.kind() == Frame.COMMANDS)
            {
                Journals.checkWords(reader);
            }
        }
    }
}
