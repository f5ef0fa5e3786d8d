package org.gale.tables.memory;

/** Words that were read as a state are none: which part of it, and what is wrong there. */
public final class StateException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    public StateException(final String message)
    {
        super(message);
    }
}
