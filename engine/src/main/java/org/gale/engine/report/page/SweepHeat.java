package org.gale.engine.report.page;

import java.util.List;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.storm.figure.Figure;

import static org.gale.engine.report.page.Markup.at;

/**
 * Heat map of a figure over the two axes of a sweep: the stronger a cell, the higher the figure. A point without a
 * figure is an empty frame; a point that the sweep leaves out is blank. Pure functions but for the page.
 */
final class SweepHeat
{
    private static final double TOP = 8;
    private static final double RIGHT_MARGIN = 10;
    private static final double BOTTOM = 24;
    private static final double LETTER = 6.8;
    private static final double LABEL_LIMIT = 190;
    private static final double LABEL_GAP = 8;
    private static final double LINE = 15;
    private static final double HEIGHT_LIMIT = 640;
    private static final double ROW_LIMIT = 36;
    private static final double BASELINE = 4;
    private static final double GAP = 1;
    private static final double WEAKEST = 0.08;
    private static final double STRONGEST = 0.8;
    private static final int SHADES = 4;

    private final Markup page;
    private final SweepGrid grid;
    private final Figure metric;
    private final double width;
    private final double left;
    private final double least;
    private final double greatest;

    /**
     * Makes the maps of a sweep, which have one scale.
     *
     * @param width of each, in units of the picture
     */
    SweepHeat(final Markup page, final SweepGrid grid, final Figure metric, final double width)
    {
        this.page = page;
        this.grid = grid;
        this.metric = metric;
        this.width = width;
        final int longest = grid.rows().stream().mapToInt(String::length).max().orElse(0);
        this.left = Math.min(LABEL_LIMIT, LETTER * longest + 2 * LABEL_GAP);
        final double[] range = grid.range();
        this.least = range[0];
        this.greatest = range[1];
    }

    /** Draws the map of one grid. */
    void draw(final String caption, final SweepPoint[][] cells)
    {
        final double right = width - Math.max(RIGHT_MARGIN, half(grid.columns()));
        final double cellWidth = (right - left) / grid.columns().size();
        final double cellHeight = Math.min(ROW_LIMIT, HEIGHT_LIMIT / grid.rows().size());
        final double bottom = TOP + cellHeight * grid.rows().size();
        page.open("div", "class", "chart");
        page.open("svg", "viewBox", "0 0 " + at(width) + ' ' + at(bottom + BOTTOM), "role", "img", "aria-label",
            metric.label() + (caption.isEmpty() ? "" : ", " + caption), "xmlns", "http://www.w3.org/2000/svg");
        for (int row = 0; row < cells.length; row++)
        {
            for (int column = 0; column < cells[row].length; column++)
            {
                if (cells[row][column] != null)
                {
                    cell(cells[row][column], left + column * cellWidth, TOP + row * cellHeight, cellWidth, cellHeight);
                }
            }
        }
        final int rowStep = (int)Math.ceil(LINE / cellHeight);
        for (int row = 0; row < grid.rows().size(); row += rowStep)
        {
            label("end", left - LABEL_GAP, TOP + (row + 0.5) * cellHeight + BASELINE, grid.rows().get(row));
        }
        for (int column = 0; column < grid.columns().size(); column += step(grid.columns(), cellWidth))
        {
            label("middle", left + (column + 0.5) * cellWidth, bottom + LINE, grid.columns().get(column));
        }
        page.close().close();
    }

    /** Writes the scale of the shades. */
    void legend()
    {
        final Legend legend = new Legend(page);
        for (int shade = 0; shade < SHADES && least < greatest; shade++)
        {
            final double part = shade / (SHADES - 1.0);
            final double value = isLog() ? least * Math.pow(greatest / least, part) :
                least + (greatest - least) * part;
            legend.shade("heat", opacity(value), SweepStyle.text(metric, value));
        }
        legend.area("empty", "no figure: no result, or failed").close();
    }

    /** Returns how many labels apart two are that do not touch. */
    static int step(final List<String> labels, final double space)
    {
        return Math.max(1, (int)Math.ceil((2 * half(labels) + LABEL_GAP) / space));
    }

    /** Returns half the width of the longest label, which the last one may have beyond its cell. */
    static double half(final List<String> labels)
    {
        return LETTER * labels.stream().mapToInt(String::length).max().orElse(1) / 2;
    }

    private void cell(
        final SweepPoint point, final double x, final double y, final double cellWidth, final double height)
    {
        final String text = point.isMeasured() ? SweepStyle.text(metric, point.figure()) : point.reason();
        page.open("rect", "class", point.isMeasured() ? "heat" : "empty", "x", at(x), "y", at(y),
            "width", at(Math.max(GAP, cellWidth - GAP)), "height", at(Math.max(GAP, height - GAP)),
            "fill-opacity", Scale.number(point.isMeasured() ? opacity(point.figure()) : 0));
        page.leaf("title", String.join(" \u00b7 ", point.values()) + ": " + text);
        page.close();
        if (height >= LINE && cellWidth >= LETTER * text.length())
        {
            page.leaf("text", text, "class", "cell", "x", at(x + cellWidth / 2), "y", at(y + height / 2 + BASELINE),
                "text-anchor", "middle");
        }
    }

    private void label(final String anchor, final double x, final double y, final String text)
    {
        final int letters = (int)((LABEL_LIMIT - 2 * LABEL_GAP) / LETTER);
        page.leaf("text", text.length() <= letters ? text : text.substring(0, letters - 1) + '\u2026',
            "x", at(x), "y", at(y), "text-anchor", anchor);
    }

    private boolean isLog()
    {
        return least > 0;
    }

    private double opacity(final double value)
    {
        if (least == greatest)
        {
            return (WEAKEST + STRONGEST) / 2;
        }
        final double part = isLog() ? Math.log(value / least) / Math.log(greatest / least) :
            (value - least) / (greatest - least);

        return WEAKEST + (STRONGEST - WEAKEST) * part;
    }
}
