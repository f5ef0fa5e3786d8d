package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Delays of operations by place and ordinal: the value of the key {@code ops.schedule}. A row says how many operations
 * a place has, and the delay of each one whose delay is not 0.
 * <pre>
 *   ITS_INV_EVENTR x3 3=12        three invalidations, the last of which takes effect 12 commands later
 *   event 12:5 x7                 seven events without a delay
 * </pre>
 * The text of a key has the rows in one word, after {@link #INLINE}. Immutable.
 */
public final class DelaySchedule
{
    /** Beginning of a schedule in one word. */
    public static final String INLINE = "list:";
    /** Limit of the places of a schedule. */
    public static final int PLACE_LIMIT = 1 << 16;
    /** Longest delay, commands. */
    public static final int DELAY_MAX = 1 << 20;
    /** Delay of an operation that the schedule does not have. */
    public static final int NONE = -1;

    private static final Pattern ROW = Pattern.compile("([!-~][ -~]*?) x([0-9]{1,9})((?: [0-9]{1,9}=[0-9]{1,9})*)");
    private static final String ROW_SEPARATOR = ",";
    private static final char BLANK = ' ';
    private static final char INLINE_BLANK = '/';

    private final Map<String, Row> rows;

    private DelaySchedule(final Map<String, Row> rows)
    {
        this.rows = rows;
    }

    private record Row(int count, Map<Integer, Integer> delays)
    {
    }

    /**
     * Parses the rows of a file; blank lines and comments are left out.
     *
     * @throws IllegalArgumentException with the line that is wrong
     */
    public static DelaySchedule ofLines(final List<String> lines)
    {
        final Map<String, Row> rows = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++)
        {
            final String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#')
            {
                add(rows, line, "line " + (i + 1) + ": ");
            }
        }

        return new DelaySchedule(rows);
    }

    /**
     * Returns a schedule of operations.
     *
     * @param names  place and ordinal of each, such as {@code event 12:5#7}
     * @param delays of the same operations
     */
    public static DelaySchedule of(final List<String> names, final List<Integer> delays)
    {
        final Map<String, Row> rows = new TreeMap<>();
        for (int i = 0; i < names.size(); i++)
        {
            final int mark = names.get(i).lastIndexOf('#');
            final String place = names.get(i).substring(0, mark);
            final int ordinal = Integer.parseInt(names.get(i).substring(mark + 1));
            final Row before = rows.getOrDefault(place, new Row(0, Map.of()));
            final Map<Integer, Integer> all = new TreeMap<>(before.delays);
            if (delays.get(i) != 0)
            {
                all.put(ordinal, delays.get(i));
            }
            rows.put(place, new Row(Math.max(before.count, ordinal), all));
        }

        return new DelaySchedule(rows);
    }

    /**
     * Parses a schedule in one word.
     *
     * @throws IllegalArgumentException with the row that is wrong
     */
    static DelaySchedule parse(final String word)
    {
        if (!word.startsWith(INLINE))
        {
            throw new IllegalArgumentException("'" + word + "' is no schedule (gale hunt writes one)");
        }
        final Map<String, Row> rows = new TreeMap<>();
        for (final String row : word.substring(INLINE.length()).split(ROW_SEPARATOR, -1))
        {
            if (!row.isEmpty())
            {
                add(rows, row.replace(INLINE_BLANK, BLANK), "");
            }
        }

        return new DelaySchedule(rows);
    }

    /**
     * Returns the delay of an operation.
     *
     * @param place   kind and place of the operation, without its ordinal
     * @param ordinal from 1 on
     * @return commands, or {@link #NONE} if there is no such operation
     */
    public int delay(final String place, final int ordinal)
    {
        final Row row = rows.get(place);

        return row == null || ordinal > row.count ? NONE : row.delays.getOrDefault(ordinal, 0);
    }

    /** Returns the longest delay, commands. */
    public int longest()
    {
        return rows.values().stream().flatMap(row -> row.delays.values().stream()).mapToInt(delay -> delay).max()
            .orElse(0);
    }

    /** Returns the rows, as a file has them. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        rows.forEach((place, row) ->
        {
            final StringBuilder line = new StringBuilder(place).append(" x").append(row.count);
            row.delays.forEach((ordinal, delay) -> line.append(BLANK).append(ordinal).append('=').append(delay));
            lines.add(line.toString());
        });

        return lines;
    }

    /** Returns the schedule in one word. */
    @Override
    public String toString()
    {
        return INLINE + String.join(ROW_SEPARATOR, lines()).replace(BLANK, INLINE_BLANK);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof DelaySchedule schedule && rows.equals(schedule.rows);
    }

    @Override
    public int hashCode()
    {
        return rows.hashCode();
    }

    private static void add(final Map<String, Row> rows, final String line, final String where)
    {
        final Matcher row = ROW.matcher(line);
        if (!row.matches() || line.indexOf(INLINE_BLANK) >= 0 || line.contains(ROW_SEPARATOR))
        {
            throw new IllegalArgumentException(where + "'" + line + "' is no operation (write 'ITS_SYNCR x2 2=16')");
        }
        final int count = Integer.parseInt(row.group(2));
        final Map<Integer, Integer> delays = new TreeMap<>();
        for (final String word : row.group(3).strip().split(" ", -1))
        {
            if (!word.isEmpty())
            {
                final int ordinal = Integer.parseInt(word.substring(0, word.indexOf('=')));
                final int delay = Integer.parseInt(word.substring(word.indexOf('=') + 1));
                if (ordinal < 1 || ordinal > count || delay > DELAY_MAX || delays.put(ordinal, delay) != null)
                {
                    throw new IllegalArgumentException(where + "'" + word + "' is no ordinal of 1 to " + count +
                        " with a delay of 0 to " + DELAY_MAX);
                }
            }
        }
        if (rows.size() >= PLACE_LIMIT || rows.put(row.group(1), new Row(count, delays)) != null)
        {
            throw new IllegalArgumentException(where + "'" + row.group(1) + "' is given twice, or a place too many");
        }
    }
}
