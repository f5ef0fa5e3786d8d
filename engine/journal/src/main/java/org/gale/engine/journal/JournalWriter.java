package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import org.gale.engine.config.NumberText;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Writer of a journal: the log that keeps its frames. Helpers make segments ahead, force and seal. An append allocates
 * nothing.
 *
 * <p>The effects of a frame may be seen once it is acknowledged: with {@link Durability#PROCESS} when append returns
 * true, with {@link Durability#FORCED} when {@link #acknowledgedFrames()} passes it. When there is no space, append
 * returns false and {@link #failure()} has the reason. All acknowledged frames stay readable.
 */
public final class JournalWriter implements FrameLog
{
    /** Length of the longest payload of a closing frame in bytes. */
    public static final int CLOSING_PAYLOAD_LIMIT = SegmentFormat.CLOSING_PAYLOAD_LIMIT;

    private final JournalHeader header;
    private final JournalConfig config;
    private final JournalHost host;
    private final JournalState state;
    private final Mark mark;
    private final AppendSpace space;
    private final JournalMistake mistake;
    private final FrameBuffer[] frames;
    private final Acknowledgement acknowledgement;

    private long nextSequence;
    private long hash;
    private long bytes;
    /** Time of the frames that are appended, since the first phase of the run began. */
    private long timeNs;
    /** True after an append has failed: the content of the segment's file is unknown. */
    private boolean isBroken;
    private boolean isEnded;
    private boolean isClosed;
    private boolean isShort;
    /** Verdict of the run; null until it is known. */
    private ClosingPayload verdict;

    JournalWriter(
        final OpenJournal journal, final JournalConfig config, final JournalHost host, final SpaceReserve reserve)
        throws IOException
    {
        this.header = journal.file().header();
        this.config = config;
        this.host = host;
        this.mark = journal.mark();
        this.mistake = journal.mistake();
        this.state = new JournalState(journal.directory());
        this.nextSequence = journal.end().nextSequence();
        this.hash = journal.end().hash();
        this.bytes = journal.end().bytes();
        space = new AppendSpace(journal, config, state, host, reserve);
        acknowledgement = new Acknowledgement(config, state, host, mark, space);
        frames = new FrameBuffer[acknowledgement.heldFrames()];
        for (int i = 0; i < frames.length; i++)
        {
            frames[i] = new FrameBuffer(header.frameLimitBytes());
        }
    }

    @Override
    public UnsafeBuffer frame()
    {
        return frame(acknowledgement.appendedFrames());
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return frames[(int)(number % frames.length)].buffer();
    }

    @Override
    public int heldFrames()
    {
        return frames.length;
    }

    @Override
    public int payloadOffset()
    {
        return FrameBuffer.PAYLOAD_START;
    }

    @Override
    public int payloadLimit()
    {
        return Frame.payloadLimit(header.frameLimitBytes());
    }

    @Override
    public long nextSequence()
    {
        return nextSequence;
    }

    /** Returns the number of frames appended by this writer, the configuration included. */
    @Override
    public long appendedFrames()
    {
        return acknowledgement.appendedFrames();
    }

    @Override
    public long acknowledgedFrames()
    {
        return acknowledgement.acknowledgedFrames();
    }

    /** Returns the bytes of all frames of the journal, headers included. */
    @Override
    public long bytes()
    {
        return bytes;
    }

    /** Returns the number of the segment that is appended to. */
    public int segment()
    {
        return space.current().number();
    }

    @Override
    public void time(final long ns)
    {
        timeNs = ns;
    }

    @Override
    public boolean takesSnapshots()
    {
        return true;
    }

    /** Returns whether a snapshot is due: where segments are purged, each begins with one. */
    @Override
    public boolean wantsSnapshot()
    {
        return space.wantsSnapshot();
    }

    @Override
    public JournalFailure failure()
    {
        return state.failure();
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        return offer(Frame.COMMANDS, count, lengthBytes);
    }

    @Override
    public boolean appendDigest(final int lengthBytes)
    {
        return append(Frame.DIGEST, lengthBytes);
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        return append(Frame.SNAPSHOT, lengthBytes);
    }

    /**
     * Appends the frame whose payload lies in {@link #frame()} and holds no commands. Waits for space where a helper
     * has still to make it. For callers that cannot return to their duty cycle; see {@link #offer}.
     *
     * @param kind digest, snapshot or closing
     * @return false if it was refused; then {@link #failure()} has the reason, and the frame must not be applied
     */
    public boolean append(final int kind, final int payloadLengthBytes)
    {
        AppendResult result = offer(kind, 0, payloadLengthBytes);
        for (int turn = 0; result == AppendResult.NOT_READY; turn++)
        {
            host.idle(turn);
            result = offer(kind, 0, payloadLengthBytes);
        }

        return result == AppendResult.APPENDED;
    }

    @Override
    public void awaitSpace(final int turn)
    {
        host.idle(turn);
    }

    /**
     * Offers the frame whose payload lies in {@link #frame()}. Where a helper has still to make space, nothing changes,
     * and the caller offers the same frame again.
     *
     * @param kind               one of {@link Frame}'s but for opening and configuration. No frame follows a closing
     *                           frame, whose payload has at most {@link #CLOSING_PAYLOAD_LIMIT} bytes
     * @param count              commands in the frame, 0 unless it is of the kind commands
     * @param payloadLengthBytes 0 to {@link #payloadLimit()}
     * @return {@link AppendResult#REFUSED} once {@link #failure()} has a reason; the frame must not be applied then
     */
    public AppendResult offer(final int kind, final int count, final int payloadLengthBytes)
    {
        if (kind <= Frame.CONFIGURATION || !Frame.isKind(kind) || (kind == Frame.COMMANDS) != (count > 0))
        {
            throw new IllegalArgumentException("not a frame to append: kind=" + kind + ", count=" + count);
        }
        if (payloadLengthBytes < 0 || payloadLengthBytes > payloadLimit(kind))
        {
            throw new IllegalArgumentException("out of range: payloadLengthBytes=" + payloadLengthBytes);
        }
        if (isEnded || isClosed)
        {
            throw new IllegalStateException("the journal has its closing frame");
        }

        acknowledgement.awaitForce();                                           // first: it may fail

        return state.failure() == null ?
            offerFrame(kind, count, payloadLengthBytes) : AppendResult.REFUSED;
    }

    /** Forces waiting frames, with {@link Durability#FORCED}, and returns false if that failed. */
    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return !(now || acknowledgement.isDue(nowNs)) || acknowledgement.force();
    }

    /** Begins to force waiting frames. With a long force and many commands a helper does it meanwhile. */
    @Override
    public boolean beginForce(final long commands)
    {
        return acknowledgement.beginForce(commands);
    }

    @Override
    public long forceNs()
    {
        return acknowledgement.forceNs();
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        space.reserveAhead(isIdle);
    }

    /**
     * Appends a closing frame unless the caller did, seals all segments and deletes those made ahead. Works on a full
     * disk too: every frame leaves room for a closing frame. {@link #failure()} has the reason if it could not be done.
     */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        acknowledgement.awaitForce();
        if (!isEnded && !isBroken())
        {
            isEnded = appendFrame(Frame.CLOSING, closingPayload(state.failure() != null || isShort));
        }
        acknowledgement.force();
        isClosed = true;
        acknowledgement.close();
        space.finish();
    }

    @Override
    public void close(final ClosingPayload ofRun)
    {
        verdict = ofRun;
        close();
    }

    @Override
    public void closeShort()
    {
        isShort = true;
        close();
    }

    /** Returns whether every segment before the current one is sealed, and all that can be purged is purged. */
    boolean isSettled()
    {
        return space.isSettled();
    }

    boolean appendConfiguration(final byte[] configuration)
    {
        frame().putBytes(payloadOffset(), configuration);

        return appendFrame(Frame.CONFIGURATION, configuration.length) && acknowledgement.force();
    }

    /**
     * Writes the payload of the closing frame.
     *
     * @param isStopped true if the journal accepts nothing more before its owner has ended
     * @return the length in bytes
     */
    private int closingPayload(final boolean isStopped)
    {
        if (verdict != null)
        {
            return verdict.of(isStopped, nextSequence - 1).encode(frame(), payloadOffset());
        }
        frame().putLong(payloadOffset(), Frame.STOPPED_SHORT, LITTLE_ENDIAN);

        return isStopped ? Long.BYTES : 0;
    }

    private int payloadLimit(final int kind)
    {
        return kind == Frame.CLOSING ? SegmentFormat.CLOSING_PAYLOAD_LIMIT : payloadLimit();
    }

    private boolean appendFrame(final int kind, final int payloadLengthBytes)
    {
        AppendResult result = offerFrame(kind, 0, payloadLengthBytes);
        for (int turn = 0; result == AppendResult.NOT_READY; turn++)
        {
            host.idle(turn);
            result = offerFrame(kind, 0, payloadLengthBytes);
        }

        return result == AppendResult.APPENDED;
    }

    /** Appends a frame; no force is under way. */
    private AppendResult offerFrame(final int kind, final int count, final int payloadLengthBytes)
    {
        final int lengthBytes = Frame.totalLength(payloadLengthBytes);
        final AppendResult result = space(kind, lengthBytes);
        if (result != AppendResult.APPENDED)
        {
            return result;
        }
        final Segment current = space.current();
        final FrameBuffer frame = frames[(int)(acknowledgement.appendedFrames() % frames.length)];
        frame.finish(kind, nextSequence, count, current.lastNumber() + 1, timeNs, hash, payloadLengthBytes);
        if (mistake == JournalMistake.MARK_BEFORE_FRAME)
        {
            mark.appendedRelease(current.number(), current.lastNumber() + 1);
        }
        try
        {
            current.append(frame, nextSequence + count - 1);
        }
        catch (final RuntimeException | Error throwable)
        {
            isBroken = true;
            state.fail("a frame could not be appended", throwable);
            return AppendResult.REFUSED;
        }
        mark.appendedRelease(current.number(), current.lastNumber());
        hash = current.lastHash();
        nextSequence += count;
        bytes += SegmentFormat.EXCERPT_HEADER_LENGTH + lengthBytes;
        isEnded = kind == Frame.CLOSING;
        space.appended(kind, frame);

        return acknowledgement.appended(isEnded) ? AppendResult.APPENDED : AppendResult.REFUSED;
    }

    /** Returns APPENDED where the frame may be appended now. */
    private AppendResult space(final int kind, final int lengthBytes)
    {
        final int reserveBytes = kind == Frame.CLOSING ? 0 : SegmentFormat.CLOSING_RESERVE;
        if (config.limitBytes() > 0 && !config.purgesOldest() && reserveBytes > 0 &&
            bytes + SegmentFormat.EXCERPT_HEADER_LENGTH + lengthBytes > config.limitBytes())
        {
            state.fail(JournalFailure.Reason.LIMIT,
                "the journal reached its limit of " + NumberText.bytes(config.limitBytes()), null);
            return AppendResult.REFUSED;
        }
        if (acknowledgement.forces() && !space.hasRoom(lengthBytes, reserveBytes) && !acknowledgement.force())
        {
            return AppendResult.REFUSED;
        }

        return space.ensure(lengthBytes, reserveBytes);
    }

    private boolean isBroken()
    {
        return isBroken || acknowledgement.isBroken();
    }
}
