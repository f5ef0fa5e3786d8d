package org.gale.engine.trace;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the rows that a sort holds in memory and in a file. */
class RowFileTest
{
    private static final int WIDTH = 3;
    /** More than two buffers of a file. */
    private static final int ROWS = 2500;

    @TempDir
    private Path directory;

    @Test
    void shouldReadItsRunsUntilTheyAreCleared() throws IOException
    {
        final Path path = Files.createFile(directory.resolve("rows"));
        try (RowFile file = new RowFile(WIDTH, path))
        {
            assertFalse(Files.exists(path));
            file.append(chunk(ROWS, 0));
            file.append(chunk(2, 5));

            final List<RowSource> runs = file.runs();

            assertEquals(2, runs.size());
            assertRows(runs.get(0), ROWS, 0);
            assertRows(runs.get(1), 2, 5);
            file.clear();
            assertEquals(List.of(), file.runs());
            file.append(chunk(1, 7));
            assertEquals(1, file.runs().size());
            assertRows(file.runs().get(0), 1, 7);
        }
    }

    @Test
    void shouldNotBeReadOnceItIsClosed() throws IOException
    {
        final RowFile file = new RowFile(WIDTH, Files.createFile(directory.resolve("rows")));
        file.append(chunk(1, 0));
        file.close();

        assertThrows(ClosedChannelException.class, () -> file.runs().get(0).next());
    }

    @Test
    void shouldSortRowsInMemoryUpToTheirLimit()
    {
        final long[][] rows = {{2, 1, 0}, {1, 2, 1}, {1, 1, 2}, {1, 2, 3}, {1, 2, 4}};
        final RowChunk chunk = new RowChunk(WIDTH, rows.length);
        for (final long[] row : rows)
        {
            assertFalse(chunk.isFull());
            chunk.add(row);
        }
        assertTrue(chunk.isFull());

        chunk.sort();

        for (final long place : new long[]{2, 1, 3, 4, 0})
        {
            assertTrue(chunk.next());
            assertEquals(place, chunk.column(2));
        }
        assertFalse(chunk.next());
        chunk.clear();
        assertFalse(chunk.isFull());
        chunk.sort();
        assertFalse(chunk.next());
    }

    /** Returns a sorted chunk of rows that count up from a number, in all columns. */
    private static RowChunk chunk(final int rows, final long from)
    {
        final RowChunk chunk = new RowChunk(WIDTH, rows);
        for (long i = from; i < from + rows; i++)
        {
            chunk.add(new long[]{i, ~i, -i});
        }
        chunk.sort();

        return chunk;
    }

    private static void assertRows(final RowSource source, final int rows, final long from) throws IOException
    {
        for (long i = from; i < from + rows; i++)
        {
            assertTrue(source.next());
            assertEquals(List.of(i, ~i, -i), List.of(source.column(0), source.column(1), source.column(2)));
        }
        assertFalse(source.next());
    }
}
