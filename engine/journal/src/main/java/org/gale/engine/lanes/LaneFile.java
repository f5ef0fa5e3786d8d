package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/**
 * Lane in a file that another process maps.
 *
 * <p><b>Threads.</b> The engine's thread drains it. The thread that watches the files checks its length, and makes a
 * new lane of one that was at fault.
 *
 * <p><b>Guarantees.</b> A file that was cut short is not touched again. A new lane is made only when no producer holds
 * the lock.
 *
 * <p><b>Assumptions.</b> A producer stores only while it holds the exclusive lock of the file.
 *
 * <p><b>Progress.</b> Neither thread waits for the other or for a producer.
 */
final class LaneFile implements AttachedLane
{
    private static final int ZEROS_LENGTH = 64 * 1024;

    private final Path path;
    private final String name;
    private final FileChannel channel;
    private final ByteBuffer mapping;
    private final UnsafeBuffer memory;
    private final int capacityWords;
    private Lane lane;
    private volatile boolean faulty;
    private volatile boolean lost;

    private LaneFile(final Path path, final FileChannel channel, final ByteBuffer mapping, final int capacityWords)
    {
        this.path = path;
        this.name = path.getFileName().toString();
        this.channel = channel;
        this.mapping = mapping;
        this.memory = new UnsafeBuffer(mapping);
        this.capacityWords = capacityWords;
    }

    /** Creates a file of its full length, for its owner alone, with a lane in it. */
    static LaneFile create(final Path path, final int capacityWords, final long nowNs) throws IOException
    {
        final int lengthBytes = Lane.lengthBytes(capacityWords);
        final FileChannel channel = FileChannel.open(path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try
        {
            fill(channel, lengthBytes);
            final LaneFile file =
                new LaneFile(path, channel, channel.map(MapMode.READ_WRITE, 0, lengthBytes), capacityWords);
            file.makeLane(nowNs);

            return file;
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            channel.close();
            Files.deleteIfExists(path);
            throw ex;
        }
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public LaneConsumer consumer()
    {
        return lane.consumer();
    }

    /** Returns false: a lane stays when its producer dies, because the next one continues at the tail. */
    @Override
    public boolean isLeaving()
    {
        return false;
    }

    @Override
    public boolean isLost()
    {
        return lost;
    }

    @Override
    public void release(final LaneFault fault)
    {
        faulty = true;                                                          // pairs with tryRenew
    }

    /** Closes the lane for its producer to see, where it was not drained by the time the engine ended. */
    void close(final CloseReason reason)
    {
        if (!lost)
        {
            lane.consumer().close(reason);
        }
    }

    /**
     * Checks that the file is as long as it was; if not, the engine does not touch it again. For the watching thread.
     *
     * @return whether the length is unchanged
     */
    boolean checkLength() throws IOException
    {
        if (!lost && channel.size() < memory.capacity())
        {
            lost = true;
        }

        return !lost;
    }

    /** Returns whether the file is shorter than it was, or cannot be asked. From any thread. */
    boolean isCut()
    {
        try
        {
            return !checkLength();
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    /**
     * Makes a new lane where the last one was at fault and its producer is gone. The lock proves both: its holder is
     * the producer, and so may store the producer's words. For the watching thread.
     *
     * @return whether there is a new lane, which the engine does not know yet
     */
    boolean tryRenew(final long nowNs) throws IOException
    {
        if (!faulty || lost)
        {
            return false;
        }
        try (FileLock lock = channel.tryLock())
        {
            if (lock != null)
            {
                makeLane(nowNs);
                faulty = false;
            }

            return lock != null;
        }
        catch (final OverlappingFileLockException ex)
        {
            return false;                                                       // the producer is in this process
        }
    }

    /** Unmaps and removes the file, once the engine has stopped. A producer keeps what it has mapped. */
    void dispose() throws IOException
    {
        lane.close();
        BufferUtil.free(mapping);
        channel.close();
        Files.deleteIfExists(path);
    }

    /** Removes the name of the file. A process that has mapped the file keeps it. */
    void remove() throws IOException
    {
        Files.deleteIfExists(path);
    }

    private void makeLane(final long nowNs)
    {
        lane = Lane.create(memory, capacityWords);
        lane.consumer().assumeTime(Commands.timeWord(nowNs), nowNs);
    }

    /**
     * Writes the whole file instead of setting its length: a full disk shows here, and not where a page is first
     * touched.
     */
    private static void fill(final FileChannel channel, final int lengthBytes) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocate(ZEROS_LENGTH);
        for (int at = 0; at < lengthBytes; at += zeros.position())
        {
            zeros.clear().limit(Math.min(ZEROS_LENGTH, lengthBytes - at));
            while (zeros.hasRemaining())
            {
                channel.write(zeros, (long)at + zeros.position());
            }
        }
    }
}
