package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.journal.Frame;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Payload of a snapshot frame, little-endian: a part of the state that {@link org.gale.engine.machine.Machine#save}
 * writes. The parts of a snapshot follow one another in the journal with nothing between them.
 * <pre>
 *    0   number of the part, from 0
 *    8   number of the last command applied
 *   16   version of the state's layout, and bit 63 in the last part
 *   24   words of the state
 * </pre>
 */
public final class SnapshotPayload
{
    public static final int PART_OFFSET = Frame.SNAPSHOT_PART_OFFSET;
    public static final int SEQUENCE_OFFSET = PART_OFFSET + Long.BYTES;
    public static final int VERSION_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    public static final int STATE_OFFSET = VERSION_OFFSET + Long.BYTES;

    private static final long LAST = 1L << 63;

    private SnapshotPayload()
    {
    }

    /** Writes the header that precedes the state. */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long part,
        final long sequence,
        final int version,
        final boolean isLast)
    {
        buffer.putLong(offset + PART_OFFSET, part, LITTLE_ENDIAN);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(offset + VERSION_OFFSET, isLast ? LAST | version : version, LITTLE_ENDIAN);
    }

    public static long part(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + PART_OFFSET, LITTLE_ENDIAN);
    }

    public static long sequence(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long version(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + VERSION_OFFSET, LITTLE_ENDIAN) & ~LAST;
    }

    public static boolean isLast(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + VERSION_OFFSET, LITTLE_ENDIAN) < 0;
    }
}
