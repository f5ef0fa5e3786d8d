package org.gale.engine.trace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reader of a trace, which holds one block at a time. */
public final class TraceReader implements TraceEvents, AutoCloseable
{
    private static final int SEVEN_BITS = 7;
    private static final int LOW_BITS = 0x7f;
    private static final int LAST_SHIFT = 63;
    private static final long VERSION_SHIFT = 56;

    private final Path path;
    private final InputStream in;
    private final CRC32C whole = new CRC32C();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer head = ByteBuffer.allocate(TraceWriter.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] payload = new byte[TraceWriter.BLOCK_LIMIT];
    private final List<TraceVector> vectors = new ArrayList<>();
    private int block;
    private int left;
    private int position;
    private int length;
    private long count;
    private long timeNs;
    private long serviceNs;
    private int vector;
    private int cpu;

    private TraceReader(final Path path, final InputStream in)
    {
        this.path = path;
        this.in = in;
    }

    /**
     * Opens a trace and reads its vectors.
     *
     * @throws OutcomeException if the file is no trace, is of another version, or is damaged
     */
    public static TraceReader open(final Path path) throws IOException
    {
        final TraceReader reader = new TraceReader(path, new BufferedInputStream(Files.newInputStream(path)));
        boolean isOpen = false;
        try
        {
            reader.magic();
            reader.readVectors();
            isOpen = true;
        }
        finally
        {
            if (!isOpen)
            {
                reader.close();
            }
        }

        return reader;
    }

    /** Returns the vectors by their indexes. */
    public List<TraceVector> vectors()
    {
        return List.copyOf(vectors);
    }

    /** Goes to the next event; false behind the last one, once the whole file is proved sound. */
    @Override
    public boolean next() throws IOException
    {
        if (left == 0 && !readBlock())
        {
            check(in.read() < 0);

            return false;
        }
        timeNs += number();
        final long source = number();
        final long processor = number();
        serviceNs = number() + NO_SERVICE;
        check(timeNs >= 0 && source >= 0 && source < vectors.size());
        check(processor >= 0 && processor < EventSort.CPU_LIMIT);
        vector = (int)source;
        cpu = (int)processor;
        endRecord();

        return true;
    }

    /** Returns the time of the event since the first one. */
    @Override
    public long timeNs()
    {
        return timeNs;
    }

    @Override
    public long serviceNs()
    {
        return serviceNs;
    }

    @Override
    public int vector()
    {
        return vector;
    }

    @Override
    public int cpu()
    {
        return cpu;
    }

    @Override
    public void close() throws IOException
    {
        in.close();
    }

    private void magic() throws IOException
    {
        final byte[] first = in.readNBytes(Long.BYTES);
        final long magic = first.length < Long.BYTES ? 0 :
            ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (magic << Byte.SIZE != TraceWriter.MAGIC << Byte.SIZE)
        {
            throw new OutcomeException(Outcome.USAGE, path + ": is no trace ('gale import' makes one of a text)");
        }
        if (magic != TraceWriter.MAGIC)
        {
            throw new OutcomeException(Outcome.USAGE, path + ": is a trace of version " + (magic >>> VERSION_SHIFT) +
                ", and this gale reads version " + (TraceWriter.MAGIC >>> VERSION_SHIFT) + " (import the text again)");
        }
        whole.update(first);
    }

    private void readVectors() throws IOException
    {
        final TraceVector.VectorKind[] kinds = TraceVector.VectorKind.values();
        while (readBlock())
        {
            while (left > 0)
            {
                final long kind = number();
                final long bytes = number();
                check(kind >= 0 && kind < kinds.length && bytes >= 0 && bytes <= length - position);
                vectors.add(new TraceVector(new String(payload, position, (int)bytes, UTF_8), kinds[(int)kind]));
                position += (int)bytes;
                endRecord();
            }
        }
        count = 0;
    }

    /** Reads a block; false at the end of the vectors or of the events. */
    private boolean readBlock() throws IOException
    {
        block++;
        final long sum = whole.getValue();
        check(in.readNBytes(head.array(), 0, TraceWriter.HEAD_BYTES) == TraceWriter.HEAD_BYTES);
        whole.update(head.array());
        length = head.getInt(0);
        left = head.getInt(Integer.BYTES);
        final int expected = head.getInt(2 * Integer.BYTES);
        if (length == 0)
        {
            check(left == (int)count && expected == (int)sum);
            left = 0;

            return false;
        }
        check(length > 0 && length <= payload.length && left > 0 && in.readNBytes(payload, 0, length) == length);
        whole.update(payload, 0, length);
        crc.reset();
        crc.update(payload, 0, length);
        check(expected == (int)crc.getValue());
        count += left;
        position = 0;

        return true;
    }

    private void endRecord()
    {
        left--;
        check(left > 0 || position == length);
    }

    private long number()
    {
        long value = 0;
        for (int shift = 0; shift < LAST_SHIFT; shift += SEVEN_BITS)
        {
            check(position < length);
            final byte next = payload[position++];
            value |= (long)(next & LOW_BITS) << shift;
            if (next >= 0)
            {
                return value;
            }
        }
        check(false);

        return value;
    }

    private void check(final boolean isSound)
    {
        if (!isSound)
        {
            throw new OutcomeException(Outcome.JOURNAL_DAMAGED,
                path + ": block " + block + " is damaged (import the text again)");
        }
    }
}
