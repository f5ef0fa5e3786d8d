package org.gale.engine.cli.golden;

import java.io.StringWriter;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;

/** Command of {@code gale} in this process, as text: its exit code, what it printed, and its messages. */
public final class GoldenCommand
{
    /** Notice of the journals that other processes left on this host. */
    private static final Pattern NOTICE = Pattern.compile("(?m)^gale storm: \\w+ earlier runs? left .*\\R");
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
        final String messages = NOTICE.matcher(err.toString()).replaceAll("");

        return "exit " + exit + '\n' + out + (messages.isEmpty() ? "" : MESSAGES + messages);
    }
}
