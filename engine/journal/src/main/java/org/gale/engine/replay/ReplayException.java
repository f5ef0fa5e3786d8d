package org.gale.engine.replay;

import java.io.IOException;

/** Failure to replay a journal, or to replay it further. The message names the place and the fault. */
public final class ReplayException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Reason of the failure. */
    public enum Reason
    {
        /** Damaged journal: its bytes, its configuration, or commands that no front end makes. */
        DAMAGED,
        /** Commands of a version that this version does not know. */
        OTHER_VERSION,
        /** Journal without a machine, as that of a device. */
        OTHER_CONTENT,
        /** Journal that ends before the requested command. */
        TOO_SHORT,
        /** Missing resource of the host that the machine needs. */
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

    /** Returns the reason of the failure. */
    public Reason reason()
    {
        return reason;
    }
}
