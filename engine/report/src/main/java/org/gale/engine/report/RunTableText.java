package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text of the tables of several runs. Pure functions. */
public final class RunTableText
{
    private static final String GAP = "  ";

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
            final int keys = table.keys().size();
            int from = keys;
            while (from < rows.get(0).size())
            {
                final int first = from;
                final int to = end(rows, keys, from);
                lines.add(block.title());
                lines.addAll(TextTable.lines(rows.stream().map(row ->
                    Stream.concat(row.subList(0, keys).stream(), row.subList(first, to).stream()).toList()).toList(),
                    column -> column < keys));
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
            width += TextTable.width(rows, i);
        }
        int to = from;
        while (to < rows.get(0).size() && (to == from || width + TextTable.width(rows, to) <= ReportLine.WIDTH))
        {
            width += TextTable.width(rows, to);
            to++;
        }

        return to;
    }

    /** Returns the cells of a row, with more room after the last key. */
    private static List<String> joined(final List<String> keys, final List<String> figures)
    {
        final List<String> joined = new ArrayList<>(keys);
        joined.set(keys.size() - 1, keys.get(keys.size() - 1) + GAP);
        joined.addAll(figures);

        return joined;
    }
}
