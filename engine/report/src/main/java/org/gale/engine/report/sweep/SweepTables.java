package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.figure.Figure;

/** Tables of a joined sweep as CSV, made of its rows. Pure functions. */
final class SweepTables
{
    private static final List<String> OF_RUN = List.of("run", "point", "seed", "exit");
    private static final List<String> OF_POINT = List.of("point", "results", "missing", "failed");
    private static final List<String> SPREADS = List.of(PointJoin.MIN, PointJoin.MEDIAN, PointJoin.MAX);

    private SweepTables()
    {
    }

    /** Writes a row for each run: its numbers, values and figures. */
    static void runs(final Path rows, final SweepOutline outline, final List<String> figures, final Writer csv)
        throws IOException
    {
        JsonRows.csv(rows, joined(OF_RUN, outline.keys(), figures), csv, row ->
        {
            final List<String> cells = heads(row, OF_RUN);
            figures.forEach(name -> cells.add(text(row.path("figures").path(name))));

            return cells;
        });
    }

    /** Writes a row for each point: its numbers, values, figures, and the spread of each figure. */
    static void points(
        final Path rows,
        final SweepOutline outline,
        final List<Figure> all,
        final List<String> figures,
        final Writer csv) throws IOException
    {
        final List<String> columns = joined(OF_POINT, outline.keys(), figures);
        figures.forEach(name -> SPREADS.forEach(spread -> columns.add(name + ' ' + spread)));
        JsonRows.csv(rows, columns, csv, row ->
        {
            final List<String> cells = heads(row, OF_POINT);
            final Map<String, BigDecimal> ofPoint = SweepPoint.figures(all, row);
            figures.forEach(name -> cells.add(ofPoint.containsKey(name) ? ofPoint.get(name).toPlainString() : ""));
            figures.forEach(name -> SPREADS.forEach(
                spread -> cells.add(text(row.path("spread").path(name).path(spread)))));

            return cells;
        });
    }

    private static List<String> joined(final List<String> first, final List<String> second, final List<String> third)
    {
        final List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        joined.addAll(third);

        return joined;
    }

    private static List<String> heads(final JsonNode row, final List<String> numbers)
    {
        final List<String> cells = new ArrayList<>();
        numbers.forEach(name -> cells.add(text(row.path(name))));
        row.path("values").forEach(value -> cells.add(value.asText()));

        return cells;
    }

    private static String text(final JsonNode value)
    {
        return value.isNumber() ? value.decimalValue().toPlainString() : "";
    }
}
