package org.gale.engine.lanes;

import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneFault;

/** Reasons for which the lane of an attached producer was closed, with the names that reports give them. */
public enum LaneEnd
{
    /** The producer detached, and everything that it had published was drained. */
    LEFT("left"),
    /** The run ended first. */
    RUN_ENDED("run-ended"),
    /** The engine failed first. */
    ENGINE_FAILED("engine-failed"),
    /** Another process cut the lane's file short. */
    FILE_CUT("file-cut"),
    /** See {@link LaneFault#INVALID_WORD}. */
    INVALID_WORD("invalid-word"),
    /** See {@link LaneFault#CUT_COMMAND}. */
    CUT_COMMAND("cut-command"),
    /** See {@link LaneFault#NOT_ADMITTED}. */
    NOT_ADMITTED("not-admitted"),
    /** See {@link LaneFault#TAIL_OUT_OF_RANGE}. */
    TAIL_OUT_OF_RANGE("tail-out-of-range");

    private final String label;

    LaneEnd(final String label)
    {
        this.label = label;
    }

    /** Returns the name in reports. */
    public String label()
    {
        return label;
    }

    static LaneEnd of(final LaneFault fault)
    {
        return switch (fault)
        {
            case NONE -> LEFT;
            case INVALID_WORD -> INVALID_WORD;
            case CUT_COMMAND -> CUT_COMMAND;
            case NOT_ADMITTED -> NOT_ADMITTED;
            case TAIL_OUT_OF_RANGE -> TAIL_OUT_OF_RANGE;
        };
    }

    static LaneEnd of(final CloseReason reason)
    {
        return reason == CloseReason.AGENT_FAILED ? ENGINE_FAILED : RUN_ENDED;
    }
}
