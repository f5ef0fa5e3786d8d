package org.gale.engine.report.page;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.HeatScale;
import org.gale.engine.storm.Interval;

/**
 * Picture of the response time over the time of a run: the darker a cell, the more samples. The warm-up is marked, and
 * so are moments that a run noted. Pure functions.
 */
final class HeatMap
{
    private static final double HEIGHT = 330;
    private static final int COLUMN_LIMIT = 240;
    private static final double LEAST_OPACITY = 0.12;
    private static final double MARK_ROW = 4;
    private static final double STRIP = 7;
    private static final double MARK_OPACITY = 0.15;                            // ten marks may lie on each other

    private HeatMap()
    {
    }

    /**
     * Moment of a run.
     *
     * @param style   of the mark
     * @param row     0 for a mark over the whole height, else the number of a strip along the upper edge
     * @param text    explanation of the mark
     * @param startNs time since the first offer, ns
     * @param endNs   time since the first offer, ns
     */
    record Mark(String style, int row, String text, long startNs, long endNs)
    {
    }

    /** Draws the samples of intervals, of which there is at least one. */
    static void draw(final Markup page, final List<Interval> intervals, final List<Mark> marks)
    {
        final Plot plot = new Plot(page, HEIGHT);
        final Interval last = intervals.get(intervals.size() - 1);
        final double endS = (last.startNs() + last.lengthNs()) / 1e9;
        final Scale seconds = Scale.linear(endS, Plot.LEFT, Plot.RIGHT);
        final int lowest = Math.max(0, lowest(intervals) - 1);
        final int highest = Math.min(HeatScale.STEPS - 1, highest(intervals) + 1);
        final Scale times = new Scale(
            HeatScale.fromNs(lowest), HeatScale.fromNs(highest + 1), plot.bottom(), Plot.TOP, true);
        final Scale lines = Scale.decades(times.from(), times.to(), plot.bottom(), Plot.TOP);
        plot.open("Heat map of the response time over the run");
        warmup(plot, intervals, seconds);
        final int group = (intervals.size() + COLUMN_LIMIT - 1) / COLUMN_LIMIT;
        for (int i = 0; i < intervals.size(); i += group)
        {
            column(plot, intervals.subList(i, Math.min(intervals.size(), i + group)), seconds, times);
        }
        for (final double tick : lines.ticks())
        {
            if (tick >= times.from() && tick <= times.to())
            {
                plot.line("grid", Plot.LEFT, times.at(tick), Plot.RIGHT, times.at(tick));
                plot.label("end", Plot.LEFT - 7, times.at(tick) + 4, Scale.time(tick));
            }
        }
        plot.horizontal(seconds, second -> Scale.number(second) + " s");
        for (final Mark mark : marks)
        {
            final double x = seconds.at(mark.startNs() / 1e9);
            final double width = Math.max(1.5, seconds.at(mark.endNs() / 1e9) - x);
            if (mark.row() == 0)
            {
                plot.rect(mark.style(), x, Plot.TOP, width, plot.bottom() - Plot.TOP + MARK_ROW, MARK_OPACITY,
                    mark.text());
            }
            else
            {
                plot.rect(mark.style(), x, Plot.TOP + (mark.row() - 1) * STRIP, width, STRIP - 1, 1, mark.text());
            }
        }
        plot.close();
    }

    private static void warmup(final Plot plot, final List<Interval> intervals, final Scale seconds)
    {
        double endS = 0;
        for (final Interval interval : intervals)
        {
            endS = interval.isWarmup() ? (interval.startNs() + interval.lengthNs()) / 1e9 : endS;
        }
        if (endS > 0)
        {
            plot.rect("warm", Plot.LEFT, Plot.TOP, seconds.at(endS) - Plot.LEFT, plot.bottom() - Plot.TOP, 0.25,
                "warm-up");
        }
    }

    private static void column(
        final Plot plot, final List<Interval> intervals, final Scale seconds, final Scale times)
    {
        final long[] counts = new long[HeatScale.STEPS];
        long most = 0;
        for (final Interval interval : intervals)
        {
            for (int step = 0; step < counts.length; step++)
            {
                counts[step] += interval.responseHeat().get(step);
                most = Math.max(most, counts[step]);
            }
        }
        final Interval last = intervals.get(intervals.size() - 1);
        final double startS = intervals.get(0).startNs() / 1e9;
        final double endS = (last.startNs() + last.lengthNs()) / 1e9;
        final double x = seconds.at(startS);
        for (int step = 0; step < counts.length; step++)
        {
            if (counts[step] > 0)
            {
                final double top = times.at(HeatScale.fromNs(step + 1));
                final double opacity = LEAST_OPACITY +
                    (1 - LEAST_OPACITY) * Math.log1p(1.0 * counts[step]) / Math.log1p(1.0 * most);
                plot.rect("heat", x, top, seconds.at(endS) - x, times.at(HeatScale.fromNs(step)) - top, opacity,
                    Scale.number(startS) + " s, " + Scale.time(HeatScale.fromNs(step)) + ": " +
                        NumberText.counted(counts[step], "sample"));
            }
        }
    }

    private static int lowest(final List<Interval> intervals)
    {
        int lowest = HeatScale.STEPS - 1;
        for (final Interval interval : intervals)
        {
            for (int step = 0; step < lowest; step++)
            {
                lowest = interval.responseHeat().get(step) > 0 ? step : lowest;
            }
        }

        return lowest;
    }

    private static int highest(final List<Interval> intervals)
    {
        int highest = 0;
        for (final Interval interval : intervals)
        {
            for (int step = HeatScale.STEPS - 1; step > highest; step--)
            {
                highest = interval.responseHeat().get(step) > 0 ? step : highest;
            }
        }

        return highest;
    }
}
