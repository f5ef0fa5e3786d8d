package org.gale.engine.journal;

/**
 * Reason why a writer refuses to append. Everything acknowledged before is in the journal and stays readable.
 *
 * @param reason    the kind of failure
 * @param message   the failure, in one line
 * @param bytesLeft bytes that are usable on the journal's filesystem, −1 if unknown
 * @param cause     the exception thrown, or null
 */
public record JournalFailure(Reason reason, String message, long bytesLeft, Throwable cause)
{
    /** Kinds of failure. */
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
