package org.gale.engine.cli.golden;

import java.io.StringWriter;
import org.gale.engine.cli.GaleRun;

/** Command of {@code gale} in this process, as text: its exit code, what it printed, and its messages. */
public final class GoldenCommand
{
    private static final String MESSAGES = "--- messages\n";

    private GoldenCommand()
    {
    }

    /** Runs a command line, and returns exit code, output and messages. */
    public static String run(final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(out, err, words);

        return "exit " + exit + '\n' + out + (err.toString().isEmpty() ? "" : MESSAGES + err);
    }
}
