package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Rows of cells as lines of text, whose columns are as wide as their longest cells. Pure functions. */
public final class TextTable
{
    private static final int GAP = 2;

    private TextTable()
    {
    }

    /**
     * Returns a line for each row.
     *
     * @param isLeft returns whether cells of a column begin at its left end; the others end at its right one
     * @param least  least widths of the first columns, with the gap before each
     */
    public static List<String> lines(final List<List<String>> rows, final IntPredicate isLeft, final int... least)
    {
        final List<String> lines = new ArrayList<>();
        for (final List<String> row : rows)
        {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++)
            {
                final String gap = i == 0 ? "" : " ".repeat(GAP);
                final String space = " ".repeat(width(rows, i, least) - gap.length() - row.get(i).length());
                line.append(gap).append(isLeft.test(i) ? row.get(i) + space : space + row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }

        return lines;
    }

    /** Returns the width of a column with the gap before it. */
    static int width(final List<List<String>> rows, final int column, final int... least)
    {
        final int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);

        return Math.max(column < least.length ? least[column] : 0, longest + (column == 0 ? 0 : GAP));
    }
}
