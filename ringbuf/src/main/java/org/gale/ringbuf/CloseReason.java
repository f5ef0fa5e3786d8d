package org.gale.ringbuf;

/** Reason why a lane accepts no more commands. Its code stands in the lane's header. */
public enum CloseReason
{
    /** State of a lane that is not closed. */
    OPEN(0),
    /** End of the run. */
    FINISHED(1),
    /** Failure of the agent that drained the lane. */
    AGENT_FAILED(2),
    /** Fault in the lane that the consumer found, see {@link LaneFault}. */
    LANE_FAULT(3),
    /** Code that this version does not know; never stored. */
    UNKNOWN(-1);

    private static final CloseReason[] REASONS = values();

    private final int code;

    CloseReason(final int code)
    {
        this.code = code;
    }

    /** {@return the code in the lane's header, −1 for {@link #UNKNOWN}} */
    public int code()
    {
        return code;
    }

    static CloseReason of(final long code)
    {
        for (final CloseReason reason : REASONS)
        {
            if (reason.code == code)
            {
                return reason;
            }
        }

        return UNKNOWN;
    }
}
