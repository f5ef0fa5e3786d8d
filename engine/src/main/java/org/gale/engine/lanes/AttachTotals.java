package org.gale.engine.lanes;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneFault;

/**
 * What producers that attached had to do with a run.
 *
 * @param commands what was taken from their lanes, with each TIME, also where the engine repeated it
 * @param events   the MSIs among it
 * @param refused  offers that found a lane full, as the producers count them
 * @param closed   lanes that were closed, by reason: {@link #LEFT}, {@link #RUN_ENDED}, {@link #ENGINE_FAILED},
 *                 {@link #FILE_CUT}, or a fault's name; those that occurred, in alphabetical order
 */
public record AttachTotals(long commands, long events, long refused, Map<String, Long> closed)
{
    /** The producer left, and all that it had published was taken. */
    public static final String LEFT = "left";
    /** The run ended first. */
    public static final String RUN_ENDED = "run-ended";
    /** The engine failed first. */
    public static final String ENGINE_FAILED = "engine-failed";
    /** Somebody cut the lane's file short. */
    public static final String FILE_CUT = "file-cut";

    public AttachTotals
    {
        closed = Collections.unmodifiableMap(new TreeMap<>(closed));
    }

    static String reason(final LaneFault fault, final boolean isLost)
    {
        if (isLost)
        {
            return FILE_CUT;
        }

        return switch (fault)
        {
            case NONE -> LEFT;
            case INVALID_WORD -> "invalid-word";
            case CUT_COMMAND -> "cut-command";
            case NOT_ADMITTED -> "not-admitted";
            case TAIL_OUT_OF_RANGE -> "tail-out-of-range";
        };
    }

    static String reason(final CloseReason reason)
    {
        return reason == CloseReason.AGENT_FAILED ? ENGINE_FAILED : RUN_ENDED;
    }
}
