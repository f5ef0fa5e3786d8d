package org.gale.engine.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Memory of one frame that is being built, and the views of it for the CRC and for Chronicle. The frame begins 4
 * bytes after a multiple of 8, as it does in the file, so that its longs are aligned. Owned by the appender's thread.
 */
public final class FrameBuffer
{
    /** Offset of the frame in {@link #buffer()}, in bytes. */
    public static final int START = Integer.BYTES;
    static final int PAYLOAD_START = START + Frame.HEADER_LENGTH;

    private final UnsafeBuffer buffer;
    private final ByteBuffer crcView;
    private final Bytes<?> appendView;
    private final CRC32C crc = new CRC32C();
    private int lengthBytes;

    FrameBuffer(final int frameLimitBytes)
    {
        final ByteBuffer memory = ByteBuffer.allocateDirect(START + frameLimitBytes).order(ByteOrder.nativeOrder());
        buffer = new UnsafeBuffer(memory);
        crcView = memory.duplicate();
        final ByteBuffer frame = memory.slice(START, frameLimitBytes).order(ByteOrder.nativeOrder());
        appendView = BytesStore.wrap(frame).bytesForRead();
    }

    /** Returns the memory that holds the frame from {@link #START} on. */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Stores the header, the padding and the CRC around the payload that is there. */
    void finish(
        final int kind,
        final int semanticsVersion,
        final long firstSequence,
        final int count,
        final int number,
        final long virtualTimeNs,
        final long previousHash,
        final int payloadLengthBytes)
    {
        Frame.encode(buffer, START, kind, semanticsVersion, firstSequence, count, number, virtualTimeNs, previousHash,
            payloadLengthBytes);
        lengthBytes = Frame.totalLength(payloadLengthBytes);
        crc.reset();
        crcView.limit(START + lengthBytes).position(START + Frame.CRC_COVERS_FROM);
        crc.update(crcView);
        Frame.storeCrc(buffer, START, (int)crc.getValue());
    }

    /** Returns the length in bytes of the finished frame. */
    public int lengthBytes()
    {
        return lengthBytes;
    }

    /** Returns the hash of the finished frame. */
    long hash()
    {
        return Frame.hash(Frame.previousHash(buffer, START), Frame.crc(buffer, START), lengthBytes);
    }

    /** Returns the finished frame in the form that Chronicle appends. */
    Bytes<?> appendView()
    {
        appendView.readPositionRemaining(0, lengthBytes);

        return appendView;
    }
}
