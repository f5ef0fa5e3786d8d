package org.gale.engine.cli.book;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.WrappedText;

/** Tables of texts in columns: where they are wider than the terminal, the widest columns are wrapped. */
final class PageTable
{
    private static final String GAP = "  ";
    private static final int LEAST = 8;

    private PageTable()
    {
    }

    /**
     * Returns the lines of a table, whose first row is its head.
     *
     * @param rows of as many cells as the first one has, or fewer
     */
    static List<String> lines(final List<List<String>> rows, final int width)
    {
        final int[] widths = widths(rows, width);
        final List<String> lines = new ArrayList<>();
        for (final List<String> row : rows)
        {
            line(row, widths, lines);
            if (lines.size() > 0 && row == rows.get(0))
            {
                final StringBuilder rule = new StringBuilder();
                for (final int column : widths)
                {
                    rule.append(rule.isEmpty() ? "" : GAP).append("-".repeat(column));
                }
                lines.add(rule.toString());
            }
        }

        return lines;
    }

    /** Returns the widths of the columns: those of their longest cells, the widest ones narrowed until all fit. */
    private static int[] widths(final List<List<String>> rows, final int width)
    {
        final int[] widths = new int[rows.get(0).size()];
        int sum = GAP.length() * (widths.length - 1);
        for (int column = 0; column < widths.length; column++)
        {
            for (final List<String> row : rows)
            {
                widths[column] = Math.max(widths[column], column < row.size() ? row.get(column).length() : 0);
            }
            sum += widths[column];
        }
        while (sum > width)
        {
            int widest = 0;
            for (int column = 1; column < widths.length; column++)
            {
                widest = widths[column] > widths[widest] ? column : widest;
            }
            if (widths[widest] <= LEAST)
            {
                return widths;
            }
            widths[widest]--;
            sum--;
        }

        return widths;
    }

    private static void line(final List<String> row, final int[] widths, final List<String> lines)
    {
        final List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int column = 0; column < row.size(); column++)
        {
            cells.add(WrappedText.lines(row.get(column), widths[column]));
            height = Math.max(height, cells.get(column).size());
        }
        for (int part = 0; part < height; part++)
        {
            final StringBuilder line = new StringBuilder();
            for (int column = 0; column < cells.size(); column++)
            {
                final List<String> cell = cells.get(column);
                final String text = part < cell.size() ? cell.get(part) : "";
                line.append(column == 0 ? "" : GAP).append(text)
                    .append(" ".repeat(Math.max(0, widths[column] - text.length())));
            }
            lines.add(line.toString().stripTrailing());
        }
    }
}
