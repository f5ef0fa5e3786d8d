package org.gale.engine.lanes;

import org.gale.ringbuf.CloseReason;

/** Source of lanes that attach while the engine runs. All methods are for the engine's thread. */
public interface LaneSource
{
    /** Returns the limit of the lanes of this source that are attached at a time. */
    int laneLimit();

    /**
     * Returns the next lane that is to be drained. Neither waits nor allocates.
     *
     * @return the lane, or null if none has attached
     */
    AttachedLane poll();

    /** Refuses later producers, and closes the lanes that attached and were not polled. */
    void close(CloseReason reason);
}
