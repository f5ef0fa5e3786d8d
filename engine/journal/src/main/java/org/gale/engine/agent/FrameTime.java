package org.gale.engine.agent;

/** Time of a run that its frames carry. On the engine's thread. */
public interface FrameTime
{
    /** Time of a run without one. */
    FrameTime NONE = nowNs -> 0;

    /**
     * Returns the time of the frame that is appended now, ns since the first phase of the run began.
     *
     * @param nowNs time of the cycle by the engine's clock
     */
    long ns(long nowNs);
}
