package org.gale.engine.journal;

/**
 * Why a writer refuses to append. Everything acknowledged before is in the journal and stays readable.
 *
 * @param reason    the kind of failure
 * @param message   what happened, one line
 * @param bytesLeft bytes that are usable on the journal's filesystem, -1 if unknown
 * @param cause     what was thrown, or null
 */
public record JournalFailure(Reason reason, String message, long bytesLeft, Throwable cause)
{
    /** The kinds of failure. */
    public enum Reason
    {
        /** The filesystem is full. */
        NO_SPACE,
        /** The journal reached the limit of its configuration. */
        LIMIT,
        /** The helper did not make space in time. */
        STALLED,
        /** Anything else: input or output failed, or a library did. */
        FAILED
    }
}
