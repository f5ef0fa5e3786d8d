package org.gale.engine.cli;

/**
 * Ends a command with an exit code and a message: what is wrong, where, with which value, and what to do. It is printed
 * as {@code gale <command>: <message>}, without a stack trace.
 */
public final class CommandFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure with one of {@link ExitCode}. */
    public CommandFailure(final int exitCode, final String message)
    {
        this(exitCode, message, null);
    }

    /** A failure with its cause, which debugging shows. */
    public CommandFailure(final int exitCode, final String message, final Throwable cause)
    {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode()
    {
        return exitCode;
    }
}
