package org.gale.engine.journal;

import org.agrona.concurrent.Agent;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Agent that makes the next segment ahead and reserves space before the appender in the current one. It owns the
 * factory. A segment that the appender has left goes through here to the sealer, so that nobody closes one in which
 * space is being reserved.
 */
final class SegmentMaker implements Agent
{
    /** Segments that may wait to be sealed; with more, no further one is made. */
    static final int RETIRED_LIMIT = 4;

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

    /** Reserves one step, makes one segment or hands one on; after a failure nothing more. */
    @Override
    public int doWork()
    {
        if (state.failure() != null)
        {
            return 0;
        }
        try
        {
            return cycle() ? 1 : 0;
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

    /** The next segment, if it is made; the appender's from now on, and the one in which space is reserved. */
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

    /** For the appender, who has seen that there is no room: is it taken by the segment that it waits for? */
    boolean isMakingOrMade()
    {
        return isMaking || next != null;                    // in this order: next is stored before it is made no more
    }

    /** Segments to close and seal, in order. */
    BlockingQueue<Segment> retired()
    {
        return retired;
    }

    /** After the agent has ended: a segment that was left and waits for its place in {@link #retired}, or null. */
    Segment leaving()
    {
        return working == current ? leaving : working;
    }

    /** After the agent has ended: the segment that was made ahead, or null. */
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

    /** Reserves one step, if the segment is short of space. */
    private boolean extend(final Segment segment) throws IOException
    {
        if (segment == null)
        {
            return false;
        }
        final int ready = segment.readyPlain();
        if (ready == segment.block() || ready - segment.progressOpaque() >= aheadBytes)
        {
            return false;
        }
        factory.extend(segment);

        return true;
    }
}
