package org.gale.engine.replay;

import java.io.IOException;
import org.gale.engine.journal.JournalDamage;
import org.gale.engine.journal.JournalReader;

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

    /** Makes the exception for a frame whose content is invalid, the last one that was read. */
    static ReplayException damaged(final JournalReader reader, final String finding, final Throwable cause)
    {
        return new ReplayException(Reason.DAMAGED, new JournalDamage(reader.file(), reader.segment(),
            reader.frameNumber(), reader.frameOffset(), finding, reader.firstSequence() - 1).message(), cause);
    }

    /** Returns the reason of the failure. */
    public Reason reason()
    {
        return reason;
    }
}
