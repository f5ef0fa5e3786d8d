package org.gale.engine.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writer of a trace. All words are little-endian, and numbers in blocks have seven bits a byte, the lowest first.
 * <pre>
 *   header   8 bytes of magic, then a block of vectors
 *   block    length of the payload, records in it, CRC32C of the payload: 4 bytes each; then the payload
 *   vector   kind, length of the name, name in UTF-8
 *   event    time since the event before, vector, CPU, service time + 1 or 0 for none
 *   end      a block of length 0 whose count is all events, in its low 32 bits, and whose CRC32C is that of all
 *            bytes before
 * </pre>
 */
public final class TraceWriter
{
    /** First bytes of each trace; the last one is the version. */
    static final long MAGIC = 0x01_43_52_54_45_4c_41_47L;
    static final int HEAD_BYTES = 12;
    static final int BLOCK_LIMIT = 1 << 16;

    private static final int RECORD_LIMIT = 40;
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 0x80;

    private final OutputStream out;
    private final CRC32C whole = new CRC32C();
    private final CRC32C crc = new CRC32C();
    private final byte[] payload = new byte[BLOCK_LIMIT];
    private int length;
    private int count;
    private long eventCount;

    private TraceWriter(final OutputStream out)
    {
        this.out = out;
    }

    /** Writes a trace of the events that follow. The stream is not closed. */
    public static void write(final List<TraceVector> vectors, final TraceEvents events, final OutputStream out)
        throws IOException
    {
        final TraceWriter writer = new TraceWriter(out);
        writer.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC).array(), Long.BYTES);
        writer.vectors(vectors);
        writer.events(events);
        writer.head(0, (int)writer.eventCount, (int)writer.whole.getValue());
    }

    private void vectors(final List<TraceVector> vectors) throws IOException
    {
        for (final TraceVector vector : vectors)
        {
            final byte[] name = vector.name().getBytes(UTF_8);
            room(RECORD_LIMIT + name.length);
            number(vector.kind().code());
            number(name.length);
            System.arraycopy(name, 0, payload, length, name.length);
            length += name.length;
            count++;
        }
        block();
        head(0, vectors.size(), (int)whole.getValue());
    }

    private void events(final TraceEvents events) throws IOException
    {
        long beforeNs = 0;
        while (events.next())
        {
            room(RECORD_LIMIT);
            number(eventCount == 0 ? 0 : events.timeNs() - beforeNs);
            number(events.vector());
            number(events.cpu());
            number(events.serviceNs() - TraceEvents.NO_SERVICE);
            count++;
            eventCount++;
            beforeNs = events.timeNs();
        }
        block();
    }

    private void room(final int bytes) throws IOException
    {
        if (length + bytes > BLOCK_LIMIT)
        {
            block();
        }
    }

    private void block() throws IOException
    {
        if (count > 0)
        {
            crc.reset();
            crc.update(payload, 0, length);
            head(length, count, (int)crc.getValue());
            write(payload, length);
            length = 0;
            count = 0;
        }
    }

    private void head(final int bytes, final int records, final int sum) throws IOException
    {
        final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        write(head.putInt(bytes).putInt(records).putInt(sum).array(), HEAD_BYTES);
    }

    private void write(final byte[] bytes, final int byteCount) throws IOException
    {
        whole.update(bytes, 0, byteCount);
        out.write(bytes, 0, byteCount);
    }

    private void number(final long value)
    {
        long rest = value;
        while (rest >= MORE)
        {
            payload[length++] = (byte)(rest | MORE);
            rest >>>= SEVEN_BITS;
        }
        payload[length++] = (byte)rest;
    }
}
