package org.gale.engine.lanes;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/**
 * Lanes that an engine drains: those it was made with, and those of producers that attach and detach. Each visit takes
 * a bounded number of words. A visit begins at the lane after the one that was served first in the visit before. Thus
 * each lane with commands is first in its turn, however many others are full.
 *
 * <p>A lane is removed once all that its producer published is taken. A lane at fault is removed at once, and the
 * commands in front of the fault are taken. No lane waits for another, and nothing here waits for a producer. Owned by
 * the engine's thread, which allocates nothing here until it calls {@link #totals}.
 */
public final class LaneSet
{
    private final LaneSource[] sources;
    private final EventGuard guard;
    private final int fixedCount;
    /** Places of lanes, the drained ones first; the order of attached ones changes when one is removed. */
    private final DrainedLane[] lanes;
    private final ClosedLanes closed = new ClosedLanes();
    private int count;
    private int first;
    private boolean isHolding;
    private boolean isFinishing;
    private int drainedCommands;
    private boolean isClosed;
    private long outstandingWords;

    /**
     * Creates a set that producers can attach to.
     *
     * @param itss    number of ITSs that producers which attach may send MSI_LONG commands to; 0 for none
     * @param sources of lanes that producers attach to
     * @param fixed   lanes that stay; their producers are trusted with every command
     */
    public LaneSet(final int itss, final List<LaneSource> sources, final LaneConsumer... fixed)
    {
        this.sources = sources.toArray(new LaneSource[0]);
        this.guard = new EventGuard(itss);
        this.fixedCount = fixed.length;
        this.count = fixed.length;
        this.lanes = new DrainedLane[fixed.length + sources.stream().mapToInt(LaneSource::laneLimit).sum()];
        for (int i = 0; i < lanes.length; i++)
        {
            lanes[i] = new DrainedLane();
        }
        for (int i = 0; i < fixed.length; i++)
        {
            lanes[i].enter(fixed[i], null);
        }
    }

    /** Returns the number of events that attached producers offered and the engine took. From any thread. */
    public long attachedEvents()
    {
        return guard.eventCount();
    }

    /** Sets the tally of the events of attached producers, before the first one. */
    public void tally(final EventTally tally)
    {
        guard.tally(tally);
    }

    /** Sets the query whether the machine has functions that attached producers trigger, before the first event. */
    public void functions(final BooleanSupplier query)
    {
        guard.functions(query);
    }

    /** Returns the totals of attached producers, once the engine has ended. */
    public AttachTotals totals()
    {
        return closed.totals(guard.commandCount(), guard.eventCount());
    }

    /** Returns the number of lanes that are drained, those that stay included. */
    int count()
    {
        return count;
    }

    /** Holds back all attached lanes until {@link #admit}, because software has not set the machine up yet. */
    public void hold()
    {
        isHolding = true;
    }

    /** Admits the lanes that wait, and later ones. */
    public void admit()
    {
        isHolding = false;
    }

    /**
     * Adds at most one attached lane per source, and removes lanes that have ended. Called once per duty cycle.
     *
     * @return true if a lane was added
     */
    public boolean poll()
    {
        boolean isAttached = false;
        for (final LaneSource source : sources)
        {
            final AttachedLane lane = isHolding || isFinishing ? null : source.poll();
            if (lane != null)
            {
                assert count < lanes.length : "a source has more lanes than its limit";

                lanes[count].enter(lane.consumer(), lane);
                count++;
                isAttached = true;
            }
        }
        for (int i = count - 1; i >= fixedCount; i--)                           // backwards: the last fills a gap
        {
            if (lanes[i].isGone(isFinishing))
            {
                remove(i);
            }
        }

        return isAttached;
    }

    /** Returns whether a lane has commands that were not drained. */
    public boolean hasPublished()
    {
        boolean has = false;
        for (int i = 0; i < count; i++)
        {
            has |= lanes[i].hasPublished();
        }

        return has;
    }

    /**
     * Takes commands from the lanes.
     *
     * @param wordLimit limit of the words to take; with less than {@link LaneConsumer#PROGRESS_WORDS} the next command
     *                  may not fit
     * @return the offset after the last command; {@code offset} if there are none
     * @throws IllegalStateException if a lane that stays is at fault
     */
    public int drain(final UnsafeBuffer frame, final int offset, final int wordLimit)
    {
        int at = offset;
        int rest = wordLimit;
        int served = -1;
        drainedCommands = 0;
        for (int i = 0; i < count && (rest >= LaneConsumer.PROGRESS_WORDS || served < 0); i++)
        {
            final int index = first + i < count ? first + i : first + i - count;
            final DrainedLane lane = lanes[index];
            final int words = lane.drain(frame, at, rest);
            if (words > 0)
            {
                served = served < 0 ? index : served;
                final int end = take(index, frame, at, at + (words << 3));
                rest -= (end - at) >>> 3;
                at = end;
            }
            else if (words == LaneConsumer.LANE_FAULT)
            {
                fail(index, lane.consumerFault());
            }
        }
        assert at - offset <= wordLimit << 3 : at - offset;
        if (served >= 0)
        {
            first = served + 1 < count ? served + 1 : 0;
        }

        return at;
    }

    /** Returns the number of commands that the last {@link #drain} has moved. */
    public int drainedCommands()
    {
        return drainedCommands;
    }

    /** Makes room for marks 0 to {@code count − 1} instead of 0 alone. Called before the first visit. */
    public void marks(final int count)
    {
        for (final DrainedLane lane : lanes)
        {
            lane.marks(count);
        }
    }

    /** Puts a mark after the commands that were drained so far: see {@link #complete}. */
    public void mark(final int mark)
    {
        for (int i = 0; i < count; i++)
        {
            lanes[i].mark(mark);
        }
    }

    /** Publishes to producers that everything drained before a mark is delivered. */
    public void complete(final int mark)
    {
        for (int i = 0; i < count; i++)
        {
            lanes[i].complete(mark);
        }
    }

    /** Limits attached producers to the words that they have published by now. Idempotent. */
    public void finishAttached()
    {
        if (!isFinishing)
        {
            isFinishing = true;
            closeSources(CloseReason.FINISHED);
            for (int i = fixedCount; i < count; i++)
            {
                lanes[i].finish();
            }
        }
    }

    /** Returns whether everything is taken that attached producers had published at {@link #finishAttached}. */
    public boolean isAttachedDrained()
    {
        boolean drained = isFinishing || sources.length == 0;
        for (int i = fixedCount; drained && i < count; i++)
        {
            drained = lanes[i].isDrained();
        }

        return drained;
    }

    /** Closes every lane, and those that attach later, for its producer to see that nobody drains any more. */
    public void close(final CloseReason reason)
    {
        isFinishing = true;
        closeSources(reason);
        for (int i = 0; i < count; i++)
        {
            if (!isClosed && i >= fixedCount)
            {
                outstandingWords += lanes[i].isFaulty() ? 0 : lanes[i].outstandingWords();
                closed.add(lanes[i], lanes[i].isFaulty() ? lanes[i].end() : LaneEnd.of(reason));
            }
            lanes[i].close(reason);
        }
        isClosed = true;
    }

    /**
     * Returns the words that attached producers had published at {@link #finishAttached}, and that the engine never
     * completed. After {@link #close}; of a lane at fault none is completed any more.
     */
    public long outstandingWords()
    {
        return outstandingWords;
    }

    private void closeSources(final CloseReason reason)
    {
        for (final LaneSource source : sources)
        {
            source.close(reason);
        }
    }

    private int take(final int index, final UnsafeBuffer frame, final int offset, final int end)
    {
        if (index < fixedCount)
        {
            drainedCommands += lanes[index].drainedCommands();
            return end;
        }
        final long admittedBefore = guard.commandCount();
        final int admitted = guard.admit(frame, offset, end);
        drainedCommands += (int)(guard.commandCount() - admittedBefore);
        if (admitted != end)
        {
            lanes[index].drop((end - admitted) >>> 3);
            fail(index, LaneFault.NOT_ADMITTED);
        }

        return admitted;
    }

    private void fail(final int index, final LaneFault fault)
    {
        if (index < fixedCount)
        {
            throw new IllegalStateException("a lane of the engine's own is at fault: " + fault);
        }
        lanes[index].fail(fault);
    }

    private void remove(final int index)
    {
        assert fixedCount <= index && index < count : index;

        final DrainedLane lane = lanes[index];
        closed.add(lane, lane.end());
        lane.close(lane.hasFault() ? CloseReason.LANE_FAULT : CloseReason.FINISHED);
        count--;
        lanes[index] = lanes[count];
        lanes[count] = lane;
        first = first < count ? first : 0;
        lane.release();
        assert first == 0 || first < count : first;
    }
}
