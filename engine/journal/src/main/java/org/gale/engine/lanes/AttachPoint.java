package org.gale.engine.lanes;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BufferUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneLayout;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;

/**
 * Pool of lanes for threads that the engine does not know: each thread gets one of its own, and the pool does not grow.
 * A thread that finds the pool empty is refused, which is counted. A lane returns to the pool when its producer has
 * detached or has ended, and all its published words are taken.
 * <pre>
 *   producers                                     engine
 *     attach() &lt;------- free memory (SPMC) &lt;------- release
 *        |                                             ^
 *        +------------ arrivals (MPSC) -------------&gt; poll ... drain
 * </pre>
 *
 * <p><b>Threads.</b> Any thread may call {@link #attach} and read the counts. All other methods belong to the engine's
 * thread.
 *
 * <p><b>Guarantees.</b> No claim is ever shared, so a dead producer stalls no other. A thread whose attach overlaps
 * {@link #close} is refused, or its lane is closed.
 *
 * <p><b>Assumptions.</b> A thread that attached is the only producer of its lane.
 *
 * <p><b>Progress.</b> The engine never waits for a thread that is in the middle of an attach: it uses the relaxed ends
 * of both queues.
 */
public final class AttachPoint implements LaneSource
{
    /** Limit of the lanes of one point. */
    public static final int LANE_LIMIT = 1024;

    private static final int QUEUE_MIN = 2;

    private final int laneLimit;
    private final int capacityWords;
    private final NanoClock clock;
    private final SpmcVarHandleArrayQueue<UnsafeBuffer> free;
    private final MpscVarHandleArrayQueue<Attachment> arrivals;
    private final Attachment[] faulty;
    private final UnsafeBuffer[] late;
    private final AtomicLong attachedCount = new AtomicLong();
    private final AtomicLong refusedCount = new AtomicLong();
    private final AtomicLong givenBackCount = new AtomicLong();
    private int faultyCount;
    private int lateCount;
    private volatile CloseReason closed = CloseReason.OPEN;

    /**
     * Creates a point with memory of its own.
     *
     * @param laneLimit     lanes of the pool, 1 to {@link #LANE_LIMIT}
     * @param capacityWords of each, as for {@link Lane#allocate}
     * @param clock         the engine's; dates the commands of producers that send no TIME
     */
    public AttachPoint(final int laneLimit, final int capacityWords, final NanoClock clock)
    {
        this(checked(laneLimit), capacityWords, clock, block(laneLimit, capacityWords));
    }

    /**
     * Creates a point over memory of the caller's.
     *
     * @param memory aligned to 8 bytes, with room for that many lanes in a row; kept until no thread uses a lane
     */
    public AttachPoint(
        final int laneLimit, final int capacityWords, final NanoClock clock, final UnsafeBuffer memory)
    {
        this.laneLimit = checked(laneLimit);
        this.capacityWords = capacityWords;
        this.clock = clock;
        this.free = new SpmcVarHandleArrayQueue<>(Math.max(QUEUE_MIN, laneLimit));
        this.arrivals = new MpscVarHandleArrayQueue<>(Math.max(QUEUE_MIN, laneLimit));
        this.faulty = new Attachment[laneLimit];
        this.late = new UnsafeBuffer[laneLimit];
        final int stride = stride(capacityWords);
        for (int i = 0; i < laneLimit; i++)
        {
            free.offer(new UnsafeBuffer(memory, i * stride, Lane.lengthBytes(capacityWords)));
        }
    }

    /**
     * Attaches the calling thread.
     *
     * @return its lane, or null if it is refused: all lanes are taken, or the engine has ended
     */
    public Attachment attach()
    {
        final UnsafeBuffer memory = closed == CloseReason.OPEN ? free.poll() : null;
        if (memory == null)
        {
            refusedCount.incrementAndGet();
            return null;
        }
        final Attachment attachment = new Attachment(this, memory, capacityWords, clock.nanoTime());
        final boolean accepted = arrivals.offer(attachment);
        assert accepted : "there are as many places as lanes";
        VarHandle.fullFence();                      // between the arrival and the check; the other side is in close()
        if (closed != CloseReason.OPEN)
        {
            attachment.detach();
            refusedCount.incrementAndGet();
            return null;
        }
        attachedCount.incrementAndGet();

        return attachment;
    }

    /** Returns the number of threads that got a lane so far. */
    public long attachedCount()
    {
        return attachedCount.get();
    }

    /** Returns the number of threads that were refused so far. */
    public long refusedCount()
    {
        return refusedCount.get();
    }

    /** Returns the number of lanes that went back to the pool so far. */
    public long givenBackCount()
    {
        return givenBackCount.get();
    }

    @Override
    public int laneLimit()
    {
        return laneLimit;
    }

    @Override
    public AttachedLane poll()
    {
        while (lateCount > 0 && free.relaxedOffer(late[lateCount - 1]))
        {
            late[--lateCount] = null;
        }
        for (int i = faultyCount - 1; i >= 0; i--)
        {
            if (faulty[i].isAbandoned())
            {
                giveBack(faulty[i].memory());
                faulty[i] = faulty[--faultyCount];
                faulty[faultyCount] = null;
            }
        }

        return arrivals.relaxedPoll();
    }

    @Override
    public void close(final CloseReason reason)
    {
        if (closed == CloseReason.OPEN)
        {
            closed = reason;
        }
        VarHandle.fullFence();                      // between the store and the polls: attach() or this sees the other
        Attachment unseen = arrivals.relaxedPoll();
        while (unseen != null)
        {
            unseen.consumer().close(reason);
            unseen = arrivals.relaxedPoll();
        }
    }

    void giveBack(final UnsafeBuffer memory)
    {
        if (!free.relaxedOffer(memory))             // a thread has not finished taking what lay there: next time
        {
            late[lateCount++] = memory;
        }
        givenBackCount.lazySet(givenBackCount.get() + 1);
    }

    /** Keeps a lane at fault from other threads until its producer is gone, because that producer may still write. */
    void keep(final Attachment attachment)
    {
        faulty[faultyCount++] = attachment;
    }

    private static int checked(final int laneLimit)
    {
        if (laneLimit < 1 || laneLimit > LANE_LIMIT)
        {
            throw new IllegalArgumentException("lanes: " + laneLimit + " is not in 1 to " + LANE_LIMIT);
        }

        return laneLimit;
    }

    private static int stride(final int capacityWords)
    {
        return (Lane.lengthBytes(capacityWords) + LaneLayout.GAP - 1) & -LaneLayout.GAP;
    }

    private static UnsafeBuffer block(final int laneLimit, final int capacityWords)
    {
        final long lengthBytes = (long)stride(capacityWords) * laneLimit;
        if (lengthBytes > Integer.MAX_VALUE - LaneLayout.GAP)
        {
            throw new IllegalArgumentException("lanes: " + laneLimit + " of " + capacityWords + " words are too long");
        }

        return new UnsafeBuffer(BufferUtil.allocateDirectAligned((int)lengthBytes, LaneLayout.GAP));
    }
}
