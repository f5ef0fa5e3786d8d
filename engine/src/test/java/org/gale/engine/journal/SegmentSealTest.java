package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** What a seal clears behind the last frame. */
class SegmentSealTest
{
    private static final int LENGTH = 200_000;

    @TempDir
    private Path home;

    @Test
    void shouldClearARangeAndNothingBesideIt() throws IOException
    {
        for (final int[] range : new int[][]{{0, 1}, {100, 150_000}, {65_536, 131_072}, {199_999, 200_000}, {5, 5}})
        {
            final byte[] expected = filled();
            Arrays.fill(expected, range[0], range[1], (byte)0);

            assertArrayEquals(expected, cleared(filled(), range[0], range[1]), Arrays.toString(range));
        }
    }

    @Test
    void shouldClearToTheEndOfTheFileAndNotLengthenIt() throws IOException
    {
        final byte[] expected = filled();
        Arrays.fill(expected, 10, LENGTH, (byte)0);

        assertArrayEquals(expected, cleared(filled(), 10, LENGTH + 70_000));
        assertArrayEquals(filled(), cleared(filled(), LENGTH, LENGTH + 1));
    }

    @Test
    void shouldClearASingleByteAmongZeros() throws IOException
    {
        for (final int at : new int[]{0, 1, 70_000, LENGTH - 1})
        {
            final byte[] bytes = new byte[LENGTH];
            bytes[at] = 1;

            assertArrayEquals(new byte[LENGTH], cleared(bytes, 0, LENGTH), Integer.toString(at));
        }
    }

    private static byte[] filled()
    {
        final byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte)0xa5);

        return bytes;
    }

    private byte[] cleared(final byte[] bytes, final long from, final long to) throws IOException
    {
        final Path file = Files.write(home.resolve("file"), bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            SegmentSeal.clear(channel, from, to);
        }

        return Files.readAllBytes(file);
    }
}
