package org.gale.engine.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparison of the files of Chronicle Queue with those that our parser expects, which finds a new version of them. */
class ChronicleFormatTest
{
    private static final int PREFIX_CRC = 0x148e_2923;
    private static final int METADATA_CRC = 0x8557_0af8;

    @TempDir
    private Path home;

    @Test
    void shouldKnowTheConstantBytes()
    {
        assertEquals(PREFIX_CRC, crc(SegmentFormat.prefix()));
        assertEquals(METADATA_CRC, crc(SegmentFormat.metadata()));
    }

    @ParameterizedTest
    @ValueSource(ints = { 64 * 1024, 256 * 1024, 1 << 20, 4 << 20 })
    void shouldMakeTheConstantBytesWhateverTheBlock(final int block) throws IOException
    {
        final Path directory = home.resolve("run");
        try (JournalWriter writer =
            Journals.create(directory, Journals.SMALL.withBlocks(Journals.FRAME_LIMIT, List.of(block))))
        {
            Journals.append(writer, 3, 100);

            assertEquals(SegmentFormat.openLength(block), Files.size(Journals.file(directory, 0)));
        }

        final byte[] prefix =
            Arrays.copyOf(Files.readAllBytes(Journals.file(directory, 0)), SegmentFormat.PREFIX_LENGTH);
        Arrays.fill(prefix, 64, 80, (byte)0);
        final byte[] metadata = Files.readAllBytes(Journals.metadata(directory, 0));
        assertEquals(PREFIX_CRC, crc(prefix));
        assertEquals(SegmentFormat.METADATA_LENGTH, metadata.length);
        assertEquals(METADATA_CRC, crc(Arrays.copyOf(metadata, SegmentFormat.METADATA_USED)));
        assertArrayEquals(new byte[metadata.length - SegmentFormat.METADATA_USED],
            Arrays.copyOfRange(metadata, SegmentFormat.METADATA_USED, metadata.length));
    }

    @Test
    void shouldShowChroniclesOwnTailerTheSameFrames() throws IOException
    {
        final Path directory = home.resolve("run");
        Journals.closed(directory, 2);
        final byte[] before = Files.readAllBytes(Journals.file(directory, 0));

        final List<byte[]> found = chronicles(directory, 0, true);

        assertEquals(ours(directory, 0), found.size() - 1, "and the opening frame");
        int offset = SegmentFormat.PREFIX_LENGTH;
        for (final byte[] frame : found)
        {
            final int start = offset + SegmentFormat.EXCERPT_HEADER_LENGTH;
            assertArrayEquals(Arrays.copyOfRange(before, start, start + frame.length), frame);
            offset = SegmentFormat.nextOffset(offset, frame.length);
        }
        assertArrayEquals(before, Files.readAllBytes(Journals.file(directory, 0)));
        assertEquals(List.of(), Journals.read(directory).notes());
    }

    @Test
    void shouldNameTheChangesOfATailerThatMayWrite() throws IOException
    {
        final Path directory = home.resolve("run");
        Journals.closed(directory, 2);

        chronicles(directory, 0, false);

        final JournalEnd end = Journals.read(directory);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(2, end.notes().size(), end.notes()::toString);
        assertTrue(end.notes().get(0).contains("zeros longer"), end.notes()::toString);
        assertTrue(end.notes().get(1).contains("visits of tailers"), end.notes()::toString);
    }

    private static long ours(final Path directory, final int segment) throws IOException
    {
        long count = 0;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                count += reader.segment() == segment ? 1 : 0;
            }
        }
        return count;
    }

    private static List<byte[]> chronicles(final Path directory, final int segment, final boolean isReadOnly)
    {
        ChronicleSettings.apply();
        final List<byte[]> frames = new ArrayList<>();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(SegmentFormat.directory(directory, segment))
            .rollCycle(RollCycles.FAST_DAILY).timeProvider(() -> 0L).readOnly(isReadOnly).build())
        {
            final ExcerptTailer tailer = queue.createTailer();
            boolean isPresent = true;
            while (isPresent)
            {
                try (DocumentContext context = tailer.readingDocument())
                {
                    isPresent = context.isPresent();
                    if (isPresent)
                    {
                        final Bytes<?> bytes = context.wire().bytes();
                        frames.add(bytes.toByteArray());
                    }
                }
            }
        }
        return frames;
    }

    private static int crc(final byte[] bytes)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes);

        return (int)crc.getValue();
    }
}
