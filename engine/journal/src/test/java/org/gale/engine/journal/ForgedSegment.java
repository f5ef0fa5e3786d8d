package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Data file of a segment whose frames a test chooses, built without a writer. Every frame has the CRC of what it holds,
 * so that what is wrong with it is wrong on purpose.
 */
final class ForgedSegment
{
    static final JournalHeader HEADER = new JournalHeader(Journals.ID, Durability.PROCESS, Journals.FRAME_LIMIT,
        List.of(Journals.BLOCK), "c\n".getBytes(StandardCharsets.US_ASCII));

    private final JournalHeader header;
    private final int segment;
    private final ByteBuffer bytes;
    private int end = SegmentFormat.PREFIX_LENGTH;
    private int lastOffset;
    private int number = -1;
    private long hash;

    /**
     * Creates a file with the prefix alone.
     *
     * @param hash of the frame before the segment; the journal's id if there is none
     */
    ForgedSegment(final JournalHeader header, final int segment, final long hash)
    {
        this.header = header;
        this.segment = segment;
        this.hash = hash;
        this.bytes =
            ByteBuffer.allocate((int)SegmentFormat.openLength(header.block(segment))).order(LITTLE_ENDIAN);
        bytes.put(0, SegmentFormat.prefix());
    }

    /** Returns the first segment of a journal: its opening frame, 400 to 480, and its configuration, up to 544. */
    static ForgedSegment begun()
    {
        return new ForgedSegment(HEADER, 0, HEADER.id()).opening().add(Frame.CONFIGURATION, 1, 0,
            HEADER.configuration());
    }

    /** Adds the opening frame that belongs here, 80 bytes with its excerpt header. */
    ForgedSegment opening()
    {
        return add(Frame.OPENING, 0, 0, 0, 0, longs(header.id(), segment, header.block(segment)));
    }

    /** Adds the next frame of the chain. */
    ForgedSegment add(final int kind, final long first, final int count, final byte... payload)
    {
        return add(kind, first, count, 0, hash, payload);
    }

    /** Adds a frame with the number that is next. Only frames of the chain change its hash. */
    ForgedSegment add(
        final int kind,
        final long first,
        final int count,
        final long timeNs,
        final long previous,
        final byte... payload)
    {
        final FrameBuffer frame = new FrameBuffer(Frame.totalLength(payload.length));
        frame.buffer().putBytes(FrameBuffer.PAYLOAD_START, payload);
        number++;
        frame.finish(kind, first, count, number, timeNs, previous, payload.length);
        bytes.putInt(end, frame.lengthBytes());
        frame.buffer().getBytes(FrameBuffer.START, bytes, end + SegmentFormat.EXCERPT_HEADER_LENGTH,
            frame.lengthBytes());
        hash = kind == Frame.OPENING ? hash : frame.hash();
        lastOffset = end;
        end = SegmentFormat.nextOffset(end, frame.lengthBytes());

        return this;
    }

    /** Changes a field of the last frame, and makes its CRC right. */
    ForgedSegment change(final int offset, final long value, final int lengthBytes)
    {
        final int start = lastOffset + SegmentFormat.EXCERPT_HEADER_LENGTH;
        put(start + offset, value, lengthBytes);
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), start + Frame.CRC_COVERS_FROM, bytes.getInt(lastOffset) - Frame.CRC_COVERS_FROM);
        bytes.putInt(start + Frame.CRC_OFFSET, (int)crc.getValue());

        return this;
    }

    /** Changes bytes of the file, little-endian. */
    ForgedSegment put(final int offset, final long value, final int lengthBytes)
    {
        for (int i = 0; i < lengthBytes; i++)
        {
            bytes.put(offset + i, (byte)(value >>> (8 * i)));
        }

        return this;
    }

    /** Lets the words at 64 and 72 name the last frame. */
    ForgedSegment named()
    {
        return put(SegmentFormat.LAST_POSITION_OFFSET, lastOffset, Long.BYTES)
            .put(SegmentFormat.LAST_INDEX_OFFSET, SegmentFormat.lastIndex(lastOffset, number), Long.BYTES);
    }

    /** Returns the hash of the last frame of the chain. */
    long hash()
    {
        return hash;
    }

    /** Returns the end of the last frame. */
    int end()
    {
        return end;
    }

    int intAt(final int offset)
    {
        return bytes.getInt(offset);
    }

    /** Returns the first bytes of the file. */
    byte[] bytesUpTo(final int lengthBytes)
    {
        return Arrays.copyOf(bytes.array(), lengthBytes);
    }

    /** Writes the file as that of an open segment. */
    void write(final Path file) throws IOException
    {
        write(file, bytes.capacity());
    }

    /** Writes the first bytes of the file, or zeros behind it too. */
    void write(final Path file, final int lengthBytes) throws IOException
    {
        Files.write(file, bytesUpTo(lengthBytes));
    }

    static byte[] longs(final long... values)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES).order(LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);

        return buffer.array();
    }
}
