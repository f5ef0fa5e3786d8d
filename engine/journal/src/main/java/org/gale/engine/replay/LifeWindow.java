package org.gale.engine.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a life around a place, kept while a reader steps among them. Immutable.
 *
 * @param show     name of the subject
 * @param searched number of the last command that was searched
 * @param rows     in order
 * @param isOlder  true if earlier rows may be left out
 * @param isNewer  true if later rows may be left out
 */
public record LifeWindow(
    String show, long searched, List<InterruptLife.LifeRow> rows, boolean isOlder, boolean isNewer)
{
    /** Rows that a window has on each side of a place, at least, unless there are no more. */
    private static final int MARGIN = 3;

    /**
     * Searches the rows around a command.
     *
     * @param limit number of the rows up to the command, and of those after it
     */
    public static LifeWindow around(
        final InterruptLife life, final String show, final long sequence, final long searched, final int limit)
        throws IOException
    {
        final List<InterruptLife.LifeRow> rows = new ArrayList<>(life.upTo(sequence, row -> true, limit));
        final int before = rows.size();
        rows.addAll(life.after(sequence, row -> true, limit));

        return new LifeWindow(show, searched, List.copyOf(rows), before == limit, rows.size() - before == limit);
    }

    /** Returns whether the window has what a search around a command would have, near the command. */
    public boolean covers(final String of, final long sequence, final long indexed)
    {
        final long before = rows.stream().filter(row -> row.sequence() <= sequence).count();

        return show.equals(of) && searched == indexed && (before >= MARGIN || !isOlder) &&
            (rows.size() - before >= MARGIN || !isNewer);
    }
}
