package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;

/** Table of the costs of a base: key, figure with its unit, stage, and the mark with its origin. Pure functions. */
final class CostTable
{
    private static final int WIDTH = 100;

    private CostTable()
    {
    }

    /** Returns the lines of a base's table. */
    static List<String> lines(final CostModel costs)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(costs.base() + (costs.base().equals(CostModel.DEFAULT.base()) ? " (the default)" : ""));
        lines.add((row("cost", "figure", "in stage") + "origin").stripTrailing());
        for (final Cost cost : Cost.values())
        {
            final String row = row(cost.label(), figure(costs, cost), cost.stage());
            add(lines, row, costs.figure(cost).markText());
        }

        return lines;
    }

    /** Returns the lines that say when each cost is spent. */
    static List<String> meanings()
    {
        final List<String> lines = new ArrayList<>(List.of("spent when"));
        for (final Cost cost : Cost.values())
        {
            lines.add(String.format(Locale.ROOT, "  %-15s  %s", cost.label(), cost.meaning()));
        }

        return lines;
    }

    private static String row(final String cost, final String figure, final String stage)
    {
        return String.format(Locale.ROOT, "  %-15s  %10s  %-11s  ", cost, figure, stage);
    }

    private static String figure(final CostModel costs, final Cost cost)
    {
        return cost.isTime() ? NumberText.count(costs.time(cost).largestNs()) + " ns" :
            Integer.toString(costs.lrLimit());
    }

    /** Adds a row whose text goes on below it, if it is longer than a line. */
    static void add(final List<String> lines, final String row, final String text)
    {
        final String indent = " ".repeat(row.length());
        final StringBuilder line = new StringBuilder(row);
        int begin = row.length();
        for (final String word : text.split(" ", -1))
        {
            if (line.length() > begin && line.length() + 1 + word.length() > WIDTH)
            {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent);
                begin = indent.length();
            }
            line.append(line.length() > begin ? " " : "").append(word);
        }
        lines.add(line.toString());
    }
}
