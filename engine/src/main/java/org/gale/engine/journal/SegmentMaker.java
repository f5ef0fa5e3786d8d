package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.gale.engine.host.HelperIdle;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Agent that makes the next segment ahead and reserves space before the appender in the current one. The agent owns the
 * factory.
 *
 * <p><b>Threads.</b> The agent's thread, and the appender's, which takes segments. After the agent has ended, the
 * thread that closes the writer owns everything.
 *
 * <p><b>Guarantees.</b> A segment that the appender has left goes through here to the sealer, so that none is closed
 * while space is reserved in it.
 *
 * <p><b>Assumptions.</b> One thread appends, and one agent takes from {@link #retired}.
 *
 * <p><b>Progress.</b> Neither the agent nor the appender waits for the other; an appender without space is not ready.
 */
final class SegmentMaker implements Agent
{
    /** Limit of the segments that wait to be sealed; at the limit, no further one is made. */
    static final int RETIRED_LIMIT = 4;

    /** Space that is reserved at a time while most of the distance is ready: to zero it takes some 20 us. */
    private static final int SHORT_BYTES = 16 * 1024;
    /** Space at a time while less is ready. With the pause behind each it is reserved at 100 MB a second. */
    private static final int LONG_BYTES = 64 * 1024;

    private final SegmentFactory factory;
    private final JournalState state;
    private final int aheadBytes;
    private final SegmentBudget budget;
    private final BlockingQueue<Segment> retired = new ArrayBlockingQueue<>(RETIRED_LIMIT);

    // Handed over. The appender stores current and takes next; this agent stores next when it is null.
    private volatile Segment current;
    private volatile Segment next;
    private volatile boolean isMaking;

    // This agent's, and the closing thread's after this agent has ended.
    private Segment working;
    private Segment leaving;
    private int nextNumber;

    SegmentMaker(
        final SegmentFactory factory,
        final JournalState state,
        final JournalConfig config,
        final Segment first,
        final SegmentBudget budget)
    {
        this.factory = factory;
        this.state = state;
        this.aheadBytes = config.reserveAheadBytes();
        this.budget = budget;
        this.current = first;
        this.working = first;
        this.nextNumber = first.number() + 1;
    }

    /**
     * Reserves space, makes one segment or hands one on. After a failure the agent does nothing.
     *
     * @return 0 without work; {@link HelperIdle#PACED} while the space that is ready lasts for long
     */
    @Override
    public int doWork()
    {
        if (state.failure() != null)
        {
            return 0;
        }
        try
        {
            return cycle() ? pace() : 0;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            state.fail("no space could be made ready", throwable);
            return 0;
        }
    }

    @Override
    public String roleName()
    {
        return "gale-journal-maker";
    }

    /**
     * Takes the next segment, in which space is reserved from now on. For the appender.
     *
     * @return the segment, or null if it is not made
     */
    Segment takeNext()
    {
        final Segment segment = next;
        if (segment != null)
        {
            // In this order: when the helper finds no next segment, it knows which one is current.
            current = segment;
            next = null;
        }
        return segment;
    }

    /**
     * Returns whether the segment that the appender waits for is made, or about to be. For the appender, after it found
     * no room.
     */
    boolean isMakingOrMade()
    {
        return isMaking || next != null;                    // in this order: next is stored before it is made no more
    }

    /** Returns the segments to close and seal, in order. */
    BlockingQueue<Segment> retired()
    {
        return retired;
    }

    /**
     * Returns a segment that was left and waits for its place in {@link #retired}, or null. After the agent has ended.
     */
    Segment leaving()
    {
        return working == current ? leaving : working;
    }

    /** Returns the segment that was made ahead, or null. After the agent has ended. */
    Segment madeAhead()
    {
        return next;
    }

    private boolean cycle() throws IOException
    {
        final Segment segment = current;
        if (leaving == null && segment != working)
        {
            leaving = working;
            working = segment;
        }
        if (leaving != null && retired.offer(leaving))
        {
            leaving = null;
        }
        if (extend(working))
        {
            return true;
        }
        if (next != null)
        {
            return extend(next);
        }
        if (current != working)
        {
            return true;
        }
        if (leaving != null || nextNumber == SegmentFormat.SEGMENT_LIMIT ||
            !budget.hasRoom(factory.block(nextNumber)))
        {
            return false;
        }
        isMaking = true;
        budget.made(factory.block(nextNumber));
        next = factory.make(nextNumber);
        isMaking = false;
        nextNumber++;
        return true;
    }

    private int pace()
    {
        return isUrgent(working) ? 1 : HelperIdle.PACED;
    }

    /** Returns whether less than half of the distance is ready, so that the appender may come to wait. */
    private boolean isUrgent(final Segment segment)
    {
        return segment.readyPlain() < segment.block() && distance(segment) < aheadBytes / 2;
    }

    /** Returns how much to reserve at a time: the nearer the appender, the more. No appender is in the next segment. */
    private int pieceBytes(final Segment segment)
    {
        if (segment == working && isUrgent(segment))
        {
            return Integer.MAX_VALUE;
        }

        return segment == working && distance(segment) >= aheadBytes / 4 * 3 ? SHORT_BYTES : LONG_BYTES;
    }

    private int distance(final Segment segment)
    {
        return segment.readyPlain() - segment.progressOpaque();
    }

    /** Reserves more, if the segment is short of space. */
    private boolean extend(final Segment segment) throws IOException
    {
        if (segment == null)
        {
            return false;
        }
        if (segment.readyPlain() == segment.block() || distance(segment) >= aheadBytes)
        {
            return false;
        }
        factory.extend(segment, pieceBytes(segment));

        return true;
    }
}
