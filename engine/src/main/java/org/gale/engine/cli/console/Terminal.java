package org.gale.engine.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Terminal at the other end of the standard streams, if there is one. Queries only. */
public final class Terminal
{
    private static final String NO_COLOR = "NO_COLOR";
    private static final String TERM = "TERM";
    private static final String DUMB = "dumb";

    /** Numbers of the standard streams. */
    public static final int STDIN = 0;
    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    private Terminal()
    {
    }

    /** Returns whether a standard stream is a terminal that can redraw a line; one with {@code TERM=dumb} cannot. */
    public static boolean isTerminal(final int stream)
    {
        return !DUMB.equals(System.getenv(TERM)) && isDevice(stream);
    }

    /** Returns whether that standard stream is a terminal of any kind. */
    public static boolean isDevice(final int stream)
    {
        try
        {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        }
        catch (final IOException ex)
        {
            return false;                                                       // closed, or no /proc: do not draw
        }
    }

    /** Returns whether standard output may be coloured: a terminal, and the user has not set {@code NO_COLOR}. */
    public static boolean isColoured()
    {
        final String noColor = System.getenv(NO_COLOR);

        return (noColor == null || noColor.isEmpty()) && isTerminal(STDOUT);
    }
}
