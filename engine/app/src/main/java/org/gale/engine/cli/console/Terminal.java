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
        return isTerminal(System.getenv(TERM), isDevice(stream));
    }

    /** Returns whether a device can redraw a line by what {@code TERM} says, which is null if it is not set. */
    static boolean isTerminal(final String term, final boolean isDevice)
    {
        return isDevice && !DUMB.equals(term);
    }

    /** Returns whether that standard stream is a terminal of any kind. */
    public static boolean isDevice(final int stream)
    {
        return isDevice(Path.of("/proc/self/fd/" + stream));
    }

    static boolean isDevice(final Path link)
    {
        try
        {
            final String target = Files.readSymbolicLink(link).toString();
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
        return isColoured(System.getenv(NO_COLOR), isTerminal(STDOUT));
    }

    static boolean isColoured(final String noColor, final boolean isTerminal)
    {
        return isTerminal && (noColor == null || noColor.isEmpty());
    }
}
