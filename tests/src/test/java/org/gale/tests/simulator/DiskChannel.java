package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Channel to a file of a simulated disk, or to a directory that is to be forced. Owned by one thread. */
final class DiskChannel extends FileChannel
{
    private final SimulatedDisk disk;
    private final String directory;
    private final DiskFile file;
    private long position;

    DiskChannel(final SimulatedDisk disk, final DiskFile file)
    {
        this.disk = disk;
        this.directory = null;
        this.file = file;
    }

    DiskChannel(final SimulatedDisk disk, final String directory)
    {
        this.disk = disk;
        this.directory = directory;
        this.file = null;
    }

    @Override
    public int read(final ByteBuffer to) throws IOException
    {
        final int count = read(to, position);
        position += Math.max(0, count);

        return count;
    }

    @Override
    public int read(final ByteBuffer to, final long at) throws IOException
    {
        checkUp();
        final byte[] bytes = new byte[to.remaining()];
        final int count = file.read(at, bytes, 0, bytes.length);
        to.put(bytes, 0, Math.max(0, count));

        return count;
    }

    @Override
    public int write(final ByteBuffer from) throws IOException
    {
        final int count = write(from, position);
        position += count;

        return count;
    }

    @Override
    public int write(final ByteBuffer from, final long at) throws IOException
    {
        final byte[] bytes = new byte[from.remaining()];
        from.get(from.position(), bytes);
        disk.write(file, at, bytes, bytes.length);
        from.position(from.limit());

        return bytes.length;
    }

    @Override
    public long position()
    {
        return position;
    }

    @Override
    public FileChannel position(final long newPosition)
    {
        position = newPosition;

        return this;
    }

    @Override
    public long size() throws IOException
    {
        checkUp();

        return file.size();
    }

    @Override
    public FileChannel truncate(final long size) throws IOException
    {
        disk.truncate(file, size);

        return this;
    }

    @Override
    public void force(final boolean metadata) throws IOException
    {
        if (directory != null)
        {
            disk.forceDirectory(directory);
        }
        else
        {
            disk.force(file);
        }
    }

    @Override
    public FileLock lock(final long at, final long size, final boolean shared)
    {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(final long at, final long size, final boolean shared)
    {
        return new FileLock(this, at, size, shared)
        {
            @Override
            public boolean isValid()
            {
                return acquiredBy().isOpen();
            }

            @Override
            public void release()
            {
                // A simulation has one process at a time.
            }
        };
    }

    @Override
    public long read(final ByteBuffer[] to, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] from, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(final long at, final long count, final WritableByteChannel target)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long at, final long count)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long at, final long size)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel()
    {
        // Nothing is buffered.
    }

    private void checkUp() throws IOException
    {
        if (disk.isDown())
        {
            throw new IOException("the machine is down");
        }
    }
}
