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

/** Bytes that a seal clears, and zeros that reserve space. */
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
