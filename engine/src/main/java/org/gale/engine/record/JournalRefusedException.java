package org.gale.engine.record;

/** The journal accepts no more frames: the run ends with exit code 8, and all that was acknowledged is in it. */
public final class JournalRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final long lastSequence;

    /**
     * @param reason       why, from the journal
     * @param lastSequence number of the last command that is in the journal and was applied
     */
    public JournalRefusedException(final String reason, final long lastSequence)
    {
        super(reason);
        this.lastSequence = lastSequence;
    }

    /** Number of the last command that is in the journal and was applied. */
    public long lastSequence()
    {
        return lastSequence;
    }
}
