package org.gale.engine.command;

/**
 * Exception for a command that no front end makes: an unknown opcode, a PE or a register that is not there. Nothing was
 * applied.
 */
public final class CommandException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message fault of the command, with the offending value
     */
    public CommandException(final String message)
    {
        super(message);
    }
}
