package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Appends frames to a journal. Owned by one thread, which fills the payload of the next frame in {@link #frame()} and
 * calls {@link #append}; two helper threads make segments ahead and seal old ones. Nothing is allocated by an append.
 *
 * <p>A frame is applied only once it is acknowledged: with {@link Durability#PROCESS} when append returns true, with
 * {@link Durability#FORCED} when {@link #acknowledgedFrames()} passes it. When there is no space, append returns false,
 * {@link #failure()} says why, and all that was acknowledged stays readable.
 */
public final class JournalWriter implements AutoCloseable
{
    /** The longest payload of a closing frame in bytes. */
    public static final int CLOSING_PAYLOAD_LIMIT = SegmentFormat.CLOSING_PAYLOAD_LIMIT;

    private static final int SPINS = 200;
    private static final int YIELDS = 2_000;
    private static final long PARK_NS = 50_000;

    private final JournalHeader header;
    private final JournalConfig config;
    private final JournalState state;
    private final Mark mark;
    private final JournalHelpers helpers;
    private final FrameBuffer[] frames;
    private final SegmentBudget budget;
    private final boolean forces;

    private Segment current;
    private long nextSequence;
    private long hash;
    private long appendedFrames;
    private long acknowledgedFrames;
    private long firstWaitingNs;
    private long forceNs;
    private long bytes;
    private int wakeAt;
    /** An append or a force has failed: nobody knows what the segment's file holds. */
    private boolean isBroken;
    private boolean isEnded;
    private boolean isClosed;

    JournalWriter(final JournalWriterStart start, final Mark mark) throws IOException
    {
        this.header = start.file().header();
        this.config = start.config();
        this.mark = mark;
        this.state = new JournalState(start.directory());
        this.nextSequence = start.nextSequence();
        this.hash = start.hash();
        this.bytes = start.bytes();
        this.forces = config.durability() == Durability.FORCED;
        frames = new FrameBuffer[forces ? config.forceEveryFrames() : 1];
        for (int i = 0; i < frames.length; i++)
        {
            frames[i] = new FrameBuffer(header.frameLimitBytes());
        }
        final SegmentFactory factory = new SegmentFactory(start.directory(), header, config, start.reserve());
        budget = new SegmentBudget(config, start.file().keptBytes(), start.snapshots(), start.firstSegment());
        budget.made(header.block(start.firstSegment()));
        current = factory.make(start.firstSegment());
        helpers = new JournalHelpers(
            start.directory(), config, start.file(), mark, state, factory, current, budget);
    }

    /**
     * Makes a journal, and appends its first frame, the configuration.
     *
     * @param directory     absent or empty
     * @param configuration opaque bytes, at most {@link #payloadLimit()} of them
     * @throws JournalException if the directory is not empty, or the host refuses
     */
    public static JournalWriter create(final Path directory, final JournalConfig config, final byte[] configuration)
        throws JournalException
    {
        return JournalWriterStart.create(directory, config, configuration, new ZeroWriter(), BootId.current());
    }

    /**
     * Goes on with a journal that was closed or left: seals what is there, deletes what was made ahead, and appends
     * to the next segment of the chain. The journal's own blocks, frame limit and semantics version hold.
     *
     * @throws JournalException if it is damaged, in use, or met a loss of power and must be repaired first
     */
    public static JournalWriter resume(final Path directory, final JournalConfig config) throws JournalException
    {
        return JournalResume.resume(directory, config, new ZeroWriter(), BootId.current());
    }

    /**
     * As {@link #resume(Path, JournalConfig)}, with a reader that has come to the end of the journal and is not used
     * any more.
     *
     * @throws JournalException if the journal is damaged, in use, or met a loss of power and must be repaired first
     */
    public static JournalWriter resume(final JournalReader reader, final JournalConfig config) throws IOException
    {
        return JournalResume.resume(reader, config, new ZeroWriter(), BootId.current());
    }

    /** Where the payload of the next frame is to be filled, from {@link #payloadOffset()} on. */
    public UnsafeBuffer frame()
    {
        return frame(appendedFrames);
    }

    /**
     * A frame that is not older than the last {@link #heldFrames()}: the one being filled, or one that was appended.
     */
    public UnsafeBuffer frame(final long number)
    {
        return frames[(int)(number % frames.length)].buffer();
    }

    /** How many frames are held, the one being filled included. Apply what is acknowledged before filling the next. */
    public int heldFrames()
    {
        return frames.length;
    }

    /** Offset of the payload in {@link #frame()}, a multiple of 8. */
    public int payloadOffset()
    {
        return FrameBuffer.PAYLOAD_START;
    }

    /** The longest payload in bytes, a multiple of 8. */
    public int payloadLimit()
    {
        return Frame.payloadLimit(header.frameLimitBytes());
    }

    /** Length of the payload of a frame that is held. */
    public int payloadLength(final long number)
    {
        return Frame.payloadLength(frame(number), FrameBuffer.START);
    }

    /** Number that the next command has. */
    public long nextSequence()
    {
        return nextSequence;
    }

    /** Frames appended by this writer, the configuration included. */
    public long appendedFrames()
    {
        return appendedFrames;
    }

    /** Frames acknowledged, from the first on. */
    public long acknowledgedFrames()
    {
        return acknowledgedFrames;
    }

    /** Bytes of all frames of the journal, with what frames them. */
    public long bytes()
    {
        return bytes;
    }

    /** Number of the segment that is appended to. */
    public int segment()
    {
        return current.number();
    }

    /** Is it time for a snapshot? Where segments are given up, each begins with one. */
    public boolean wantsSnapshot()
    {
        return budget.wantsSnapshot(current.number());
    }

    /** Why nothing can be appended any more, or null. Everything acknowledged is in the journal. */
    public JournalFailure failure()
    {
        return state.failure();
    }

    /**
     * Appends the frame whose payload lies in {@link #frame()}.
     *
     * @param kind               one of {@link Frame}'s but for opening and configuration; after a closing frame, whose
     *                           payload has at most {@link #CLOSING_PAYLOAD_LIMIT} bytes, none is accepted
     * @param firstSequence      {@link #nextSequence()}
     * @param count              commands in the frame, 0 unless it is of the kind commands
     * @param virtualTimeNs      any value
     * @param payloadLengthBytes 0 to {@link #payloadLimit()}
     * @return false if it was refused; then {@link #failure()} says why, and the frame must not be applied
     */
    public boolean append(
        final int kind,
        final long firstSequence,
        final int count,
        final long virtualTimeNs,
        final int payloadLengthBytes)
    {
        if (kind <= Frame.CONFIGURATION || !Frame.isKind(kind) || (kind == Frame.COMMANDS) != (count > 0))
        {
            throw new IllegalArgumentException("not a frame to append: kind=" + kind + ", count=" + count);
        }
        if (firstSequence != nextSequence)
        {
            throw new IllegalArgumentException(
                "commands are numbered without gaps: first=" + firstSequence + ", next=" + nextSequence);
        }
        if (payloadLengthBytes < 0 || payloadLengthBytes > payloadLimit(kind))
        {
            throw new IllegalArgumentException("out of range: payloadLengthBytes=" + payloadLengthBytes);
        }
        if (isEnded || isClosed)
        {
            throw new IllegalStateException("the journal has its closing frame");
        }

        return state.failure() == null && appendFrame(kind, count, virtualTimeNs, payloadLengthBytes);
    }

    /**
     * Forces what waits for it, with {@link Durability#FORCED}. An owner that is idle calls this when {@link
     * #isForceDue}.
     *
     * @return false if it failed
     */
    public boolean force()
    {
        if (state.failure() != null)
        {
            return false;
        }
        if (acknowledgedFrames < appendedFrames)
        {
            final long startNs = System.nanoTime();
            try
            {
                current.force();
            }
            catch (final IOException exception)
            {
                isBroken = true;
                state.fail("the journal could not be forced", exception);
                return false;
            }
            acknowledge();
            forceNs = forces ? System.nanoTime() - startNs : 0;
        }
        return true;
    }

    /** How long the last force took, ns; 0 with {@link Durability#PROCESS}. */
    public long forceNs()
    {
        return forceNs;
    }

    /** Has a frame waited for a force as long as it may? Time is that of {@link System#nanoTime()}. */
    public boolean isForceDue(final long nowNs)
    {
        return acknowledgedFrames < appendedFrames && nowNs - firstWaitingNs >= config.forceEveryNs();
    }

    /**
     * Appends a closing frame unless the caller did, seals everything and deletes what was made ahead. After a full
     * disk too: every frame leaves room for a closing frame. {@link #failure()} tells what could not be done.
     */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        if (!isEnded && !isBroken)
        {
            isEnded = appendFrame(Frame.CLOSING, 0, 0, state.failure() == null ? 0 : stoppedShort());
        }
        if (acknowledgedFrames < appendedFrames)
        {
            force();
        }
        isClosed = true;
        helpers.finish(current);
    }

    /** Is every segment before the one that is written sealed, and given up what could be? */
    boolean isSettled()
    {
        return helpers.isSealedBefore(current.number());
    }

    boolean appendConfiguration(final byte[] configuration)
    {
        frame().putBytes(payloadOffset(), configuration);

        return appendFrame(Frame.CONFIGURATION, 0, 0, configuration.length) && force();
    }

    /** The payload of the closing frame of a journal that accepts nothing more before its owner has ended. */
    private int stoppedShort()
    {
        frame().putLong(payloadOffset(), Frame.STOPPED_SHORT, LITTLE_ENDIAN);

        return Long.BYTES;
    }

    private int payloadLimit(final int kind)
    {
        return kind == Frame.CLOSING ? SegmentFormat.CLOSING_PAYLOAD_LIMIT : payloadLimit();
    }

    private boolean appendFrame(
        final int kind, final int count, final long virtualTimeNs, final int payloadLengthBytes)
    {
        final int lengthBytes = Frame.totalLength(payloadLengthBytes);
        if (!hasSpace(lengthBytes, kind == Frame.CLOSING ? 0 : SegmentFormat.CLOSING_RESERVE))
        {
            return false;
        }
        final FrameBuffer frame = frames[(int)(appendedFrames % frames.length)];
        frame.finish(kind, header.semanticsVersion(), nextSequence, count, current.lastNumber() + 1, virtualTimeNs,
            hash, payloadLengthBytes);
        try
        {
            current.append(frame, nextSequence + count - 1);
        }
        catch (final RuntimeException | Error throwable)
        {
            isBroken = true;
            state.fail("a frame could not be appended", throwable);
            return false;
        }
        mark.appendedRelease(current.number(), current.lastNumber());
        hash = current.lastHash();
        nextSequence += count;
        bytes += SegmentFormat.EXCERPT_HEADER_LENGTH + lengthBytes;
        isEnded = kind == Frame.CLOSING;
        if (budget.isLimited())
        {
            budget.appended(kind, kind == Frame.SNAPSHOT && Frame.isFirstPart(frame.buffer(), FrameBuffer.START),
                current.number());
        }
        if (current.end() >= wakeAt)
        {
            wakeAt = current.end() + config.reserveStepBytes();
            helpers.wake();
        }

        return settle();
    }

    /** The frame is appended. Acknowledges it, or lets it wait for its force. */
    private boolean settle()
    {
        if (!forces)
        {
            acknowledgedFrames = ++appendedFrames;
            return true;
        }
        final long nowNs = System.nanoTime();
        if (acknowledgedFrames == appendedFrames)
        {
            firstWaitingNs = nowNs;
        }
        appendedFrames++;
        final boolean isFull = appendedFrames - acknowledgedFrames == frames.length;

        return !(isFull || isEnded || isForceDue(nowNs)) || force();
    }

    private void acknowledge()
    {
        acknowledgedFrames = appendedFrames;
        mark.forcedRelease(current.number(), current.lastNumber());
    }

    private boolean hasSpace(final int lengthBytes, final int reserveBytes)
    {
        if (config.limitBytes() > 0 && !config.givesUp() && reserveBytes > 0 &&
            bytes + lengthBytes > config.limitBytes())
        {
            state.fail(JournalFailure.Reason.LIMIT,
                "the journal reached its limit of " + config.limitBytes() + " bytes", null);
            return false;
        }
        if (!current.hasRoom(lengthBytes, reserveBytes) && !roll())
        {
            return false;
        }
        return current.isReady(lengthBytes, reserveBytes) || awaitReady(lengthBytes, reserveBytes);
    }

    /** False where the limit leaves no room for another segment, and nothing that could be given up is not yet. */
    private boolean mayGrow()
    {
        final boolean isStuck = helpers.isSealedBefore(current.number()) &&
            !budget.hasRoom(header.block(current.number() + 1)) && !helpers.isMakingOrMade();
        if (isStuck)
        {
            state.fail(JournalFailure.Reason.LIMIT, "the journal reached its limit of " + config.limitBytes() +
                " bytes, and holds no snapshot behind what could be given up", null);
        }
        return !isStuck;
    }

    /** Goes on with the next segment, and lets the helper have the old one. */
    private boolean roll()
    {
        if (forces && !force())
        {
            return false;
        }
        Segment next = helpers.takeNext();
        if (next == null)
        {
            helpers.wake();
            final long startNs = System.nanoTime();
            for (int i = 0; next == null && mayGrow() && mayWait(i, startNs); i++)
            {
                next = helpers.takeNext();
            }
        }
        if (next == null)
        {
            return false;
        }
        current = next;
        wakeAt = 0;
        helpers.wake();

        return true;
    }

    private boolean awaitReady(final int lengthBytes, final int reserveBytes)
    {
        helpers.wake();
        final long startNs = System.nanoTime();
        boolean isReady = false;
        for (int i = 0; !isReady && mayWait(i, startNs); i++)
        {
            isReady = current.isReady(lengthBytes, reserveBytes);
        }
        return isReady;
    }

    /** Spins, then yields, then parks; false once the helper has failed or took too long. */
    @SuppressWarnings("ThreadPriorityCheck")                // the helper may need this core to make the space
    private boolean mayWait(final int turn, final long startNs)
    {
        if (state.failure() != null)
        {
            return false;
        }
        if (turn < SPINS)
        {
            Thread.onSpinWait();
        }
        else if (System.nanoTime() - startNs >= config.waitLimitNs())
        {
            state.fail(JournalFailure.Reason.STALLED,
                "no space was made ready in " + config.waitLimitNs() + " ns", null);
            return false;
        }
        else if (turn < YIELDS)
        {
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(this, PARK_NS);
        }
        return true;
    }
}
