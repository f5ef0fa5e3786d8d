package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Runs command lines in this process as {@code main} does: only the command that is called is made. */
public final class GaleRun
{
    private GaleRun()
    {
    }

    /** Runs a command line on the reference machine, and returns one of {@link ExitCode}. */
    public static int of(final Writer out, final Writer err, final String... words)
    {
        return GaleCommand.run(commandLine(words), new PrintWriter(out), new PrintWriter(err), words);
    }

    /** Runs a command line that ends with an exit code, and returns what it said: its output, then its errors. */
    public static String said(final int exit, final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        assertEquals(exit, of(out, err, words), err.toString());

        return out.toString() + err;
    }

    /** Returns the command that runs a command line; without words that with all its sub-commands. */
    public static CommandLine commandLine(final String... words)
    {
        return GaleCommand.commandLine(MachineTarget::create, words);
    }

    /** Runs a command line with a command that a test has made, as the only one of {@code gale}. */
    public static int with(final CommandLine command, final Writer out, final Writer err, final String... words)
    {
        final CommandLine gale = new CommandLine(new Gale()).addSubcommand(command);
        gale.setExecutionExceptionHandler(new ErrorMessages()).setParameterExceptionHandler(new ErrorMessages());

        return GaleCommand.run(gale, new PrintWriter(out), new PrintWriter(err), words);
    }

    @CommandLine.Command(name = "gale")
    private static final class Gale
    {
        // Has sub-commands alone.
    }
}
