package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostFigure;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.CostPath;
import org.gale.engine.storm.scenario.HostKind;

/** Table of the costs of a base: key, figure with its unit, stage, and the mark with its origin. Pure functions. */
final class CostTable
{
    private static final int WIDTH = 100;
    private static final String PATH = "  %-18s  %7s ns  ";

    private CostTable()
    {
    }

    /** Returns the lines of a base's table. */
    static List<String> lines(final CostModel costs)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(costs.base() + heading(costs.base()));
        lines.add((row("cost", "figure", "in stage") + "origin").stripTrailing());
        for (final Cost cost : Cost.values())
        {
            final String row = row(cost.label(), figure(costs, cost), cost.stage());
            add(lines, row, costs.figure(cost).markText());
        }

        return lines;
    }

    /** Returns the kinds of machines whose default a base is. */
    private static String heading(final String base)
    {
        final String kinds = Stream.of(HostKind.values()).filter(kind -> CostModel.of(kind).base().equals(base))
            .map(HostKind::label).collect(Collectors.joining(" and "));

        return kinds.isEmpty() ? "" : " (the default of " + kinds + ')';
    }

    /** Returns the lines with the sum of each path by the costs of a base, and the published latency of one. */
    static List<String> paths(final CostModel costs)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("  path                    sum     spent on");
        for (final CostPath path : CostPath.values())
        {
            lines.add(String.format(Locale.ROOT, PATH, path.label(), NumberText.count(Math.round(path.sumNs(costs)))) +
                path.costs().stream().map(cost -> cost == Cost.DIRTY ? CostTableLaws.DIRTY_LEFT : cost.label())
                .collect(Collectors.joining(" + ")));
        }
        final CostFigure published = CostPath.PUBLISHED;
        add(lines, String.format(
            Locale.ROOT, PATH, "published", NumberText.count(published.time().largestNs())), published.origin() +
            ". Compare 'forwarded, running', less host-irq: the device is a thread of the host");

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
