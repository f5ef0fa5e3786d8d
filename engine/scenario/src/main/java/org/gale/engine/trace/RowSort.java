package org.gale.engine.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;

/**
 * External merge sort of rows of numbers by their first two columns, in constant memory. Runs that do not fit lie in
 * temporary files, one a level: a run of a level is the merge of {@value #FAN_IN} runs of the level below. Owner: the
 * calling thread.
 */
final class RowSort implements RowSource, AutoCloseable
{
    /** Rows that are sorted in memory: 8 MiB of four columns. */
    static final int CHUNK_LIMIT = 1 << 18;
    static final int FAN_IN = 64;

    private final int width;
    private final RowChunk chunk;
    private final List<RowFile> levels = new ArrayList<>();
    private RowSource sorted;

    /**
     * Makes an empty sort.
     *
     * @param width      columns of a row, at least 2
     * @param chunkLimit rows in memory at a time
     */
    RowSort(final int width, final int chunkLimit)
    {
        this.width = width;
        this.chunk = new RowChunk(width, chunkLimit);
    }

    /** Adds a row, which may be changed afterwards. */
    void add(final long[] row)
    {
        if (chunk.isFull())
        {
            try
            {
                spill();
            }
            catch (final IOException ex)
            {
                throw failure(ex);
            }
        }
        chunk.add(row);
    }

    /** Ends the rows, and goes in front of the first one. */
    void sort()
    {
        chunk.sort();
        sorted = chunk;
        if (!levels.isEmpty())
        {
            final List<RowSource> sources = new ArrayList<>();
            sources.add(chunk);
            levels.forEach(level -> sources.addAll(level.runs()));
            try
            {
                sorted = new RowMerge(sources);
            }
            catch (final IOException ex)
            {
                throw failure(ex);
            }
        }
    }

    @Override
    public boolean next()
    {
        try
        {
            return sorted.next();
        }
        catch (final IOException ex)
        {
            throw failure(ex);
        }
    }

    @Override
    public long column(final int index)
    {
        return sorted.column(index);
    }

    @Override
    public void close()
    {
        try
        {
            for (final RowFile level : levels)
            {
                level.close();
            }
        }
        catch (final IOException ex)
        {
            throw failure(ex);
        }
    }

    private void spill() throws IOException
    {
        chunk.sort();
        level(0).append(chunk);
        chunk.clear();
        for (int i = 0; levels.get(i).runs().size() == FAN_IN; i++)
        {
            level(i + 1).append(new RowMerge(levels.get(i).runs()));
            levels.get(i).clear();
        }
    }

    private RowFile level(final int index) throws IOException
    {
        if (index == levels.size())
        {
            levels.add(new RowFile(width, Files.createTempFile("gale-", ".rows")));
        }

        return levels.get(index);
    }

    private static OutcomeException failure(final IOException cause)
    {
        return new OutcomeException(Outcome.RESOURCES, "a temporary file cannot be written: " +
            FileFailure.reason(cause) + " (set TMPDIR to a directory with space)", cause);
    }
}
