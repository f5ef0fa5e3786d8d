package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.gale.engine.command.Semantics;
import org.gale.engine.config.NumberText;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Walk of the frames of one segment's file, which checks each against its CRC and the chain. Nothing is trusted: every
 * length is checked before it is used.
 */
final class SegmentReader
{
    private final FileWindow window;
    private final Chain chain;
    private Path file;
    private int segment;
    private int limit;
    private boolean isSealed;

    private int offset;
    private int lastOffset;
    private int previousOffset;
    private int number;
    private int frameIndex;
    private int frameLength;
    private ClosingPayload verdict;

    SegmentReader(final FileWindow window, final Chain chain)
    {
        this.window = window;
        this.chain = chain;
    }

    /**
     * Opens a segment, and checks its prefix and its opening frame.
     *
     * @param limitBytes  frames lie before this byte
     * @param mustReachIt true if the last frame must end at the limit
     */
    void open(final Path newFile, final int newSegment, final int limitBytes, final boolean mustReachIt)
        throws IOException
    {
        file = newFile;
        segment = newSegment;
        limit = limitBytes;
        isSealed = mustReachIt;
        offset = SegmentFormat.PREFIX_LENGTH;
        lastOffset = offset;
        previousOffset = offset;
        number = -1;
        PlainFile.checkDirectory(file.getParent());
        if (!PlainFile.isThere(file))
        {
            throw damagedAt(0, "not there");
        }
        window.open(file);
        checkPrefix();
        if (!nextExcerpt())
        {
            throw damaged("no opening frame");
        }
        checkOpening();
    }

    /** Moves to a position in the open segment that was reached before. */
    void seek(final JournalPosition position)
    {
        offset = position.offset();
        lastOffset = position.lastOffset();
        number = position.number();
    }

    /**
     * Reads the next frame of the chain.
     *
     * @return false at the end of the segment's frames
     */
    boolean next() throws IOException
    {
        if (!nextExcerpt())
        {
            return false;
        }
        final UnsafeBuffer buffer = window.buffer();
        final int kind = Frame.kind(buffer, frameIndex);
        final int count = Frame.count(buffer, frameIndex);
        check(kind != Frame.OPENING, "an opening frame, expected one of the chain");
        check(chain.lastKind() != Frame.CLOSING || number == 0, "%s after the closing frame", Frame.kindName(kind));
        check((kind == Frame.COMMANDS) == (count > 0), "%s with count %d", Frame.kindName(kind), count);
        check((kind == Frame.CONFIGURATION) == (chain.frames() == 0), "%s, expected %s", Frame.kindName(kind),
            chain.frames() == 0 ? "the configuration" : "another kind");
        final long previous = Frame.previousHash(buffer, frameIndex);
        check(previous == chain.hash(), "hash of the frame before 0x%016x, expected 0x%016x", previous, chain.hash());
        final long first = Frame.firstSequence(buffer, frameIndex);
        check(first == chain.nextSequence(), "first command %d, expected %d", first, chain.nextSequence());
        check(kind != Frame.CONFIGURATION || isConfiguration(), "another configuration than in %s", JournalText.NAME);
        verdict = kind == Frame.CLOSING ? readVerdict(first - 1) : null;
        chain.advance(Frame.hash(previous, Frame.crc(buffer, frameIndex), frameLength), kind, count, frameLength);
        step();

        return true;
    }

    /**
     * Returns the index of the frame in {@link FileWindow#buffer()}, valid until the next one is read.
     *
     * @return an index in bytes
     */
    int frameIndex()
    {
        return frameIndex;
    }

    /** Returns the verdict of the run, if the frame that was read is a closing frame that has one; else null. */
    ClosingPayload verdict()
    {
        return verdict;
    }

    /**
     * Returns the offset of the excerpt header of the frame that was read; the opening frame's before the first.
     *
     * @return an offset in the file, bytes
     */
    int lastOffset()
    {
        return lastOffset;
    }

    /**
     * Returns the offset of the excerpt header of the frame before that one.
     *
     * @return an offset in the file, bytes
     */
    int previousOffset()
    {
        return previousOffset;
    }

    /** Returns the number of the frame that was read. */
    int number()
    {
        return number;
    }

    /**
     * Returns the offset after the frame that was read.
     *
     * @return an offset in the file, bytes
     */
    int offset()
    {
        return offset;
    }

    int segment()
    {
        return segment;
    }

    Path file()
    {
        return file;
    }

    DamagedException damagedAt(final long at, final String finding)
    {
        return new DamagedException(file, segment, -1, at, finding);
    }

    /** Checks the excerpt of the next frame, whatever its kind. */
    private boolean nextExcerpt() throws IOException
    {
        if (offset == limit)
        {
            return false;
        }
        final int headerIndex = window.load(offset, SegmentFormat.EXCERPT_HEADER_LENGTH);
        check(headerIndex >= 0, "the file ends at byte %,d", window.length());
        final int header = window.buffer().getInt(headerIndex, LITTLE_ENDIAN);
        if (header == 0 && !isSealed)
        {
            return false;
        }
        check(header > 0 && Frame.isLength(header) && header <= chain.header().frameLimitBytes(),
            "excerpt header 0x%08x, expected the length of a frame", header);
        final int room = limit - SegmentFormat.nextOffset(offset, header) - (isSealed ? 0 : SegmentFormat.ZEROED_AFTER);
        if (room < 0)                                                           // a text for each frame is too much
        {
            throw damaged("excerpt header 0x%08x, %s too long", header, NumberText.counted(-room, "byte"));
        }
        frameLength = header;
        frameIndex = window.load(offset + SegmentFormat.EXCERPT_HEADER_LENGTH, header);
        check(frameIndex >= 0, "the file ends at byte %,d", window.length());
        checkFrame(window.buffer());

        return true;
    }

    private void checkFrame(final UnsafeBuffer buffer) throws IOException
    {
        final int crc = window.crc(frameIndex + Frame.CRC_COVERS_FROM, frameLength - Frame.CRC_COVERS_FROM);
        check(Frame.magic(buffer, frameIndex) == Frame.MAGIC, "magic 0x%08x, expected 0x%08x",
            Frame.magic(buffer, frameIndex), Frame.MAGIC);
        check(crc == Frame.crc(buffer, frameIndex), "CRC 0x%08x, expected 0x%08x", crc, Frame.crc(buffer, frameIndex));
        final int version = Frame.formatVersion(buffer, frameIndex);
        if (version > Frame.FORMAT_VERSION)                                     // the CRC says that it is meant so
        {
            throw new JournalException(JournalException.Reason.OTHER_VERSION, file + ": has frames of version " +
                version + ", and this gale knows version " + Frame.FORMAT_VERSION);
        }
        check(version == Frame.FORMAT_VERSION, "format version %d, expected %d", version, Frame.FORMAT_VERSION);
        check(Frame.isKind(Frame.kind(buffer, frameIndex)), "%s", Frame.kindName(Frame.kind(buffer, frameIndex)));
        final int semantics = Frame.semanticsVersion(buffer, frameIndex);
        check(semantics == Semantics.VERSION, "semantics version %d, expected %d", semantics, Semantics.VERSION);
        final int found = Frame.number(buffer, frameIndex);
        check(found == number + 1, "frame number %d, expected %d", found, number + 1);
        final int payloadLength = Frame.payloadLength(buffer, frameIndex);
        if (payloadLength < 0 || payloadLength > frameLength - Frame.HEADER_LENGTH ||
            Frame.totalLength(payloadLength) != frameLength)
        {
            throw damaged("payload of %s in a frame of %,d", NumberText.counted(payloadLength, "byte"), frameLength);
        }
        for (int i = Frame.HEADER_LENGTH + payloadLength; i < frameLength; i++)
        {
            check(buffer.getByte(frameIndex + i) == 0, "padding that is not zero");
        }
    }

    private void checkOpening() throws DamagedException
    {
        final UnsafeBuffer buffer = window.buffer();
        final int kind = Frame.kind(buffer, frameIndex);
        check(kind == Frame.OPENING && Frame.payloadLength(buffer, frameIndex) == SegmentFormat.OPENING_PAYLOAD_LENGTH,
            "%s, expected the opening frame", Frame.kindName(kind));
        check(Frame.firstSequence(buffer, frameIndex) == 0 && Frame.count(buffer, frameIndex) == 0 &&
            Frame.timeNs(buffer, frameIndex) == 0 && Frame.previousHash(buffer, frameIndex) == 0,
            "an opening frame that is part of a chain");
        final int payload = frameIndex + Frame.HEADER_LENGTH;
        checkSame("journal id", buffer.getLong(payload, LITTLE_ENDIAN), chain.header().id());
        checkSame("segment", buffer.getLong(payload + Long.BYTES, LITTLE_ENDIAN), segment);
        checkSame("block", buffer.getLong(payload + 2 * Long.BYTES, LITTLE_ENDIAN), chain.header().block(segment));
        step();
    }

    private void checkSame(final String name, final long found, final long expected) throws DamagedException
    {
        check(found == expected, name + " 0x%x, expected 0x%x", found, expected);
    }

    private void checkPrefix() throws IOException
    {
        final byte[] expected = SegmentFormat.prefix();
        final int index = window.load(0, expected.length);
        if (index < 0)
        {
            throw damagedAt(window.length(), "the file ends in its prefix");
        }
        final byte[] found = new byte[expected.length];
        window.buffer().getBytes(index, found);
        Arrays.fill(found, SegmentFormat.LAST_POSITION_OFFSET, SegmentFormat.LAST_INDEX_OFFSET + Long.BYTES, (byte)0);
        final int at = Arrays.mismatch(found, expected);
        if (at >= 0)
        {
            throw damagedAt(at, String.format(Locale.ROOT, "byte 0x%02x, expected 0x%02x", found[at], expected[at]));
        }
    }

    private ClosingPayload readVerdict(final long lastSequence) throws DamagedException
    {
        try
        {
            return ClosingPayload.decode(window.buffer(), frameIndex + Frame.HEADER_LENGTH,
                Frame.payloadLength(window.buffer(), frameIndex), lastSequence);
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged("verdict of the run, %s", ex.getMessage());
        }
    }

    private boolean isConfiguration()
    {
        final byte[] found = new byte[Frame.payloadLength(window.buffer(), frameIndex)];
        window.buffer().getBytes(frameIndex + Frame.HEADER_LENGTH, found);

        return ByteBuffer.wrap(found).equals(ByteBuffer.wrap(chain.header().configuration()));
    }

    private void step()
    {
        previousOffset = lastOffset;
        lastOffset = offset;
        number++;
        offset = SegmentFormat.nextOffset(offset, frameLength);
    }

    private void check(final boolean isSound, final String format, final Object... values) throws DamagedException
    {
        if (!isSound)
        {
            throw damaged(format, values);
        }
    }

    private DamagedException damaged(final String format, final Object... values)
    {
        return new DamagedException(file, segment, number + 1L, offset, String.format(Locale.ROOT, format, values));
    }
}
