package org.gale.engine.lanes;

import org.gale.ringbuf.CloseReason;

/** Where lanes come from while the engine runs. All methods are for the engine's thread. */
public interface LaneSource
{
    /** The most lanes of this source that are attached at a time. */
    int laneLimit();

    /** The next lane that is to be drained, or null. Neither waits nor allocates. */
    AttachedLane poll();

    /** Refuses who comes from now on, and closes the lanes that came and were not polled. */
    void close(CloseReason reason);
}
