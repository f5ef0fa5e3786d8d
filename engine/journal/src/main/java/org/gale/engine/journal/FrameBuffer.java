package org.gale.engine.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Semantics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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

    /**
     * Stores the header, the padding and the CRC around the payload that is there.
     *
     * @param firstSequence number of the first command, or of the next one if there is none
     * @param count         number of commands
     * @param number        number of the frame in its segment
     * @param timeNs        since the first phase of the run began
     * @param previousHash  hash of the previous frame of the chain
     */
    void finish(
        final int kind,
        final long firstSequence,
        final int count,
        final int number,
        final long timeNs,
        final long previousHash,
        final int payloadLengthBytes)
    {
        assert count >= 0 && number >= 0 && firstSequence >= 0 : count + ", " + number + ", " + firstSequence;
        assert timeNs >= 0 : timeNs;

        lengthBytes = Frame.totalLength(payloadLengthBytes);
        buffer.putInt(START + Frame.MAGIC_OFFSET, Frame.MAGIC, LITTLE_ENDIAN);
        buffer.putInt(START + Frame.PAYLOAD_LENGTH_OFFSET, payloadLengthBytes, LITTLE_ENDIAN);
        buffer.putShort(START + Frame.FORMAT_VERSION_OFFSET, (short)Frame.FORMAT_VERSION, LITTLE_ENDIAN);
        buffer.putShort(START + Frame.KIND_OFFSET, (short)kind, LITTLE_ENDIAN);
        buffer.putInt(START + Frame.SEMANTICS_VERSION_OFFSET, Semantics.VERSION, LITTLE_ENDIAN);
        buffer.putLong(START + Frame.FIRST_SEQUENCE_OFFSET, firstSequence, LITTLE_ENDIAN);
        buffer.putInt(START + Frame.COUNT_OFFSET, count, LITTLE_ENDIAN);
        buffer.putInt(START + Frame.NUMBER_OFFSET, number, LITTLE_ENDIAN);
        buffer.putLong(START + Frame.TIME_OFFSET, timeNs, LITTLE_ENDIAN);
        buffer.putLong(START + Frame.PREVIOUS_HASH_OFFSET, previousHash, LITTLE_ENDIAN);
        for (int i = PAYLOAD_START + payloadLengthBytes; i < START + lengthBytes; i++)
        {
            buffer.putByte(i, (byte)0);
        }
        crc.reset();
        crcView.limit(START + lengthBytes).position(START + Frame.CRC_COVERS_FROM);
        crc.update(crcView);
        buffer.putInt(START + Frame.CRC_OFFSET, (int)crc.getValue(), LITTLE_ENDIAN);
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
