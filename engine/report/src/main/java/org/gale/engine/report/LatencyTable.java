package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.LatencySummary;

/** Table of percentiles of histograms and their samples, as wide as its numbers need. Used once, by one thread. */
final class LatencyTable
{
    private static final int[] WIDTHS = {15, 10, 10, 10, 10, 10, 10, 12};
    private static final String TOO_FEW = "-";
    private static final int REMARK_GAP = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final String remark;

    /** Makes a table with a remark beside its headings, or below them where the numbers leave no room. */
    LatencyTable(final String remark)
    {
        this.remark = remark;
        add("latency, ns", "samples", Percentile.names());
    }

    void row(final String name, final Histogram histogram)
    {
        row(name, LatencySummary.of(histogram));
    }

    void row(final String name, final LatencySummary latency)
    {
        add(name, NumberText.count(latency.count()), latency.values().stream().map(LatencyTable::text).toList());
    }

    /** Returns a figure as a text: {@code -} if it has too few samples. */
    static String text(final long figure)
    {
        return figure == LatencySummary.NONE ? TOO_FEW : NumberText.count(figure);
    }

    List<String> lines()
    {
        List<String> lines = TextTable.lines(rows, column -> column == 0, WIDTHS);
        if (lines.stream().anyMatch(line -> line.length() > ReportLine.WIDTH))
        {
            lines = new ArrayList<>(TextTable.lines(rows.stream().map(LatencyTable::times).toList(),
                column -> column == 0, WIDTHS));
            lines.addAll(TextTable.lines(rows.stream().map(row -> row.subList(0, 2)).toList(), column -> column == 0,
                WIDTHS));
        }
        if (lines.get(0).length() + REMARK_GAP + remark.length() <= ReportLine.WIDTH)
        {
            lines.set(0, lines.get(0) + " ".repeat(REMARK_GAP) + remark);
        }
        else
        {
            lines.add("(" + remark + ')');
        }

        return lines;
    }

    /** Returns a row without its samples, which stand below a table that is too wide for them. */
    private static List<String> times(final List<String> row)
    {
        return Stream.concat(row.subList(0, 1).stream(), row.subList(2, row.size()).stream()).toList();
    }

    private void add(final String name, final String samples, final List<String> figures)
    {
        rows.add(Stream.concat(Stream.of(name, samples), figures.stream()).toList());
    }
}
