package org.gale.engine.replay;

import java.io.IOException;

/** A journal cannot be replayed, or not further. The message names the place and says what is wrong there. */
public final class ReplayException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason
    {
        /** The journal is damaged: its bytes, its configuration, or commands that no front end makes. */
        DAMAGED,
        /** Its commands mean what this version does not know. */
        OTHER_VERSION,
        /** It does not reach as far as was asked for. */
        TOO_SHORT,
        /** The host has not what the machine needs. */
        RESOURCES
    }

    public ReplayException(final Reason reason, final String message)
    {
        this(reason, message, null);
    }

    public ReplayException(final Reason reason, final String message, final Throwable cause)
    {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason()
    {
        return reason;
    }
}
