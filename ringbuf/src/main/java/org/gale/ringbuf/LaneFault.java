package org.gale.ringbuf;

/** What a consumer found wrong with a lane whose producer is hostile, broken or dead. */
public enum LaneFault
{
    /** Nothing is wrong. */
    NONE,
    /** A word stands where a command should begin, and no command begins with it. */
    INVALID_WORD,
    /** The published words end inside a command. */
    CUT_COMMAND,
    /** A command that is one, but not one that this producer may offer. */
    NOT_ADMITTED,
    /** The published position is behind the consumer, or further ahead of it than the lane is long. */
    TAIL_OUT_OF_RANGE
}
