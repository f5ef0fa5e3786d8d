package org.gale.engine.report.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;

/** Picture of the stages as a stack for each percentile, in shares of their sum. Pure functions. */
final class StageChart
{
    private static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99);
    private static final double ROW = 34;
    private static final double BAR = 22;
    private static final double NUMBERS = 110;

    private StageChart()
    {
    }

    /** Draws the stages, of which at least one has a sample, and their legend. */
    static void draw(final Markup page, final Map<String, Histogram> stages)
    {
        final Plot plot = new Plot(page, PERCENTILES.size() * ROW + Plot.TOP);
        plot.open("Stages as shares of their sum, for each percentile");
        double y = Plot.TOP;
        for (final double percentile : PERCENTILES)
        {
            row(plot, stages, percentile, y);
            y += ROW;
        }
        plot.close();
        final Legend legend = new Legend(page);
        stages.forEach((name, stage) ->
        {
            if (stage.getMaxValue() > 0)
            {
                legend.area(LatencyStyle.of(name), name);
            }
        });
        legend.close();
    }

    private static void row(
        final Plot plot, final Map<String, Histogram> stages, final double percentile, final double y)
    {
        double sum = 0;
        for (final Histogram stage : stages.values())
        {
            sum += stage.getValueAtPercentile(percentile);
        }
        plot.label("end", Plot.LEFT - 7, y + BAR - 6,
            "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString());
        plot.label("start", Plot.RIGHT - NUMBERS + 8, y + BAR - 6, "sum " + Scale.time(sum));
        double x = Plot.LEFT;
        for (final Map.Entry<String, Histogram> stage : stages.entrySet())
        {
            final double value = stage.getValue().getValueAtPercentile(percentile);
            final double width = sum == 0 ? 0 : value / sum * (Plot.RIGHT - NUMBERS - Plot.LEFT);
            if (width > 0)
            {
                plot.rect(LatencyStyle.of(stage.getKey()), x, y, width, BAR, 1,
                    stage.getKey() + ": " + NumberText.count((long)value) + " ns");
            }
            x += width;
        }
    }
}
