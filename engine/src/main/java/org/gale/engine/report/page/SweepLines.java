package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.storm.figure.Figure;

import static org.gale.engine.report.page.Markup.at;

/**
 * Chart of a figure over the first axis of a sweep: a line for each value of the second one, and behind each line the
 * spread of its seeds. A line ends where a point has no figure. Pure functions but for the page.
 */
final class SweepLines
{
    /** Limit of the lines of a chart, which is the number of colours. */
    static final int LINE_LIMIT = 9;

    private static final double HEIGHT = 300;
    private static final double RADIUS = 2.5;
    private static final double BAND_OPACITY = 0.16;

    private final Markup page;
    private final SweepGrid grid;
    private final Figure metric;
    private final double width;
    private final boolean hasSeeds;
    private final Scale scale;
    private final List<Integer> shown = new ArrayList<>();

    /**
     * Makes the charts of a sweep, which have one scale.
     *
     * @param width    of each, in units of the picture
     * @param hasSeeds true to draw the spread
     */
    SweepLines(
        final Markup page, final SweepGrid grid, final Figure metric, final double width, final boolean hasSeeds)
    {
        this.page = page;
        this.grid = grid;
        this.metric = metric;
        this.width = width;
        this.hasSeeds = hasSeeds;
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (final SweepPoint[][] cells : grid.cells().values())
        {
            for (final SweepPoint[] row : cells)
            {
                for (final SweepPoint point : row)
                {
                    if (point != null && point.isMeasured())
                    {
                        least = Math.min(least, Math.min(point.figure(), low(point)));
                        greatest = Math.max(greatest, Math.max(point.figure(), high(point)));
                    }
                }
            }
        }
        final double bottom = new Plot(page, HEIGHT).bottom();
        scale = Scale.fitted(least, greatest, bottom, Plot.TOP);
        final int rows = grid.rows().size();
        final int lines = Math.min(LINE_LIMIT, rows);
        for (int line = 0; line < lines; line++)
        {
            shown.add(lines == 1 ? 0 : line * (rows - 1) / (lines - 1));
        }
    }

    /** Draws the chart of one grid. */
    void draw(final String caption, final SweepPoint[][] cells)
    {
        final double right = width - Math.max(Plot.WIDTH - Plot.RIGHT, SweepHeat.half(grid.columns()));
        final double space = (right - Plot.LEFT) / grid.columns().size();
        final double bottom = new Plot(page, HEIGHT).bottom();
        final Plot plot = new Plot(page, HEIGHT);
        page.open("div", "class", "chart");
        page.open("svg", "viewBox", "0 0 " + at(width) + ' ' + at(HEIGHT), "role", "img", "aria-label",
            metric.label() + " by seeds" + (caption.isEmpty() ? "" : ", " + caption),
            "xmlns", "http://www.w3.org/2000/svg");
        final List<Double> ticks = scale.ticks();
        final List<String> labels = SweepStyle.labels(metric, ticks);
        for (int i = 0; i < ticks.size(); i++)
        {
            plot.line("grid", Plot.LEFT, scale.at(ticks.get(i)), right, scale.at(ticks.get(i)));
            plot.label("end", Plot.LEFT - 7, scale.at(ticks.get(i)) + 4, labels.get(i));
        }
        for (int column = 0; column < grid.columns().size(); column += SweepHeat.step(grid.columns(), space))
        {
            plot.label("middle", Plot.LEFT + (column + 0.5) * space, bottom + 16, grid.columns().get(column));
        }
        for (int line = 0; line < shown.size(); line++)
        {
            line(plot, "c" + line, cells[shown.get(line)], space);
        }
        page.close().close();
    }

    /** Writes the values of the lines. */
    void legend()
    {
        if (grid.rows().size() > 1)
        {
            final Legend legend = new Legend(page);
            for (int line = 0; line < shown.size(); line++)
            {
                legend.line("c" + line, grid.rows().get(shown.get(line)));
            }
            legend.close();
        }
    }

    private void line(final Plot plot, final String style, final SweepPoint[] row, final double space)
    {
        int from = 0;
        while (from < row.length)
        {
            int to = from;
            while (to < row.length && row[to] != null && row[to].isMeasured())
            {
                to++;
            }
            if (to > from)
            {
                part(plot, style, row, from, to, space);
            }
            from = to + 1;
        }
    }

    private void part(
        final Plot plot, final String style, final SweepPoint[] row, final int from, final int to, final double space)
    {
        final StringBuilder line = new StringBuilder();
        final StringBuilder upper = new StringBuilder();
        final StringBuilder lower = new StringBuilder();
        for (int i = from; i < to; i++)
        {
            final double x = Plot.LEFT + (i + 0.5) * space;
            line.append(point(x, row[i].figure()));
            upper.append(point(x, high(row[i])));
            lower.insert(0, point(x, low(row[i])));
        }
        if (hasSeeds)
        {
            page.empty("polygon", "class", "band " + style, "points", upper.append(lower).toString(),
                "fill-opacity", Scale.number(BAND_OPACITY));
        }
        plot.polyline("line " + style, line);
        for (int i = from; i < to; i++)
        {
            plot.circle(style, Plot.LEFT + (i + 0.5) * space, scale.at(row[i].figure()), RADIUS,
                String.join(" \u00b7 ", row[i].values()) + ": " + SweepStyle.text(metric, row[i].figure()) +
                (hasSeeds ? ", seeds " + SweepStyle.text(metric, low(row[i])) + " to " +
                    SweepStyle.text(metric, high(row[i])) : ""));
        }
    }

    private String point(final double x, final double value)
    {
        return at(x) + ',' + at(scale.at(value)) + ' ';
    }

    private static double low(final SweepPoint point)
    {
        return Double.isNaN(point.least()) ? point.figure() : point.least();
    }

    private static double high(final SweepPoint point)
    {
        return Double.isNaN(point.greatest()) ? point.figure() : point.greatest();
    }
}
