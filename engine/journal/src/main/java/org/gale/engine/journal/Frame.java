package org.gale.engine.journal;

import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Layout of a frame, format version {@link #FORMAT_VERSION}, little-endian. One excerpt of a segment is one frame.
 * <pre>
 *  offset  length
 *    0       4     magic "GALF"
 *    4       4     CRC32C of all bytes from 8 to the end of the frame, padding included
 *    8       4     length of the payload in bytes, without padding
 *   12       2     format version
 *   14       2     kind: 1 opening, 2 configuration, 3 commands, 4 digest, 5 snapshot, 6 closing, 7 device
 *   16       4     semantics version: what the commands mean
 *   20       8     first sequence: number of the first command, or of the next one when there is none
 *   28       4     count of commands
 *   32       4     number of the frame in its segment; the opening frame is 0
 *   36       8     time in ns since the first phase of the run began; 0 before
 *   44       8     hash of the previous frame of the chain
 *   52             payload, then zeros up to a length that is 4 more than a multiple of 8
 * </pre>
 * A frame lies 4 bytes after a multiple of 8, so that every long and the payload are aligned. The chain begins with the
 * journal's id and leaves the opening frames out. Commands are numbered from 1 without gaps.
 */
public final class Frame
{
    public static final int MAGIC = 0x464c_4147;
    public static final int FORMAT_VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int CRC_OFFSET = MAGIC_OFFSET + Integer.BYTES;
    public static final int PAYLOAD_LENGTH_OFFSET = CRC_OFFSET + Integer.BYTES;
    public static final int FORMAT_VERSION_OFFSET = PAYLOAD_LENGTH_OFFSET + Integer.BYTES;
    public static final int KIND_OFFSET = FORMAT_VERSION_OFFSET + Short.BYTES;
    public static final int SEMANTICS_VERSION_OFFSET = KIND_OFFSET + Short.BYTES;
    public static final int FIRST_SEQUENCE_OFFSET = SEMANTICS_VERSION_OFFSET + Integer.BYTES;
    public static final int COUNT_OFFSET = FIRST_SEQUENCE_OFFSET + Long.BYTES;
    public static final int NUMBER_OFFSET = COUNT_OFFSET + Integer.BYTES;
    public static final int TIME_OFFSET = NUMBER_OFFSET + Integer.BYTES;
    public static final int PREVIOUS_HASH_OFFSET = TIME_OFFSET + Long.BYTES;
    public static final int HEADER_LENGTH = PREVIOUS_HASH_OFFSET + Long.BYTES;

    /** Offset from which on the CRC covers the frame. */
    public static final int CRC_COVERS_FROM = PAYLOAD_LENGTH_OFFSET;
    /** Offset in the payload of a snapshot frame of the number of the part, a long. */
    public static final int SNAPSHOT_PART_OFFSET = 0;
    /** Length of the longest frame, the largest up to 256 KiB that is 4 more than a multiple of 8. */
    public static final int LENGTH_LIMIT = 256 * 1024 - Integer.BYTES;
    /** Number of the first command of a journal. */
    public static final long FIRST_SEQUENCE = 1;

    /** Kind of excerpt 0 of each segment, outside the chain: journal id, segment number, length of the block. */
    public static final int OPENING = 1;
    /** Kind of the first frame of the chain: the whole configuration. */
    public static final int CONFIGURATION = 2;
    /** Kind of a frame of commands as words. */
    public static final int COMMANDS = 3;
    /** Kind of a digest of the state. */
    public static final int DIGEST = 4;
    /** Kind of a part of a snapshot of the state. The payload begins with a long, the number of the part, from 0. */
    public static final int SNAPSHOT = 5;
    /** Kind of the last frame of a journal that was closed. */
    public static final int CLOSING = 6;
    /** Kind of a frame of what a device and its client exchanged. */
    public static final int DEVICE = 7;
    /** The highest kind. */
    public static final int LAST_KIND = DEVICE;

    /**
     * Payload of a closing frame, a long, where the writer accepted nothing more before its owner had ended, as on a
     * full disk, and no verdict is known. Such a run can be resumed. Other closing frames have no
     * payload, that of {@link ClosingPayload}, or their owner's.
     */
    public static final long STOPPED_SHORT = 0x5354_4f50;

    private static final String[] KIND_NAMES =
        { "none", "opening", "configuration", "commands", "digest", "snapshot", "closing", "device" };
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    static
    {
        assert (HEADER_LENGTH & 7) == 4 : "a payload is not aligned";
        assert CRC_COVERS_FROM == CRC_OFFSET + Integer.BYTES : "a field is not covered";
        assert (FIRST_SEQUENCE_OFFSET & 7) == 4 && (TIME_OFFSET & 7) == 4 && (PREVIOUS_HASH_OFFSET & 7) == 4;
        assert isLength(LENGTH_LIMIT) && !isLength(LENGTH_LIMIT + Long.BYTES + Long.BYTES - 1);
        assert KIND_NAMES.length == LAST_KIND + 1 : "a kind has no name";
    }

    private Frame()
    {
    }

    /** Returns whether a number is one of the kinds above. */
    public static boolean isKind(final int kind)
    {
        return kind >= OPENING && kind <= LAST_KIND;
    }

    /** Returns the kind's name, lower case, or its number. */
    public static String kindName(final int kind)
    {
        return isKind(kind) ? KIND_NAMES[kind] : "kind " + kind;
    }

    /** Returns the length in bytes of a frame by that of its payload, padding included. */
    public static int totalLength(final int payloadLengthBytes)
    {
        return HEADER_LENGTH + ((payloadLengthBytes + 7) & ~7);
    }

    /** Returns the length of the longest payload of a frame within a limit. */
    public static int payloadLimit(final int frameLimitBytes)
    {
        return (frameLimitBytes - HEADER_LENGTH) & ~7;
    }

    /** Returns whether a frame can have this length. */
    public static boolean isLength(final int lengthBytes)
    {
        return lengthBytes >= HEADER_LENGTH && lengthBytes <= LENGTH_LIMIT && (lengthBytes & 7) == 4;
    }

    /** Returns whether a snapshot frame holds the first part of a snapshot. */
    static boolean isFirstPart(final DirectBuffer buffer, final int offset)
    {
        return payloadLength(buffer, offset) >= Long.BYTES &&
            buffer.getLong(offset + HEADER_LENGTH + SNAPSHOT_PART_OFFSET, LITTLE_ENDIAN) == 0;
    }

    public static int magic(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + MAGIC_OFFSET, LITTLE_ENDIAN);
    }

    public static int crc(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + CRC_OFFSET, LITTLE_ENDIAN);
    }

    public static int payloadLength(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    public static int formatVersion(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + FORMAT_VERSION_OFFSET, LITTLE_ENDIAN) & 0xffff;
    }

    public static int kind(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + KIND_OFFSET, LITTLE_ENDIAN) & 0xffff;
    }

    public static int semanticsVersion(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + SEMANTICS_VERSION_OFFSET, LITTLE_ENDIAN);
    }

    public static long firstSequence(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + FIRST_SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static int count(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + COUNT_OFFSET, LITTLE_ENDIAN);
    }

    public static int number(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    /** Returns the time since the first phase of the run began, ns; 0 where there is none. */
    public static long timeNs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + TIME_OFFSET, LITTLE_ENDIAN);
    }

    public static long previousHash(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + PREVIOUS_HASH_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Returns the hash of a frame, which the next one carries. The CRC covers all bytes of the frame, the previous hash
     * among them, so that the hash depends on the whole chain.
     */
    public static long hash(final long previousHash, final int crc, final int lengthBytes)
    {
        return mix(mix(previousHash + GOLDEN) ^ ((long)crc << 32 | lengthBytes));
    }

    /** Mixes a value as the file format says: the last step of SplitMix64. Digests mix by another function. */
    private static long mix(final long value)
    {
        final long first = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        final long second = (first ^ (first >>> 27)) * 0x94d0_49bb_1331_11ebL;

        return second ^ (second >>> 31);
    }
}
