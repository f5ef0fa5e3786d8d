package org.gale.engine.record;

import org.gale.engine.journal.JournalFailure;

/**
 * Exception for a journal that accepts no more frames. The run ends with exit code 8, and all acknowledged frames are
 * in the journal.
 */
public final class JournalRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final long lastSequence;

    /**
     * Creates the exception.
     *
     * @param reason       the journal's reason
     * @param lastSequence number of the last command that is in the journal and was applied
     */
    public JournalRefusedException(final JournalFailure reason, final long lastSequence)
    {
        super(reason.message());
        this.lastSequence = lastSequence;
    }

    /** Returns the number of the last command that is in the journal and was applied. */
    public long lastSequence()
    {
        return lastSequence;
    }
}
