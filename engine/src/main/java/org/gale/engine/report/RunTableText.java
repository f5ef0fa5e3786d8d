package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;

/** Text of the tables of several runs. Pure functions. */
public final class RunTableText
{
    private static final int GAP = 2;

    private RunTableText()
    {
    }

    /** Returns the lines of all tables. A table that is wider than the text continues below itself. */
    public static List<String> lines(final RunTable table)
    {
        final List<String> lines = new ArrayList<>();
        for (final RunTable.Block block : table.blocks())
        {
            final List<List<String>> rows = new ArrayList<>();
            rows.add(joined(table.keys(), block.heading()));
            for (int i = 0; i < table.rows().size(); i++)
            {
                rows.add(joined(table.rows().get(i).values(), block.cells().get(i)));
            }
            int from = table.keys().size();
            while (from < rows.get(0).size())
            {
                final int to = end(rows, table.keys().size(), from);
                lines.add(block.title());
                for (final List<String> row : rows)
                {
                    lines.add(line(rows, row, table.keys().size(), from, to));
                }
                lines.add("");
                from = to;
            }
        }

        return lines;
    }

    /** Returns the index behind the last column that fits, at least one. */
    private static int end(final List<List<String>> rows, final int keys, final int from)
    {
        int width = 0;
        for (int i = 0; i < keys; i++)
        {
            width += width(rows, i);
        }
        int to = from;
        while (to < rows.get(0).size() && (to == from || width + width(rows, to) <= StormText.WIDTH))
        {
            width += width(rows, to);
            to++;
        }

        return to;
    }

    private static String line(
        final List<List<String>> rows, final List<String> row, final int keys, final int from, final int to)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < to; i++)
        {
            if (i < keys || i >= from)
            {
                final String space = " ".repeat(width(rows, i) - row.get(i).length());
                line.append(i < keys ? row.get(i) + space : space + row.get(i));
            }
        }

        return line.toString().stripTrailing();
    }

    private static int width(final List<List<String>> rows, final int column)
    {
        return GAP + rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static List<String> joined(final List<String> first, final List<String> second)
    {
        final List<String> joined = new ArrayList<>(first);
        joined.addAll(second);

        return joined;
    }
}
