package org.gale.engine.lanes;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.host.CallingThread;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;
import org.gale.ringbuf.LaneProducer;

/**
 * Lane that a thread got from an {@link AttachPoint}.
 *
 * <p><b>Threads.</b> The thread that attached owns {@link #producer} and {@link #detach}. The engine's thread owns all
 * else that does not say otherwise.
 *
 * <p><b>Guarantees.</b> All published words of a producer that detached or ended are taken, and then the lane returns
 * to the pool. Words that were offered and not published are no command.
 *
 * <p><b>Assumptions.</b> No other thread offers through the producer.
 *
 * <p><b>Progress.</b> A producer that ends without a detach is found by the engine within a bounded number of polls;
 * neither side waits for the other.
 */
public final class Attachment implements AttachedLane
{
    /**
     * Number of polls for one check whether the producer's thread is alive, because the check costs more than a poll.
     */
    private static final int POLLS_PER_SIGN_OF_LIFE = 64;

    private final AttachPoint point;
    private final UnsafeBuffer memory;
    private final Lane lane;
    private final CallingThread owner = new CallingThread();
    private int polls;
    private volatile boolean detached;

    Attachment(final AttachPoint point, final UnsafeBuffer memory, final int capacityWords, final long nowNs)
    {
        this.point = point;
        this.memory = memory;
        this.lane = Lane.create(memory, capacityWords);
        lane.consumer().assumeTime(Commands.timeWord(nowNs), nowNs);
    }

    /**
     * Returns the producer's end, for the thread that attached. TIME, MSI and MSI_LONG are admitted; any other command
     * is a fault.
     */
    public LaneProducer producer()
    {
        return lane.producer();
    }

    /** Detaches the producer. All published words will be taken, and then the lane is another's. Idempotent. */
    public void detach()
    {
        lane.producer().retire();
        detached = true;                                                        // after all that was published
    }

    @Override
    public String name()
    {
        return owner.name();
    }

    @Override
    public LaneConsumer consumer()
    {
        return lane.consumer();
    }

    @Override
    public boolean isLeaving()
    {
        return detached || (++polls % POLLS_PER_SIGN_OF_LIFE == 0 && !owner.isAlive());
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

    /** Returns whether the producer has gone after a fault, so that nobody writes there any more. */
    boolean isAbandoned()
    {
        return detached || !owner.isAlive();
    }

    UnsafeBuffer memory()
    {
        return memory;
    }
}
