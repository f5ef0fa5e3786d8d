package org.gale.engine.lanes;

import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/** A lane of a producer that was not known in advance, as the engine sees it. For the engine's thread. */
public interface AttachedLane
{
    /** The engine's end, of which nothing is drained yet. */
    LaneConsumer consumer();

    /** Has the producer told, or been found, to be gone? What it has published by now is then all there will be. */
    boolean isLeaving();

    /** Is the lane's memory not what it was? It is not touched any more then, not even to close it. */
    boolean isLost();

    /**
     * The engine does not touch the lane any more.
     *
     * @param fault why, or {@link LaneFault#NONE}: then everything that was published has been taken
     */
    void release(LaneFault fault);
}
