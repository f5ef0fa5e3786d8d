package org.gale.engine.command;

import java.util.List;

/**
 * Pages of one table that a pass before a migration has sent, of the pages there are, as PRECOPY puts them out
 * (M-MIG-8).
 * <pre>
 *  63    60 59    56 55           28 27            0
 *  +-------+--------+---------------+---------------+
 *  |   0   | table  |     pages     |     sent      |
 *  +-------+--------+---------------+---------------+
 * </pre>
 */
public final class PrecopyPages
{
    /** Name of the step, next to those of {@link MigrationStep}, which come after all passes. */
    public static final String STEP = "precopy";
    /** The most tables of a VM. */
    public static final int TABLE_LIMIT = 5;

    private static final List<String> TABLES = List.of("spis", "lpis", "vpes", "properties", "pending");
    private static final int PAGES_SHIFT = 28;
    private static final int TABLE_SHIFT = 2 * PAGES_SHIFT;
    private static final long PAGES_MASK = (1L << PAGES_SHIFT) - 1;
    private static final int FIRST = 2;

    static
    {
        assert TABLES.size() == TABLE_LIMIT : "a table has no name";
    }

    private PrecopyPages()
    {
    }

    /**
     * Makes a value.
     *
     * @param table number of the table
     * @param sent  pages that were sent
     * @param pages of the table
     * @return the encoded value
     */
    public static long of(final int table, final long sent, final long pages)
    {
        return (long)table << TABLE_SHIFT | pages << PAGES_SHIFT | sent;
    }

    /** Returns the number of a table, as reports name it; −1 if there is none of that name. */
    public static int table(final String name)
    {
        return TABLES.indexOf(name);
    }

    /** Returns the name of the table. */
    public static String name(final long value)
    {
        final int table = (int)(value >>> TABLE_SHIFT);

        return table >= 0 && table < TABLE_LIMIT ? TABLES.get(table) : "table " + table;
    }

    /** Returns the pages that were sent. */
    public static long sent(final long value)
    {
        return value & PAGES_MASK;
    }

    /** Returns the pages of the table. */
    public static long pages(final long value)
    {
        return value >>> PAGES_SHIFT & PAGES_MASK;
    }

    /**
     * Returns the answer to PRECOPY as scripts and dumps show it: {@code precopy 2 spis 0/1 lpis 3/16}.
     *
     * @param values the errno 0, the number of the pass, and one value for each table
     * @param count  of the values
     */
    public static String text(final long[] values, final int count)
    {
        final StringBuilder text = new StringBuilder(STEP).append(' ').append(values[1]);
        for (int i = FIRST; i < count; i++)
        {
            text.append(' ').append(name(values[i])).append(' ').append(sent(values[i])).append('/')
                .append(pages(values[i]));
        }

        return text.toString();
    }
}
