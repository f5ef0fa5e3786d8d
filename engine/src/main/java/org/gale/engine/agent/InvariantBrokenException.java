package org.gale.engine.agent;

/** A promise was broken: an interrupt was lost or invented, or the count is off. The run ends with exit code 7. */
public final class InvariantBrokenException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** @param message which promise, which VM and INTID, and between which commands */
    public InvariantBrokenException(final String message)
    {
        super(message);
    }
}
