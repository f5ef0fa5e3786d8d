package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.host.RunningAgent;

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
    /** Space at a time while half of it is ready. With the pause behind each it is reserved at 100 MB a second. */
    private static final int PACED_BYTES = 64 * 1024;
    /**
     * Space at a time while less is ready. It takes some 100 us where a host has to supply the pages. This agent yields
     * behind each, so that another thread on its core is late by no more than that.
     */
    private static final int STEADY_BYTES = 32 * 1024;
    private static final String NOT_READY = "no space could be made ready";

    private final SegmentFactory factory;
    private final JournalState state;
    private final int aheadBytes;
    /** Distance that this agent reserves before the appender, which reserves the rest when it has time. */
    private final int helpBytes;
    private final boolean isMemory;
    private final SegmentBudget budget;
    private final BlockingQueue<Segment> retired = new ArrayBlockingQueue<>(RETIRED_LIMIT);

    // Handed over. The appender stores current and takes next; this agent stores next when it is null.
    private volatile Segment current;
    private volatile Segment next;
    private volatile boolean isMaking;
    private volatile RunningAgent sealer;                   // null until it runs

    // This agent's, and the closing thread's after this agent has ended.
    private Segment working;
    private Segment leaving;
    private int nextNumber;

    SegmentMaker(
        final SegmentFactory factory,
        final JournalState state,
        final JournalConfig config,
        final Segment first,
        final SegmentBudget budget,
        final boolean isMemory)
    {
        this.factory = factory;
        this.state = state;
        this.aheadBytes = config.reserve().aheadBytes();
        this.isMemory = isMemory;
        // An appender that waits for space reserves none, so the longest frame fits in this agent's part.
        this.helpBytes = isMemory ?
            Math.max(aheadBytes / 4 * 3, config.frameLimitBytes() + JournalConfig.BLOCK_OVERHEAD) : aheadBytes;
        assert helpBytes <= aheadBytes : helpBytes + ", " + aheadBytes;

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
        if (!factory.tryClaim())
        {
            return 1;                                       // the appender is in its half of a page
        }
        try
        {
            return cycle() ? pace() : 0;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            state.fail(NOT_READY, throwable);
            return 0;
        }
        finally
        {
            factory.release();
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
            assert segment.number() == current.number() + 1 : segment.number();

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

    /** Sets the agent that takes from {@link #retired}, which is woken for each segment. From any thread. */
    void wakes(final RunningAgent runningSealer)
    {
        sealer = runningSealer;
    }

    /** Wakes an agent that runs. */
    static void wake(final RunningAgent agent)
    {
        if (agent != null)
        {
            agent.wake();
        }
    }

    /** Returns whether this agent has to reserve space before the appender. From the appender's thread, too. */
    boolean isShort(final Segment segment)
    {
        return isBelow(segment, helpBytes);
    }

    /**
     * Reserves half a page before the appender, in memory alone: a device may let its writer wait. For the appender,
     * where it takes less time than this agent, which takes a core for it.
     *
     * @param isIdle true in a duty cycle without work; else half a page is reserved if this agent soon has to do it
     */
    void reserveSome(final Segment segment, final boolean isIdle)
    {
        reserveBelow(segment, isIdle ? aheadBytes : (helpBytes + aheadBytes) / 2);
    }

    private void reserveBelow(final Segment segment, final int limitBytes)
    {
        if (isMemory && segment.distance() < limitBytes && state.failure() == null && factory.tryClaim())
        {
            try
            {
                factory.extendByHalfAPage(segment);
            }
            catch (final IOException | RuntimeException | Error throwable)
            {
                state.fail(NOT_READY, throwable);
            }
            finally
            {
                factory.release();
            }
        }
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
            wake(sealer);
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
        return isBelow(working, aheadBytes / 2) ? 1 : HelperIdle.PACED;
    }

    /**
     * Returns how much to reserve at a time. A whole step takes milliseconds; it is reserved when the appender is about
     * to wait, and pieces otherwise. No appender is in the next segment.
     */
    private int pieceBytes(final Segment segment)
    {
        if (segment != working)
        {
            return PACED_BYTES;
        }
        if (isBelow(segment, aheadBytes / 8))
        {
            return Integer.MAX_VALUE;
        }
        if (isBelow(segment, aheadBytes / 2))
        {
            return STEADY_BYTES;
        }

        return isBelow(segment, aheadBytes / 4 * 3) ? PACED_BYTES : SHORT_BYTES;
    }

    /** Returns whether less than a distance is ready, in a segment that is not ready to its end. */
    private static boolean isBelow(final Segment segment, final int distanceBytes)
    {
        return segment.readyPlain() < segment.block() && segment.distance() < distanceBytes;
    }

    /** Reserves more, if the segment is short of space. */
    private boolean extend(final Segment segment) throws IOException
    {
        if (segment == null || !isBelow(segment, segment == working ? helpBytes : aheadBytes))
        {
            return false;
        }
        factory.extend(segment, pieceBytes(segment));

        return true;
    }
}
