package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepPoint;

/**
 * Points of a sweep in the grids of a page: one for each combination of the values that have no axis.
 *
 * @param columns values of the first axis; one empty value if nothing varies
 * @param rows    values of the second axis; one empty value if one parameter varies
 * @param cells   by the caption of a grid, then by row and column; null where the sweep has no point
 */
record SweepGrid(List<String> columns, List<String> rows, Map<String, SweepPoint[][]> cells)
{
    private static final List<String> NO_AXIS = List.of("");

    /** Returns the grids of a sweep, in the order of its points. */
    static SweepGrid of(final SweepOutline outline, final List<SweepPoint> points)
    {
        final List<String> axes = outline.axes();
        final List<String> columns = axes.isEmpty() ? NO_AXIS : outline.valuesOf(axes.get(0));
        final List<String> rows = axes.size() < 2 ? NO_AXIS : outline.valuesOf(axes.get(1));
        final List<String> others = outline.others();
        final Map<String, SweepPoint[][]> cells = new LinkedHashMap<>();
        for (final SweepPoint point : points)
        {
            final List<String> at = outline.values(point.number(), axes);
            final SweepPoint[][] grid = cells.computeIfAbsent(caption(others, outline.values(point.number(), others)),
                key -> new SweepPoint[rows.size()][columns.size()]);
            final int row = axes.size() < 2 ? 0 : rows.indexOf(at.get(1));
            grid[row][axes.isEmpty() ? 0 : columns.indexOf(at.get(0))] = point;
        }

        return new SweepGrid(columns, rows, cells);
    }

    /** Returns the least and the greatest figure of all points; both are {@link Double#NaN} if no point has one. */
    double[] range()
    {
        final double[] figures = cells.values().stream().flatMap(Arrays::stream).flatMap(Arrays::stream)
            .filter(point -> point != null && point.isMeasured()).mapToDouble(SweepPoint::figure).toArray();

        return new double[]{Arrays.stream(figures).min().orElse(Double.NaN),
            Arrays.stream(figures).max().orElse(Double.NaN)};
    }

    /** Returns whether the sweep leaves out a combination of values of a grid. */
    boolean hasGaps()
    {
        return cells.values().stream().flatMap(Arrays::stream).flatMap(Arrays::stream).anyMatch(Objects::isNull);
    }

    private static String caption(final List<String> keys, final List<String> values)
    {
        final List<String> caption = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++)
        {
            caption.add(keys.get(i) + " = " + values.get(i));
        }

        return String.join(" \u00b7 ", caption);
    }
}
