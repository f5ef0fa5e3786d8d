package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.gale.engine.script.MachineTarget;

/** Runs command lines in this process as {@code main} does: only the command that is called is made. */
final class GaleRun
{
    private GaleRun()
    {
    }

    /** Runs a command line on the reference machine, and returns one of {@link ExitCode}. */
    static int of(final Writer out, final Writer err, final String... words)
    {
        return GaleCommand.run(
            GaleCommand.commandLine(MachineTarget::create, words), new PrintWriter(out), new PrintWriter(err), words);
    }
}
