package org.gale.engine.lanes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/**
 * The lanes that an engine drains: those it was made with, and those of producers that attach and leave. Each visit
 * takes a bounded number of words, and begins at the lane after the one that was served first in the visit before, so
 * that each lane with commands is first in its turn, however many others are full.
 *
 * <p>A lane leaves once all that its producer published is taken. A lane at fault leaves at once, with what is in
 * front of the fault taken. No lane waits for another, and nothing here waits for a producer. Owned by the engine's
 * thread, which allocates nothing here.
 */
public final class LaneSet
{
    private static final long STAYS = Long.MAX_VALUE;

    private final LaneSource[] sources;
    private final EventGuard guard;
    private final int fixedCount;
    private final LaneConsumer[] lanes;
    private final AttachedLane[] attached;
    private final LaneFault[] faults;
    private final long[] drainedPositions;
    /** By mark, then by lane. */
    private long[][] markedPositions;
    private final long[] completedPositions;
    private final long[] lastPositions;
    private int count;
    private int first;
    private boolean holding;
    private boolean finishing;
    private final AtomicLong faultCount = new AtomicLong();
    private final Map<String, Long> closed = new HashMap<>();
    private long refused;
    private int drainedCommands;
    private boolean isClosed;

    /** Lanes that stay, and no others. Their producers are trusted with every command. */
    public LaneSet(final LaneConsumer... fixed)
    {
        this(false, List.of(), fixed);
    }

    /**
     * @param hasIts  may producers that attach send messages to ITS 0?
     * @param sources who attaches
     * @param fixed   lanes that stay; their producers are trusted with every command
     */
    public LaneSet(final boolean hasIts, final List<LaneSource> sources, final LaneConsumer... fixed)
    {
        this.sources = sources.toArray(new LaneSource[0]);
        this.guard = new EventGuard(hasIts);
        this.fixedCount = fixed.length;
        this.count = fixed.length;
        final int limit = fixed.length + sources.stream().mapToInt(LaneSource::laneLimit).sum();
        this.lanes = new LaneConsumer[limit];
        this.attached = new AttachedLane[limit];
        this.faults = new LaneFault[limit];
        this.drainedPositions = new long[limit];
        this.markedPositions = new long[1][limit];
        this.completedPositions = new long[limit];
        this.lastPositions = new long[limit];
        for (int i = 0; i < fixed.length; i++)
        {
            enter(i, fixed[i], null);
        }
    }

    /** Events that attached producers offered and the engine took. From any thread. */
    public long attachedEvents()
    {
        return guard.eventCount();
    }

    /** Lanes that were taken from their producers because of what was in them. From any thread. */
    public long faultCount()
    {
        return faultCount.get();
    }

    /** What attached producers came to, once the engine has ended. */
    public AttachTotals totals()
    {
        return new AttachTotals(guard.commandCount(), guard.eventCount(), refused, closed);
    }

    /** Lanes that are drained, those that stay included. */
    int count()
    {
        return count;
    }

    /** Lets nobody in until {@link #letIn}: software has not set the machine up yet. */
    public void hold()
    {
        holding = true;
    }

    /** Lets in who waits, and who comes. */
    public void letIn()
    {
        holding = false;
    }

    /** Lets in at most one lane of each source, and those go that have left. Once per duty cycle. */
    public void poll()
    {
        for (final LaneSource source : sources)
        {
            final AttachedLane lane = holding || finishing ? null : source.poll();
            if (lane != null)
            {
                enter(count, lane.consumer(), lane);
                count++;
            }
        }
        for (int i = count - 1; i >= fixedCount; i--)                           // backwards: the last fills a gap
        {
            if (isGone(i))
            {
                remove(i);
            }
        }
    }

    /**
     * Takes commands from the lanes.
     *
     * @param wordLimit the most words to take
     * @return the offset after the last one; {@code offset} if there are none
     * @throws IllegalStateException if a lane that stays is at fault
     */
    public int drain(final UnsafeBuffer frame, final int offset, final int wordLimit)
    {
        int at = offset;
        int rest = wordLimit;
        int served = -1;
        drainedCommands = 0;
        for (int i = 0; i < count && rest >= LaneConsumer.PROGRESS_WORDS; i++)
        {
            final int index = first + i < count ? first + i : first + i - count;
            if (lanes[index].position() < lastPositions[index])
            {
                final int words = lanes[index].drain(frame, at, rest);
                if (words > 0)
                {
                    served = served < 0 ? index : served;
                    final int end = take(index, frame, at, at + (words << 3));
                    rest -= (end - at) >>> 3;
                    at = end;
                }
                else if (words == LaneConsumer.LANE_FAULT)
                {
                    fault(index, lanes[index].fault());
                }
            }
        }
        if (served >= 0)
        {
            first = served + 1 < count ? served + 1 : 0;
        }

        return at;
    }

    /** How many commands the last {@link #drain} has moved. */
    public int drainedCommands()
    {
        return drainedCommands;
    }

    /** Before the first visit: marks 0 to {@code count − 1} are used, not 0 alone. */
    public void marks(final int count)
    {
        final long[] begin = markedPositions[0];
        markedPositions = new long[count][];
        for (int mark = 0; mark < count; mark++)
        {
            markedPositions[mark] = begin.clone();
        }
    }

    /** Puts a mark behind what was drained so far: see {@link #complete}. */
    public void mark(final int mark)
    {
        System.arraycopy(drainedPositions, 0, markedPositions[mark], 0, count);
    }

    /** All that was drained before a mark is delivered: producers may know. */
    public void complete(final int mark)
    {
        final long[] positions = markedPositions[mark];
        for (int i = 0; i < count; i++)
        {
            if (completedPositions[i] != positions[i])
            {
                completedPositions[i] = positions[i];
                lanes[i].complete(positions[i]);
            }
        }
    }

    /** Takes what attached producers have published by now, and nothing that comes later. May be called again. */
    public void finishAttached()
    {
        if (!finishing)
        {
            finishing = true;
            closeSources(CloseReason.FINISHED);
            for (int i = fixedCount; i < count; i++)
            {
                if (lastPositions[i] == STAYS)
                {
                    lastPositions[i] = attached[i].isLost() ? Long.MIN_VALUE : lanes[i].publishedPosition();
                }
            }
        }
    }

    /** Is everything taken that attached producers had published when they were to finish? */
    public boolean isAttachedDrained()
    {
        boolean drained = finishing || sources.length == 0;
        for (int i = fixedCount; drained && i < count; i++)
        {
            drained = lanes[i].position() >= lastPositions[i];
        }

        return drained;
    }

    /** Tells every producer, also those that come later, that nobody drains any more. */
    public void close(final CloseReason reason)
    {
        finishing = true;
        closeSources(reason);
        for (int i = 0; i < count; i++)
        {
            final boolean isLost = attached[i] != null && attached[i].isLost();
            if (!isClosed && attached[i] != null)
            {
                count(i, isLost || faults[i] != LaneFault.NONE ?
                    AttachTotals.reason(faults[i], isLost) : AttachTotals.reason(reason), isLost);
            }
            if (!isLost)
            {
                lanes[i].close(reason);
            }
        }
        isClosed = true;
    }

    private void count(final int index, final String reason, final boolean isLost)
    {
        closed.merge(reason, 1L, Long::sum);
        refused += isLost ? 0 : lanes[index].refusedCount();
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
        drainedPositions[index] = lanes[index].position();
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
            fault(index, LaneFault.NOT_ADMITTED);
        }

        return admitted;
    }

    private void fault(final int index, final LaneFault fault)
    {
        if (index < fixedCount)
        {
            throw new IllegalStateException("a lane of the engine's own is at fault: " + fault);
        }
        faults[index] = fault;
        lastPositions[index] = Long.MIN_VALUE;
    }

    private boolean isGone(final int index)
    {
        if (attached[index].isLost())
        {
            return true;
        }
        if (faults[index] != LaneFault.NONE)
        {
            return true;
        }
        if (finishing)
        {
            return false;                                                       // its producer waits for completion
        }
        if (lastPositions[index] == STAYS && attached[index].isLeaving())
        {
            lastPositions[index] = lanes[index].publishedPosition();            // after it was seen to leave
        }

        return lanes[index].position() >= lastPositions[index];
    }

    private void enter(final int index, final LaneConsumer lane, final AttachedLane owner)
    {
        lanes[index] = lane;
        attached[index] = owner;
        faults[index] = LaneFault.NONE;
        drainedPositions[index] = lane.position();
        for (final long[] positions : markedPositions)
        {
            positions[index] = lane.position();
        }
        completedPositions[index] = lane.position();
        lastPositions[index] = STAYS;
    }

    private void remove(final int index)
    {
        final AttachedLane owner = attached[index];
        final LaneFault fault = faults[index];
        if (fault != LaneFault.NONE)
        {
            faultCount.incrementAndGet();
        }
        final boolean isLost = owner.isLost();
        count(index, AttachTotals.reason(fault, isLost), isLost);
        if (!isLost)
        {
            lanes[index].close(fault == LaneFault.NONE ? CloseReason.FINISHED : CloseReason.LANE_FAULT);
        }
        count--;
        lanes[index] = lanes[count];
        attached[index] = attached[count];
        faults[index] = faults[count];
        drainedPositions[index] = drainedPositions[count];
        for (final long[] positions : markedPositions)
        {
            positions[index] = positions[count];
        }
        completedPositions[index] = completedPositions[count];
        lastPositions[index] = lastPositions[count];
        lanes[count] = null;
        attached[count] = null;
        first = first < count ? first : 0;
        owner.release(fault);
    }
}
