package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;

/**
 * Point of a joined sweep, and the figure that a report shows.
 *
 * @param number   of the point, from 0
 * @param values   of all keys
 * @param results  number of its runs that have results
 * @param missing  number of its runs without a result
 * @param failures number of its runs that ended with a failure
 * @param bounds   number of its runs whose search is not bracketed
 * @param figure   of its runs together; {@link Double#NaN} if they do not have it
 * @param least    figure of the run with the least one; {@link Double#NaN} if none has it
 * @param greatest figure of the run with the greatest one; {@link Double#NaN} if none has it
 */
public record SweepPoint(
    int number,
    List<String> values,
    int results,
    int missing,
    int failures,
    int bounds,
    double figure,
    double least,
    double greatest)
{
    public SweepPoint
    {
        values = List.copyOf(values);
    }

    /** Returns whether the point has the figure. */
    public boolean isMeasured()
    {
        return !Double.isNaN(figure);
    }

    /** Returns why the point has no figure. */
    public String reason()
    {
        return bounds > 0 ? "not bracketed" : results > 0 ? "not measured" : failures > 0 ? "failed" : "no result";
    }

    /**
     * Returns the figures of a row: those of its runs together, and the median of the others.
     *
     * @param row of a point
     */
    static Map<String, BigDecimal> figures(final List<Figure> figures, final JsonNode row)
    {
        final Map<String, BigDecimal> joined = FigureValue.all(figures, row);
        row.path("spread").properties().forEach(spread ->
            joined.putIfAbsent(spread.getKey(), spread.getValue().path(PointJoin.MEDIAN).decimalValue()));

        return joined;
    }
}
