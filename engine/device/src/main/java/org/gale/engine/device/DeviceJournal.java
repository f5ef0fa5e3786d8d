package org.gale.engine.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.record.DevicePayload;

/**
 * Journal of what a device and its client exchange. It never lets the answering thread wait: frames for which there is
 * no space yet are kept. One that accepts nothing more ends, and the device goes on. Owner: the answering thread.
 */
public final class DeviceJournal implements Recorder, AutoCloseable
{
    private static final int WAITING_LIMIT = 1 << 8;

    private final JournalWriter writer;
    private final Consumer<String> log;
    private final UnsafeBuffer frame;
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int length;
    private long nowNs;
    private boolean isBroken;

    private DeviceJournal(final JournalWriter writer, final Consumer<String> log)
    {
        this.writer = writer;
        this.log = log;
        frame = new UnsafeBuffer(new byte[writer.payloadLimit()]);
    }

    /**
     * Makes a journal in a directory that is absent or empty.
     *
     * @param configuration what the journal begins with
     * @param log           takes a line for the user
     * @throws OutcomeException if the host refuses
     */
    public static DeviceJournal create(
        final Path directory, final RunConfiguration configuration, final Consumer<String> log)
    {
        assert configuration.isDevice();
        try
        {
            return new DeviceJournal(
                new JournalOpening(JournalConfig.DEFAULT).create(directory, configuration.toBytes()), log);
        }
        catch (final JournalException ex)
        {
            throw new OutcomeException(ex.reason() == JournalException.Reason.NOT_EMPTY ? Outcome.USAGE :
                Outcome.RESOURCES, ex.getMessage(), ex);
        }
    }

    /** Sets the time of what follows, ns. */
    public void at(final long ns)
    {
        nowNs = ns;
    }

    @Override
    public void message(final ByteBuffer bytes, final int descriptors)
    {
        add(DevicePayload.MESSAGE, descriptors, bytes);
    }

    @Override
    public void reply(final ByteBuffer bytes)
    {
        add(DevicePayload.REPLY, 0, bytes);
    }

    @Override
    public void interrupt(final int vector)
    {
        add(DevicePayload.INTERRUPT, vector, word.clear().limit(0));
    }

    @Override
    public void stamp(final int operation, final long value)
    {
        add(DevicePayload.STAMP, operation, word.clear().putLong(0, value));
    }

    /** Adds a record, in pieces if it is longer than what is left of the frame. */
    private void add(final int kind, final int number, final ByteBuffer bytes)
    {
        boolean isMore = !isBroken;
        while (isMore)
        {
            if (frame.capacity() - length < DevicePayload.length(Long.BYTES))
            {
                endFrame();
            }
            final int room = frame.capacity() - length - DevicePayload.HEADER & -Long.BYTES;
            final int part = Math.min(bytes.remaining(), room);
            isMore = part < bytes.remaining();
            DevicePayload.encode(frame, length, nowNs, kind | (isMore ? DevicePayload.MORE : 0), number, part);
            frame.putBytes(length + DevicePayload.HEADER, bytes, bytes.position(), part);
            bytes.position(bytes.position() + part);
            length += DevicePayload.length(part);
        }
    }

    private void endFrame()
    {
        waiting.add(Arrays.copyOf(frame.byteArray(), length));
        frame.setMemory(0, length, (byte)0);
        length = 0;
        drain();
    }

    /** Lets the journal take what it has space for. */
    public void flush()
    {
        if (length > 0 && waiting.isEmpty() && !isBroken)
        {
            endFrame();
        }
        drain();
    }

    private void drain()
    {
        boolean isTaken = true;
        while (isTaken && !isBroken && !waiting.isEmpty())
        {
            final byte[] next = waiting.peek();
            writer.frame().putBytes(writer.payloadOffset(), next);
            final AppendResult result = writer.offer(Frame.DEVICE, 0, next.length);
            isTaken = result == AppendResult.APPENDED;
            if (isTaken)
            {
                waiting.remove();
            }
            else if (result == AppendResult.REFUSED || waiting.size() > WAITING_LIMIT)
            {
                breakOff(writer.failure() == null ? "the disk is too slow" : writer.failure().message());
            }
        }
    }

    private void breakOff(final String reason)
    {
        isBroken = true;
        waiting.clear();
        log.accept("the journal ends here: " + reason);
    }

    /** Returns whether all that was exchanged is in the journal. */
    public boolean isWhole()
    {
        return !isBroken;
    }

    /** Ends the journal without a verdict, after all that was recorded. The client has gone, so this may wait. */
    @Override
    public void close()
    {
        close(null);
    }

    /**
     * Ends the journal, after all that was recorded. The client has gone, so this may wait.
     *
     * @param verdict of the device's run; null if there is none
     */
    public void close(final ClosingPayload verdict)
    {
        flush();
        for (int turn = 0; !isBroken && (length > 0 || !waiting.isEmpty()); turn++)
        {
            writer.awaitSpace(turn);
            flush();                                                // the frame in hand follows those that wait
        }
        if (isBroken)
        {
            writer.closeShort();
        }
        else
        {
            writer.close(verdict);
        }
    }
}
