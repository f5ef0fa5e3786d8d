package org.gale.engine.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Sorted runs of rows in a temporary file, which has no name once it is open. Owner: the calling thread. */
final class RowFile implements AutoCloseable
{
    private static final int BUFFER_ROWS = 1024;

    private final int width;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final List<Run> runs = new ArrayList<>();
    private long end;

    /**
     * Opens a file.
     *
     * @param width columns of a row
     * @param path  of an empty file, which is deleted
     */
    RowFile(final int width, final Path path) throws IOException
    {
        this.width = width;
        this.channel = FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        this.buffer = ByteBuffer.allocate(BUFFER_ROWS * width * Long.BYTES);
    }

    /** Run of the file, read from its first row on. */
    private final class Run implements RowSource
    {
        private final long to;
        private long position;
        private ByteBuffer block = ByteBuffer.allocate(0);
        private int row = -1;

        private Run(final long from, final long to)
        {
            this.position = from;
            this.to = to;
        }

        @Override
        public boolean next() throws IOException
        {
            if (++row * width * Long.BYTES < block.limit())
            {
                return true;
            }
            if (position == to)
            {
                return false;
            }
            row = 0;
            block = block.capacity() == 0 ? ByteBuffer.allocate(buffer.capacity()) : block;
            block.clear().limit((int)Math.min(block.capacity(), to - position));
            while (block.hasRemaining())
            {
                final int count = channel.read(block, position);
                if (count < 0)
                {
                    throw new IOException("a temporary file is shorter than it was written");
                }
                position += count;
            }

            return true;
        }

        @Override
        public long column(final int index)
        {
            return block.getLong((row * width + index) * Long.BYTES);
        }
    }

    /** Appends the rows of a source as one run. */
    void append(final RowSource source) throws IOException
    {
        final long from = end;
        buffer.clear();
        while (source.next())
        {
            for (int i = 0; i < width; i++)
            {
                buffer.putLong(source.column(i));
            }
            if (!buffer.hasRemaining())
            {
                flush();
            }
        }
        flush();
        runs.add(new Run(from, end));
    }

    /** Returns the runs, each to be read once. */
    List<RowSource> runs()
    {
        return List.copyOf(runs);
    }

    /** Removes all runs. */
    void clear() throws IOException
    {
        runs.clear();
        end = 0;
        channel.truncate(0);
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    private void flush() throws IOException
    {
        buffer.flip();
        while (buffer.hasRemaining())
        {
            end += channel.write(buffer, end);
        }
        buffer.clear();
    }
}
