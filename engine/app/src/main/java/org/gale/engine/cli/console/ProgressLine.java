package org.gale.engine.cli.console;

import java.io.PrintWriter;
import org.gale.engine.config.TerminalText;

/**
 * One line on stderr that is redrawn while something takes more than a second; nothing where that is not a terminal.
 * Owner: the thread that waits for the work.
 */
public final class ProgressLine implements AutoCloseable
{
    /** How often to redraw. */
    public static final long INTERVAL_NS = 250_000_000L;

    private static final long QUIET_NS = 1_000_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A terminal that is narrower than the line cuts it, rather than to begin a second one that is never cleared. */
    private static final String NO_WRAP = "\u001b[?7l";
    /** Carriage return: an echo of the terminal, such as ^C, begins where the line does and is cleared with it. */
    private static final String WRAP = "\u001b[?7h\r";
    private static final int WIDTH_LIMIT = 100;

    private final PrintWriter err;
    private final boolean isShown;
    private final long startNs;
    private long lastDrawNs;
    private boolean isDrawn;

    /** Makes a line that is drawn if {@code isShown}; stderr is a terminal then. */
    public ProgressLine(final PrintWriter err, final boolean isShown, final long nowNs)
    {
        this.err = err;
        this.isShown = isShown;
        this.startNs = nowNs;
        this.lastDrawNs = nowNs;
    }

    /** Returns whether the line is to be drawn again. The caller makes its text only then. */
    public boolean isDue(final long nowNs)
    {
        return isShown && nowNs - startNs >= QUIET_NS && nowNs - lastDrawNs >= INTERVAL_NS;
    }

    /** Draws the line, if it is due. */
    public void draw(final String text, final long nowNs)
    {
        if (isDue(nowNs))
        {
            lastDrawNs = nowNs;
            final String shown = text.substring(0, Math.min(text.length(), WIDTH_LIMIT));
            err.print(CLEAR_LINE + NO_WRAP + TerminalText.line(shown) + WRAP);
            err.flush();
            isDrawn = true;
        }
    }

    /** Clears the line, so that others can write to the terminal. */
    public void clear()
    {
        if (isDrawn)
        {
            err.print(CLEAR_LINE);
            err.flush();
            isDrawn = false;
        }
    }

    @Override
    public void close()
    {
        clear();
    }
}
