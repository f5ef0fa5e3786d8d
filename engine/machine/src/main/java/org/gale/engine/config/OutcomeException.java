package org.gale.engine.config;

/**
 * Failure that ends a run or a command, with its outcome and a message for the user: the fault, its place, the value,
 * and the remedy. It is printed without a stack trace.
 */
public final class OutcomeException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /**
     * Constructs a failure.
     *
     * @param outcome of the run or command
     * @param message for the user
     */
    public OutcomeException(final Outcome outcome, final String message)
    {
        this(outcome, message, null);
    }

    /**
     * Constructs a failure with its cause, which debugging shows.
     *
     * @param outcome of the run or command
     * @param message for the user
     * @param cause   null if there is none
     */
    public OutcomeException(final Outcome outcome, final String message, final Throwable cause)
    {
        super(message, cause);
        this.outcome = outcome;
    }

    /** Returns the outcome of the run or command that this failure ends. */
    public Outcome outcome()
    {
        return outcome;
    }
}
