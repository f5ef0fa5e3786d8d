package org.gale.ringbuf;

/** Fault of a lane whose producer is hostile, broken or dead. */
public enum LaneFault
{
    /** Sound lane. */
    NONE,
    /** Word that begins no command, in the place of the first word of a command. */
    INVALID_WORD,
    /** Command that is cut short by the end of the published words. */
    CUT_COMMAND,
    /** Valid command that this producer may not offer. */
    NOT_ADMITTED,
    /** Published position behind the consumer, or further ahead of it than the lane is long. */
    TAIL_OUT_OF_RANGE
}
