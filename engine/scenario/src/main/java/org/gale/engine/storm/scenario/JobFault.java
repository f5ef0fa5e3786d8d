package org.gale.engine.storm.scenario;

import java.util.Comparator;
import org.gale.engine.config.TerminalText;

/**
 * One mistake in a job.
 *
 * @param place   where it is
 * @param message the value, what is wrong with it, and what to do
 */
public record JobFault(Place place, String message)
{
    /** Order of the lines of a file; what options gave comes first. */
    public static final Comparator<JobFault> BY_PLACE = Comparator.<JobFault>comparingInt(fault -> fault.place().line())
        .thenComparingInt(fault -> fault.place().column());

    private static final int LENGTH_LIMIT = 300;

    /** Returns the mistake as one line, in which an option says a path once. A long value is cut. */
    @Override
    public String toString()
    {
        final String path = place.line() > 0 ? "" : place.source().substring(place.source().indexOf(' ') + 1) + ": ";
        final String rest = !path.isEmpty() && message.startsWith(path) ? message.substring(path.length()) : message;
        final String line = TerminalText.line(place + ": " + rest);

        return line.length() <= LENGTH_LIMIT ? line : line.substring(0, LENGTH_LIMIT) + "...";
    }
}
