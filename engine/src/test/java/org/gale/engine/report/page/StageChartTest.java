package org.gale.engine.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.Outlier;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Shares of the stages of a response. */
class StageChartTest
{
    @Test
    void shouldDrawTheMeanAndTheSlowestAndNameStagesThatTookTime()
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        stages.put("late", histogram(4, 0));
        stages.put("queued", histogram(4, 600));
        stages.put("woken", histogram(2, 800));
        final Outlier slowest = new Outlier(7, 0, 8_192, 1_000, new Outlier.Batch(1_000, 3_500, 4_000, 4_000), 4_000,
            6_000);
        final Markup page = new Markup();

        StageChart.draw(page, 4, stages, List.of(slowest));

        assertEquals(List.of("div stages img Stages of the mean response and of the slowest responses, as shares of " +
            "each", "span: mean", "div stack", "i c3 width:60.0% queued: 600 ns", "i c8 width:40.0% woken: 400 ns",
            "span n: 1 \u00b5s", "span: slowest 1", "div stack", "i c3 width:50.0% queued: 2,500 ns",
            "i c4 width:10.0% translated: 500 ns", "i c6 width:40.0% acknowledged: 2,000 ns", "span n: 5 \u00b5s",
            "p legend", "span", "i box c3", "span", "i box c8"), PageElements.of(page));
    }

    private static Histogram histogram(final int count, final long ns)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(ns, count);

        return histogram;
    }
}
