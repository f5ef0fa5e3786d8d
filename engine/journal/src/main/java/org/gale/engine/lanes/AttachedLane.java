package org.gale.engine.lanes;

import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/** Lane of a producer that was not known in advance, as the engine sees it. For the engine's thread. */
public interface AttachedLane
{
    /** Returns the name in reports: that of its file, or of the thread that attached. */
    String name();

    /** Returns the engine's end, of which nothing is drained yet. */
    LaneConsumer consumer();

    /**
     * Returns whether the producer has detached or has ended. No more is published after the words that are published
     * by now.
     */
    boolean isLeaving();

    /** Returns whether the lane's memory is gone. The engine does not touch it any more then, not even to close it. */
    boolean isLost();

    /**
     * Releases the lane, which the engine does not touch any more.
     *
     * @param fault the reason, or {@link LaneFault#NONE} if everything that was published has been taken
     */
    void release(LaneFault fault);
}
