package org.gale.engine.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A segment that is open for appending. The helper makes it and hands it over; from then on the appender's thread
 * owns it but for {@code ready}, until it is retired to the sealing thread.
 */
final class Segment
{
    private static final VarHandle READY;
    private static final VarHandle PROGRESS;

    static
    {
        try
        {
            READY = MethodHandles.lookup().findVarHandle(Segment.class, "ready", int.class);
            PROGRESS = MethodHandles.lookup().findVarHandle(Segment.class, "progress", int.class);
        }
        catch (final ReflectiveOperationException exception)
        {
            throw new ExceptionInInitializerError(exception);
        }
    }

    private final int number;
    private final int block;
    private final Path directory;
    private final SegmentFile file;
    private final FileChannel channel;

    // The appender's.
    private int end = SegmentFormat.FIRST_CHAIN_OFFSET;
    private int lastOffset = SegmentFormat.PREFIX_LENGTH;
    private int lastNumber;
    private long lastSequence;
    private long lastHash;
    private int readyCached;

    // Handed over: the helper stores how much is reserved, the appender how much is used.
    @SuppressWarnings("UnusedVariable")                     // through READY
    private volatile int ready;
    @SuppressWarnings("UnusedVariable")                     // through PROGRESS
    private volatile int progress = SegmentFormat.FIRST_CHAIN_OFFSET;

    Segment(
        final int number,
        final int block,
        final Path directory,
        final SegmentFile file,
        final FileChannel channel)
    {
        this.number = number;
        this.block = block;
        this.directory = directory;
        this.file = file;
        this.channel = channel;
    }

    int number()
    {
        return number;
    }

    int block()
    {
        return block;
    }

    Path directory()
    {
        return directory;
    }

    /** Our own channel to the file. */
    FileChannel channel()
    {
        return channel;
    }

    /** The mapping of the file. */
    SegmentFile file()
    {
        return file;
    }

    /** How much is reserved, for the helper that stored it. */
    int readyPlain()
    {
        return (int)READY.get(this);
    }

    /** So much is reserved now. Pairs with the load in {@link #isReady}. */
    void readyRelease(final int bytes)
    {
        READY.setRelease(this, bytes);
    }

    /** How much is used, for the helper, who may see an older value. */
    int progressOpaque()
    {
        return (int)PROGRESS.getOpaque(this);
    }

    /** Does a frame of this length end within the block, with so much room after it? */
    boolean hasRoom(final int lengthBytes, final int reserveBytes)
    {
        return needed(lengthBytes, reserveBytes) <= block;
    }

    /** Is the space for this frame reserved, and so much room after it? */
    boolean isReady(final int lengthBytes, final int reserveBytes)
    {
        final int needed = needed(lengthBytes, reserveBytes);
        if (needed > readyCached)
        {
            readyCached = (int)READY.getAcquire(this);
        }
        return needed <= readyCached;
    }

    /**
     * Appends a finished frame.
     *
     * @throws IllegalStateException if the store put it elsewhere
     */
    void append(final FrameBuffer frame, final long lastSequenceOfFrame)
    {
        file.append(frame, end);
        lastOffset = end;
        lastNumber++;
        lastSequence = lastSequenceOfFrame;
        lastHash = frame.hash();
        end = SegmentFormat.nextOffset(end, frame.lengthBytes());
        PROGRESS.setOpaque(this, end);
    }

    int end()
    {
        return end;
    }

    int lastOffset()
    {
        return lastOffset;
    }

    int lastNumber()
    {
        return lastNumber;
    }

    long lastHash()
    {
        return lastHash;
    }

    /** What its line in {@code gale.journal} will say. */
    SealedSegment summary()
    {
        return new SealedSegment(number, lastSequence, end, lastNumber, lastHash);
    }

    void force() throws IOException
    {
        channel.force(false);
    }

    /** Unmaps the files and closes them; nothing may append any more. */
    void close() throws IOException
    {
        file.close();
        channel.close();
    }

    private int needed(final int lengthBytes, final int reserveBytes)
    {
        return SegmentFormat.nextOffset(end, lengthBytes) + SegmentFormat.ZEROED_AFTER + reserveBytes;
    }
}
