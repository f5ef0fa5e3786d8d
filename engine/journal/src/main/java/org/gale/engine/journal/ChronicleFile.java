package org.gale.engine.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.UnsafeBuffer;

/** Data file of a segment as Chronicle Queue maps it. */
final class ChronicleFile implements SegmentFile
{
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_POPULATE_WRITE = 23;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final int blockLength;
    private final boolean canPrefault;
    private final UnsafeBuffer mapping = new UnsafeBuffer(0, 0);
    /** Address of byte 0 of the file. */
    private long address;

    ChronicleFile(
        final SingleChronicleQueue queue,
        final ExcerptAppender appender,
        final int blockLength,
        final boolean canPrefault)
    {
        this.queue = queue;
        this.appender = appender;
        this.blockLength = blockLength;
        this.canPrefault = canPrefault;
    }

    @Override
    public void begin(final FrameBuffer opening)
    {
        try (DocumentContext context = appender.writingDocument())
        {
            final Bytes<?> bytes = context.wire().bytes();
            final long position = bytes.writePosition();
            address = bytes.addressForWrite(position) - position;
            bytes.write(opening.appendView());
        }
        mapping.wrap(address, blockLength);
    }

    @Override
    public void append(final FrameBuffer frame, final int offset)
    {
        appender.writeBytes(frame.appendView());
        if (mapping.getInt(offset) != frame.lengthBytes())
        {
            throw new IllegalStateException("the frame is not where it should be: offset=" + offset);
        }
    }

    @Override
    public void prefault(final int offset, final int lengthBytes)
    {
        if (canPrefault)
        {
            PosixAPI.posix().madvise(address + offset, lengthBytes, MADV_POPULATE_WRITE);
        }
    }

    @Override
    public void release(final int offset, final int lengthBytes)
    {
        if (canPrefault)
        {
            PosixAPI.posix().madvise(address + offset, lengthBytes, MADV_DONTNEED);
        }
    }

    @Override
    public void close()
    {
        mapping.wrap(0, 0);
        queue.close();
    }
}
