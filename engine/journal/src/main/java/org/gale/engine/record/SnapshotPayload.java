package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Semantics;
import org.gale.engine.journal.Frame;
import org.gale.engine.machine.Machine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Payload of a snapshot frame, little-endian: a part of the state that {@link Machine#save}
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

    static
    {
        assert PART_OFFSET == 0 && STATE_OFFSET % Long.BYTES == 0;
        assert LAST + Semantics.VERSION == (LAST | Semantics.VERSION) : "a version reaches into the mark";
    }

    private SnapshotPayload()
    {
    }

    /**
     * Writes the header that precedes the state.
     *
     * @param offset of the payload, bytes
     * @param part   number of the part, from 0
     * @param isLast true for the last part of a snapshot
     */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long part,
        final long sequence,
        final boolean isLast)
    {
        assert part >= 0 && sequence >= 0 : part + ", " + sequence;

        buffer.putLong(offset + PART_OFFSET, part, LITTLE_ENDIAN);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(offset + VERSION_OFFSET, isLast ? LAST | Semantics.VERSION : Semantics.VERSION, LITTLE_ENDIAN);
    }

    public static long part(final DirectBuffer payload)
    {
        return payload.getLong(PART_OFFSET, LITTLE_ENDIAN);
    }

    public static long sequence(final DirectBuffer payload)
    {
        return payload.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long version(final DirectBuffer payload)
    {
        return payload.getLong(VERSION_OFFSET, LITTLE_ENDIAN) & ~LAST;
    }

    public static boolean isLast(final DirectBuffer payload)
    {
        return payload.getLong(VERSION_OFFSET, LITTLE_ENDIAN) < 0;
    }
}
