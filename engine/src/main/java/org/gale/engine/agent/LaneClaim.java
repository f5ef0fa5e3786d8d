package org.gale.engine.agent;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
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
 * A lane file of {@link LaneFiles} that this process produces into, while the agent is another. The claim is the file's
 * lock; it ends with {@link #close} or with the process. Owned by one thread.
 */
public final class LaneClaim implements AutoCloseable
{
    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer mapping;
    private final Lane lane;

    private LaneClaim(final FileChannel channel, final FileLock lock) throws IOException
    {
        this.channel = channel;
        this.lock = lock;
        this.mapping = channel.map(MapMode.READ_WRITE, 0, channel.size());
        this.lane = Lane.wrap(new UnsafeBuffer(mapping));
    }

    /**
     * Claims the first file of a directory that is free.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if a file holds no lane of this version
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

    /** The end to offer through. */
    public LaneProducer producer()
    {
        return lane.producer();
    }

    /** The lane, for a look at its positions. */
    public Lane lane()
    {
        return lane;
    }

    /** Gives the file to the next producer; what is published will be taken. */
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
        try
        {
            final FileLock lock = channel.tryLock();
            if (lock != null)
            {
                final LaneClaim claim = new LaneClaim(channel, lock);
                if (!claim.producer().isClosed())
                {
                    return claim;
                }
                claim.close();                                                  // at fault, and not made anew yet
            }
        }
        catch (final OverlappingFileLockException ex)
        {
            assert channel.isOpen() : "another claim of this process";
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            channel.close();
            throw ex;
        }
        channel.close();

        return null;
    }
}
