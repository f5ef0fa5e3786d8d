package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Bytes that a seal clears, zeros that reserve space, and the lengths and names of sealed segments. */
class SegmentSealTest
{
    private static final int CHUNK = 64 * 1024;
    private static final int LENGTH = 3 * CHUNK;

    @TempDir
    private Path home;

    @Test
    void shouldClearFromOneByteToAnother() throws IOException
    {
        expectCleared(full(), 5, CHUNK + 10);
        expectCleared(full(), 0, LENGTH);
        expectCleared(full(), 2 * CHUNK + 1, 2 * CHUNK + 2);
        expectCleared(full(), CHUNK, CHUNK);
    }

    @Test
    void shouldClearUpToTheEndOfTheFileAtMost() throws IOException
    {
        expectCleared(full(), LENGTH - 3, LENGTH + 1000);
    }

    @Test
    void shouldClearTheOnlyByteOfAChunk() throws IOException
    {
        for (final int at : new int[]{ 7, 8, CHUNK + 6, CHUNK + 7, 2 * CHUNK + 6 })
        {
            final byte[] bytes = new byte[LENGTH];
            bytes[at] = 1;

            expectCleared(bytes, 7, 2 * CHUNK + 7);
        }
    }

    @Test
    void shouldReserveByZerosWhereItWasAskedTo() throws IOException
    {
        final Path file = home.resolve("zeros");
        Files.write(file, full());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            new ZeroWriter().zero(channel, 9, CHUNK);
            new ZeroWriter().zero(channel, LENGTH + 10L, 5 * CHUNK);
        }

        final byte[] expected = Arrays.copyOf(full(), LENGTH + 10 + 5 * CHUNK);
        Arrays.fill(expected, 9, 9 + CHUNK, (byte)0);
        assertArrayEquals(expected, Files.readAllBytes(file));
    }

    @Test
    void shouldCutASegmentToWholePages()
    {
        assertEquals(4096, SegmentFormat.cutLength(480));
        assertEquals(4096, SegmentFormat.cutLength(4088));
        assertEquals(8192, SegmentFormat.cutLength(4089));
        assertEquals(1L << 31, SegmentFormat.cutLength(Integer.MAX_VALUE - 8));
    }

    @Test
    void shouldKnowTheNamesOfSegments()
    {
        assertEquals(0, SegmentFormat.segmentOf("000000"));
        assertEquals(123_456, SegmentFormat.segmentOf("123456"));
        assertEquals(999_999, SegmentFormat.segmentOf("999999"));
        for (final String name : new String[]{ "", "12345", "1234567", "00000/", "00000:", "-00001", "mark" })
        {
            assertEquals(-1, SegmentFormat.segmentOf(name), name);
        }
    }

    @Test
    void shouldChooseTheShortestSegmentsThatSuffice()
    {
        final long two = 4 * ((2L << 20) + SegmentFormat.METADATA_LENGTH);
        assertEquals(two, JournalLimit.least(1 << 20));
        assertEquals(two / 2 + 2 * SegmentFormat.METADATA_LENGTH, JournalLimit.least(0));
        assertEquals(2 * two - 4 * SegmentFormat.METADATA_LENGTH, JournalLimit.least((1 << 20) + 1));
        assertEquals(512 * 1024, JournalLimit.apply(JournalConfig.DEFAULT, 1).blocks().get(0));
        final long half = 4 * (512L * 1024 + SegmentFormat.METADATA_LENGTH);
        assertEquals(512 * 1024, JournalLimit.apply(JournalConfig.DEFAULT, half).blocks().get(0));
    }

    private void expectCleared(final byte[] bytes, final int from, final int to) throws IOException
    {
        final Path file = home.resolve("file");
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            SegmentSeal.clear(channel, from, to);
        }

        final byte[] expected = bytes.clone();
        Arrays.fill(expected, from, Math.min(to, LENGTH), (byte)0);
        assertArrayEquals(expected, Files.readAllBytes(file), from + " to " + to);
    }

    private static byte[] full()
    {
        final byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte)0x5a);

        return bytes;
    }
}
