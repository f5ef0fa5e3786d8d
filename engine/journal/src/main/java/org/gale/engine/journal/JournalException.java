package org.gale.engine.journal;

import java.io.IOException;

/** Exception for a journal that cannot be made, opened or continued. The message names the path and the reason. */
public final class JournalException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Reasons of the exception. */
    public enum Reason
    {
        /** The directory is not empty. */
        NOT_EMPTY,
        /** The path holds no journal, or is not a directory. */
        NOT_A_JOURNAL,
        /** Another writer has it open. */
        IN_USE,
        /** The file {@code gale.journal} is whole, and it or its commands have another version. */
        OTHER_VERSION,
        /** The host has no space for it. */
        NO_SPACE,
        /** The journal is damaged; nothing was changed. */
        DAMAGED,
        /** The journal met a loss of power and must be repaired first. */
        NEEDS_REPAIR,
        /** The host failed otherwise. */
        FAILED
    }

    public JournalException(final Reason reason, final String message)
    {
        super(message);
        this.reason = reason;
    }

    public JournalException(final Reason reason, final String message, final Throwable cause)
    {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the reason. */
    public Reason reason()
    {
        return reason;
    }
}
