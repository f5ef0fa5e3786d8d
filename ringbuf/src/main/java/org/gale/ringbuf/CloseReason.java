package org.gale.ringbuf;

/** Why a lane takes no more commands. The code stands in the lane's header. */
public enum CloseReason
{
    /** The lane is not closed. */
    OPEN(0),
    /** The run has ended. */
    FINISHED(1),
    /** The agent that drained the lane died. */
    AGENT_FAILED(2),
    /** The consumer found the lane at fault, see {@link LaneFault}. */
    LANE_FAULT(3),
    /** A code that this version does not know; never stored. */
    UNKNOWN(-1);

    private static final CloseReason[] REASONS = values();

    private final int code;

    CloseReason(final int code)
    {
        this.code = code;
    }

    /** The number that stands in the lane's header. */
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
