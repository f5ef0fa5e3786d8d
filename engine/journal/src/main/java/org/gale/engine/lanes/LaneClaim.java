package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * Lane file of {@link LaneFiles} that this process produces into, while the agent is in another process. The claim is
 * the file's lock; it ends with {@link #close} or with the process. Owned by one thread.
 */
public final class LaneClaim implements AutoCloseable
{
    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer mapping;
    private final Lane lane;

    private LaneClaim(
        final FileChannel channel, final FileLock lock, final MappedByteBuffer mapping, final Lane lane)
    {
        this.channel = channel;
        this.lock = lock;
        this.mapping = mapping;
        this.lane = lane;
    }

    /**
     * Claims the first file of a directory that is free and holds a lane of this version.
     *
     * @return the claim, or null if there is no such file
     */
    public static LaneClaim claim(final Path directory) throws IOException
    {
        for (int i = 0; i < LaneFiles.COUNT_LIMIT; i++)
        {
            final Path path = directory.resolve(LaneFiles.name(i));
            if (!Files.exists(path))
            {
                return null;
            }
            final LaneClaim claim = tryClaim(path);
            if (claim != null)
            {
                return claim;
            }
        }

        return null;
    }

    /** Returns the end to offer through. */
    public LaneProducer producer()
    {
        return lane.producer();
    }

    /** Returns the lane, to query its positions. */
    public Lane lane()
    {
        return lane;
    }

    /** Releases the file to the next producer. All published words will be taken. */
    @Override
    public void close() throws IOException
    {
        lane.close();
        BufferUtil.free(mapping);
        lock.release();
        channel.close();
    }

    private static LaneClaim tryClaim(final Path path) throws IOException
    {
        final FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        LaneClaim claim = null;
        try
        {
            final FileLock lock = channel.tryLock();
            claim = lock == null ? null : map(channel, lock);
        }
        catch (final OverlappingFileLockException ex)
        {
            assert channel.isOpen() : "another claim of this process";
        }
        finally
        {
            if (claim == null)
            {
                channel.close();
            }
        }

        return claim;
    }

    /**
     * Maps the lane of a locked file.
     *
     * @return the claim, or null if there is no lane, or one that was at fault and is not made anew yet
     */
    private static LaneClaim map(final FileChannel channel, final FileLock lock) throws IOException
    {
        final MappedByteBuffer mapping = channel.map(MapMode.READ_WRITE, 0, channel.size());
        Lane lane = null;
        try
        {
            final Lane found = Lane.wrap(new UnsafeBuffer(mapping));
            lane = found.producer().isClosed() ? null : found;
        }
        catch (final IllegalArgumentException ex)
        {
            assert lane == null : "the last producer overwrote it";
        }
        if (lane == null)
        {
            BufferUtil.free(mapping);
        }

        return lane == null ? null : new LaneClaim(channel, lock, mapping, lane);
    }
}
