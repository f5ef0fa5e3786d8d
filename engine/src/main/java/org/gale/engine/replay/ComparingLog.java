package org.gale.engine.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameBuffer;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;

/**
 * Log of a run that is repeated from its beginning, where a journal holds the first part of it. Each frame is compared
 * with that of the journal up to its end, and appended behind it. The journal is not changed before. Frames and bytes
 * are those of a run without an interruption. Owned by the engine's thread.
 * <pre>
 *   journal   frame  frame  frame |
 *   run       equal  equal  equal | append  append ...
 * </pre>
 */
public final class ComparingLog implements FrameLog
{
    private static final int PAYLOAD_OFFSET = FrameBuffer.START + Frame.HEADER_LENGTH;
    private static final int ALIGNMENT = 64;
    private static final long NO_PART = -1;

    private final Path directory;
    private final JournalOpening opening;
    private final BooleanSupplier isInterrupted;
    private final JournalReader reader;
    private final UnsafeBuffer frame;
    private final UnsafeBuffer ofRun = new UnsafeBuffer(new byte[0]);
    private final UnsafeBuffer ofJournal = new UnsafeBuffer(new byte[0]);
    private final long frameLimit;
    private JournalWriter writer;
    private long framesRead;
    private long frames;
    private long bytes;
    private long bytesBefore;
    private long nextSequence = Frame.FIRST_SEQUENCE;
    private long lastPart = NO_PART;
    private long timeNs;
    private boolean isClosed;

    /**
     * Creates the log.
     *
     * @param summary       of the journal, which is sound
     * @param opening       resumes the journal at its end
     * @param isInterrupted true once the user wants an end: nothing is changed then
     * @throws IOException if the host cannot read the journal, or somebody has it open
     */
    public ComparingLog(
        final Path directory,
        final JournalSummary summary,
        final JournalOpening opening,
        final BooleanSupplier isInterrupted) throws IOException
    {
        this.directory = directory;
        this.opening = opening;
        this.isInterrupted = isInterrupted;
        this.frameLimit = summary.settledFrames();
        this.frame = new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(FrameBuffer.START + summary.header().frameLimitBytes(), ALIGNMENT));
        this.reader = JournalReader.open(directory);
    }

    @Override
    public UnsafeBuffer frame()
    {
        return writer == null ? frame : writer.frame();
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return writer == null ? frame : writer.frame(number - frames);
    }

    @Override
    public int heldFrames()
    {
        return writer == null ? 1 : writer.heldFrames();
    }

    @Override
    public int payloadOffset()
    {
        return PAYLOAD_OFFSET;
    }

    @Override
    public int payloadLimit()
    {
        return Frame.payloadLimit(reader.header().frameLimitBytes());
    }

    @Override
    public void time(final long ns)
    {
        timeNs = ns;
        if (writer != null)
        {
            writer.time(ns);
        }
    }

    @Override
    public long appendedFrames()
    {
        return frames + (writer == null ? 0 : writer.appendedFrames());
    }

    @Override
    public long acknowledgedFrames()
    {
        return frames + (writer == null ? 0 : writer.acknowledgedFrames());
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        return isEqual(Frame.COMMANDS, count, lengthBytes) ?
            AppendResult.APPENDED : writer.appendCommands(count, lengthBytes);
    }

    @Override
    public void awaitSpace(final int turn)
    {
        writer.awaitSpace(turn);
    }

    @Override
    public boolean appendDigest(final int lengthBytes)
    {
        return isEqual(Frame.DIGEST, 0, lengthBytes) || writer.appendDigest(lengthBytes);
    }

    @Override
    public boolean takesSnapshots()
    {
        return true;
    }

    @Override
    public boolean wantsSnapshot()
    {
        return writer != null && writer.wantsSnapshot();
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        return isEqual(Frame.SNAPSHOT, 0, lengthBytes) || writer.appendSnapshot(lengthBytes);
    }

    @Override
    public long forceNs()
    {
        return writer == null ? 0 : writer.forceNs();
    }

    @Override
    public boolean beginForce(final long commands)
    {
        return writer == null || writer.beginForce(commands);
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return writer == null || writer.flush(now, nowNs);
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        if (writer != null)
        {
            writer.reserveAhead(isIdle);
        }
    }

    @Override
    public long nextSequence()
    {
        return writer == null ? nextSequence : writer.nextSequence();
    }

    @Override
    public JournalFailure failure()
    {
        return writer == null ? null : writer.failure();
    }

    @Override
    public long bytes()
    {
        return bytes + (writer == null ? 0 : writer.bytes() - bytesBefore);
    }

    /**
     * Ends the log.
     *
     * @throws OutcomeException if the journal has frames that the run did not come to
     */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        if (writer == null && hasNext())
        {
            throw differs(FrameDifference.ofEnd(reader, nextSequence));
        }
        isClosed = true;
        if (writer == null)
        {
            resume();
        }
        writer.close();
    }

    /** Ends the log of a run that has failed; a journal that was compared is left as it is. */
    @Override
    public void closeShort()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        if (writer == null)
        {
            closeReader();
        }
        else
        {
            writer.closeShort();
        }
    }

    /**
     * Compares the frame with that of the journal. At the end of the journal it moves the frame to the journal's
     * writer, which is to append it.
     *
     * @return true if it is equal, false if the journal has no such frame yet
     * @throws OutcomeException if it differs, or the user wants an end
     */
    private boolean isEqual(final int kind, final int count, final int lengthBytes)
    {
        if (writer != null)
        {
            return false;
        }
        if (isInterrupted.getAsBoolean())
        {
            throw new OutcomeException(Outcome.INTERRUPTED, "interrupted before the resume: nothing was changed");
        }
        if (!hasNext())
        {
            resume();
            writer.time(timeNs);
            writer.frame().putBytes(writer.payloadOffset(), frame, PAYLOAD_OFFSET, lengthBytes);

            return false;
        }
        if (kind != reader.kind() || count != reader.count() || timeNs != reader.timeNs() ||
            !hasEqualPayload(lengthBytes))
        {
            throw differs(FrameDifference.of(reader, nextSequence, kind, frame, PAYLOAD_OFFSET, lengthBytes, timeNs));
        }
        lastPart = kind == Frame.SNAPSHOT ? part(reader) : NO_PART;
        nextSequence += count;
        count(reader);

        return true;
    }

    /** Moves to the next frame that the run has to come to. Returns false at the end of the journal. */
    private boolean hasNext()
    {
        try
        {
            boolean isSkipped = true;
            while (isSkipped)
            {
                if (framesRead == frameLimit)
                {
                    return false;
                }
                read();
                isSkipped = reader.kind() == Frame.CONFIGURATION || reader.kind() == Frame.CLOSING || isPartAgain();
            }

            return true;
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private void read() throws IOException
    {
        if (!reader.next())
        {
            JournalErrors.checkSound(directory, reader.end());
            throw new OutcomeException(Outcome.USAGE, directory + ": somebody else has changed it");
        }
        framesRead++;
        if (reader.kind() == Frame.CONFIGURATION)
        {
            count(reader);
        }
    }

    /** Returns whether a resume before has begun a snapshot again whose writer had died between two parts. */
    private boolean isPartAgain()
    {
        return reader.kind() == Frame.SNAPSHOT && part(reader) <= lastPart;
    }

    private static long part(final JournalReader reader)
    {
        return reader.buffer().getLong(reader.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET, LITTLE_ENDIAN);
    }

    private void count(final JournalReader counted)
    {
        frames++;
        bytes += Integer.BYTES + Frame.totalLength(counted.payloadLength());
    }

    private boolean hasEqualPayload(final int lengthBytes)
    {
        ofRun.wrap(frame, PAYLOAD_OFFSET, lengthBytes);
        ofJournal.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());

        return ofRun.equals(ofJournal);
    }

    /** Seals what is there, and resumes the journal behind its last frame. */
    private void resume()
    {
        try
        {
            boolean isMore = true;
            while (isMore)
            {
                isMore = reader.next();
            }
            JournalErrors.checkSound(directory, reader.end());
            bytesBefore = reader.end().bytes();
            writer = opening.resume(reader);
            reader.close();
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private void closeReader()
    {
        try
        {
            reader.close();
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private OutcomeException differs(final FrameDifference difference)
    {
        return new OutcomeException(Outcome.DIVERGED, directory + ": its run repeated differs " + difference.text() +
            System.lineSeparator() + "  Nothing was changed. Another machine, job or version wrote it, or gale has a " +
            "fault.");
    }
}
