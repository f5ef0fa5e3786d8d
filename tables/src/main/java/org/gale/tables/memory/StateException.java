package org.gale.tables.memory;

/** Error in the words of a saved state: the message names the part and its fault. */
public final class StateException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    public StateException(final String message)
    {
        super(message);
    }
}
