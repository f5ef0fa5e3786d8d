package org.gale.engine.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Outlier;

import static org.gale.engine.report.page.Markup.at;

/**
 * Picture of the stages of the mean response and of the slowest responses: a bar each, in shares of that response. Only
 * stages that add up to a response are shown: those of one interrupt, and the means. Pure functions.
 */
final class StageChart
{
    /** Limit of the outliers that are drawn. */
    static final int OUTLIER_LIMIT = 10;

    private static final double PERCENT = 100;

    private StageChart()
    {
    }

    /**
     * Draws the bars and their legend.
     *
     * @param samples  number of responses, at least one
     * @param stages   of these responses
     * @param outliers slowest responses, the slowest first
     */
    static void draw(
        final Markup page, final long samples, final Map<String, Histogram> stages, final List<Outlier> outliers)
    {
        page.open("div", "class", "stages", "role", "img", "aria-label",
            "Stages of the mean response and of the slowest responses, as shares of each");
        bar(page, "mean", means(samples, stages));
        for (int i = 0; i < Math.min(OUTLIER_LIMIT, outliers.size()); i++)
        {
            bar(page, "slowest " + (i + 1), outliers.get(i).stages());
        }
        page.close();
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

    /** Returns the mean stages of all responses: a stage that a response does not have counts as 0 for it. */
    private static Map<String, Long> means(final long samples, final Map<String, Histogram> stages)
    {
        final Map<String, Long> means = new LinkedHashMap<>();
        stages.forEach((name, stage) ->
            means.put(name, Math.round(stage.getMean() * stage.getTotalCount() / samples)));

        return means;
    }

    private static void bar(final Markup page, final String name, final Map<String, Long> stages)
    {
        final long sum = stages.values().stream().mapToLong(Long::longValue).sum();
        page.leaf("span", name);
        page.open("div", "class", "stack");
        stages.forEach((stage, ns) ->
        {
            if (ns > 0)
            {
                page.leaf("i", "", "class", LatencyStyle.of(stage), "style", "width:" + at(PERCENT * ns / sum) + '%',
                    "title", stage + ": " + NumberText.count(ns) + " ns");
            }
        });
        page.close();
        page.leaf("span", Scale.time(1.0 * sum), "class", "n");
    }
}
