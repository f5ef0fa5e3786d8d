package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Payload of a device frame: records in the order in which things happened, each little-endian and padded with zeros to
 * a multiple of 8. This is a cursor over them, which never leaves the payload.
 * <pre>
 *    0   time since the device began to wait for its client, ns, a long
 *    8   kind, 0 to 3; with {@link #MORE} if the data goes on in the next record
 *   12   number: descriptors of a message, vector of an interrupt, operation of a stamp
 *   16   length of the data
 *   20   zero
 *   24   data: a message or a reply with its header, nothing, or a word
 * </pre>
 */
public final class DevicePayload
{
    /** Kind of a message of the client. */
    public static final int MESSAGE = 0;
    /** Kind of a reply of the device. */
    public static final int REPLY = 1;
    /** Kind of an interrupt: a write to the eventfd of a vector. */
    public static final int INTERRUPT = 2;
    /** Kind of a stamp that the model of a drive is fed with. */
    public static final int STAMP = 3;
    /** Bit of a kind whose data goes on in the next record. */
    public static final int MORE = 1 << 8;
    /** Number of kinds. */
    public static final int KINDS = STAMP + 1;
    /** Length of a record without its data. */
    public static final int HEADER = 24;

    private static final int KIND_OFFSET = 8;
    private static final int NUMBER_OFFSET = 12;
    private static final int LENGTH_OFFSET = 16;

    private DirectBuffer buffer;
    private int next;
    private int at;
    private int end;

    /** Returns the length of a record by that of its data, padding included. */
    public static int length(final int dataLength)
    {
        return HEADER + (dataLength + Long.BYTES - 1 & -Long.BYTES);
    }

    /** Writes a record without its data, whose padding is zero already. */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long ns,
        final int kind,
        final int number,
        final int dataLength)
    {
        buffer.putLong(offset, ns, LITTLE_ENDIAN);
        buffer.putInt(offset + KIND_OFFSET, kind, LITTLE_ENDIAN);
        buffer.putInt(offset + NUMBER_OFFSET, number, LITTLE_ENDIAN);
        buffer.putLong(offset + LENGTH_OFFSET, dataLength, LITTLE_ENDIAN);
    }

    /** Sets the cursor before the first record of a payload, and returns it. */
    public DevicePayload wrap(final DirectBuffer payload, final int offset, final int lengthBytes)
    {
        buffer = payload;
        next = offset;
        end = offset + lengthBytes;

        return this;
    }

    /** Moves to the next record, and returns false at the end, or where no whole record follows. */
    public boolean next()
    {
        final int left = end - next - HEADER;
        if (left < 0)
        {
            return false;
        }
        final long length = buffer.getLong(next + LENGTH_OFFSET, LITTLE_ENDIAN);
        final int kind = buffer.getInt(next + KIND_OFFSET, LITTLE_ENDIAN) & ~MORE;
        if (length < 0 || length > left || kind < 0 || kind >= KINDS)
        {
            return false;
        }
        at = next;
        next = Math.min(end, at + length((int)length));

        return true;
    }

    /** Returns whether all of the payload was read. */
    public boolean isAtEnd()
    {
        return next == end;
    }

    /** Returns the time of the record, ns. */
    public long timeNs()
    {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    /** Returns the kind of the record. */
    public int kind()
    {
        return buffer.getInt(at + KIND_OFFSET, LITTLE_ENDIAN) & ~MORE;
    }

    /** Returns whether the data goes on in the next record. */
    public boolean hasMore()
    {
        return (buffer.getInt(at + KIND_OFFSET, LITTLE_ENDIAN) & MORE) != 0;
    }

    /** Returns the number of the record: of descriptors, a vector or an operation. */
    public int number()
    {
        return buffer.getInt(at + NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    /** Returns the length of the data of the record. */
    public int dataLength()
    {
        return buffer.getInt(at + LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    /** Returns the offset of the data in the buffer. */
    public int dataOffset()
    {
        return at + HEADER;
    }
}
