package org.gale.engine.lanes;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.host.CallingThread;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;
import org.gale.ringbuf.LaneProducer;

/**
 * A lane that a thread got from an {@link AttachPoint}. The thread that attached owns {@link #producer} and
 * {@link #detach}; when it ends without a detach, the engine finds out, takes what it had published and gives the lane
 * back. What a producer offered and did not publish is no command.
 */
public final class Attachment implements AttachedLane
{
    /** Asking whether a thread lives costs more than a look at a lane: it is done once in so many looks. */
    private static final int LOOKS_PER_SIGN_OF_LIFE = 64;

    private final AttachPoint point;
    private final UnsafeBuffer memory;
    private final Lane lane;
    private final CallingThread owner = new CallingThread();
    private int looks;
    private volatile boolean detached;

    Attachment(final AttachPoint point, final UnsafeBuffer memory, final int capacityWords, final long nowNs)
    {
        this.point = point;
        this.memory = memory;
        this.lane = Lane.create(memory, capacityWords);
        lane.consumer().assumeTime(Commands.timeWord(nowNs), nowNs);
    }

    /** The end for the thread that attached. It takes TIME, MSI and MSI_LONG; any other command is a fault. */
    public LaneProducer producer()
    {
        return lane.producer();
    }

    /** Words that are published and not taken yet. From any thread. */
    public int backlogWords()
    {
        return lane.backlogWords();
    }

    /** Leaves: what is published will be taken, and then the lane is another's. May be called again. */
    public void detach()
    {
        lane.producer().retire();
        detached = true;                                                        // after all that was published
    }

    @Override
    public LaneConsumer consumer()
    {
        return lane.consumer();
    }

    @Override
    public boolean isLeaving()
    {
        return detached || (++looks % LOOKS_PER_SIGN_OF_LIFE == 0 && !owner.isAlive());
    }

    @Override
    public boolean isLost()
    {
        return false;
    }

    @Override
    public void release(final LaneFault fault)
    {
        if (fault == LaneFault.NONE)
        {
            point.giveBack(memory);
        }
        else
        {
            point.keep(this);
        }
    }

    /** Has its producer gone after a fault, so that nobody writes there any more? */
    boolean isAbandoned()
    {
        return detached || !owner.isAlive();
    }

    UnsafeBuffer memory()
    {
        return memory;
    }
}
