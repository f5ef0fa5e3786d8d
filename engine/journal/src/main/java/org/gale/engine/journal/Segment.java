package org.gale.engine.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Segment that is open for appending.
 *
 * <p><b>Threads.</b> The helper makes it and hands it over. From then on the appender's thread owns it but for {@code
 * zeroed} and {@code ready}, until it is retired to the sealing thread. These two belong to the thread that has claimed
 * the {@link SegmentFactory}: the helper, or the appender's.
 *
 * <p><b>Guarantees.</b> Space up to {@code ready} is reserved, and no frame is appended beyond it.
 *
 * <p><b>Assumptions.</b> Only a claimant stores {@code ready}, and the appender alone stores {@code progress}.
 *
 * <p><b>Progress.</b> No method waits for another thread.
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

    /** Length of what is unmapped at a time, some 50 us: 256 MiB at once take a core for 15 ms. */
    static final int RELEASE_BYTES = 1024 * 1024;

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

    // Of the thread that has claimed the factory.
    private int zeroed;

    // Of the sealing thread.
    private int released;

    // Handed over: the claimant of the factory stores how much is reserved, the appender how much is used.
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
        assert number >= 0 && Integer.bitCount(block) == 1 : number + ", " + block;

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

    /** Returns our own channel to the file. */
    FileChannel channel()
    {
        return channel;
    }

    /** Returns the mapping of the file. */
    SegmentFile file()
    {
        return file;
    }

    /** Returns the bytes that hold real zeros, or frames; at least the reserved ones. For the claimant. */
    int zeroed()
    {
        return zeroed;
    }

    void zeroed(final int bytes)
    {
        assert zeroed <= bytes && bytes <= block : bytes;

        zeroed = bytes;
    }

    /** Returns the reserved bytes, for the claimant; for another thread, a value that may be older. */
    int readyPlain()
    {
        return (int)READY.get(this);
    }

    /** Publishes the reserved bytes. Pairs with the load in {@link #isReady}. */
    void readyRelease(final int bytes)
    {
        assert readyPlain() <= bytes && bytes <= zeroed : bytes;

        READY.setRelease(this, bytes);
    }

    /** Returns the bytes that are reserved and not used, which may have been more or less a moment ago. */
    int distance()
    {
        return readyPlain() - progressOpaque();
    }

    /** Returns the used bytes, for the helper, which may see an older value. */
    int progressOpaque()
    {
        return (int)PROGRESS.getOpaque(this);
    }

    /** Returns whether a frame ends within the block, and leaves room for more bytes. */
    boolean hasRoom(final int lengthBytes, final int reserveBytes)
    {
        return needed(lengthBytes, reserveBytes) <= block;
    }

    /** Returns whether the space for a frame and for more bytes is reserved. */
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
        assert needed(frame.lengthBytes(), 0) <= readyPlain() : "no space is reserved at " + end;

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

    /** Returns the line of the segment in {@code gale.journal}. */
    SealedSegment summary()
    {
        return new SealedSegment(number, lastSequence, end, lastNumber, lastHash);
    }

    void force() throws IOException
    {
        channel.force(false);
    }

    /**
     * Drops some of the mapped pages; nothing may append any more.
     *
     * @return false if so few are left that {@link #close} drops them
     */
    boolean releaseSome()
    {
        final boolean isLong = end - released > RELEASE_BYTES;
        if (isLong)
        {
            file.release(released, RELEASE_BYTES);
            released += RELEASE_BYTES;
            assert released <= end : released;
        }

        return isLong;
    }

    /** Unmaps and closes the files; nothing may append any more. */
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
