package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.StormHistory;

/**
 * Picture of the response time over the time of a run: the stronger a cell, the more samples it has. Strips above the
 * cells show moments that a run noted, a column and a circle each outlier. Pure functions.
 */
final class HeatMap
{
    /** Caption of axes that show the time of a run. */
    static final String TIME_CAPTION = "time since the first offer";

    private static final double HEIGHT = 360;
    private static final double LEAST_OPACITY = 0.12;
    private static final double STRIP = 14;
    private static final double STRIP_MARK = 9;
    private static final double STRIP_GAP = 8;
    private static final double LEAST_MARK = 2;
    private static final double SPAN_OPACITY = 0.18;
    private static final double RADIUS = 4;
    private static final double DIAMETER = 10;
    /** Limit of the places that are tried for a circle: the width of the picture. */
    private static final int PLACE_LIMIT = 160;
    private static final double LABELLED_WIDTH = 64;

    private HeatMap()
    {
    }

    /**
     * Moment of a run.
     *
     * @param strip   name of the strip that shows the moment, which is its style, too
     * @param text    explanation of the mark
     * @param startNs time since the first offer, ns
     * @param endNs   time since the first offer, ns
     */
    record Mark(String strip, String text, long startNs, long endNs)
    {
    }

    /**
     * Outlier of a run.
     *
     * @param text       explanation of the mark
     * @param atNs       time of the acknowledge since the first offer, ns
     * @param responseNs response time, ns
     */
    record Point(String text, long atNs, long responseNs)
    {
        long startNs()
        {
            return Math.max(0, atNs - responseNs);
        }
    }

    /**
     * Draws the samples of a run, of which there is at least one.
     *
     * @param strips names of the strips, from the top
     * @param marks  moments in strips
     * @param points outliers
     */
    static void draw(
        final Markup page,
        final StormHistory history,
        final List<String> strips,
        final List<Mark> marks,
        final List<Point> points,
        final PhaseMarks phases)
    {
        final List<Interval> intervals = history.intervals();
        final ResponseHeat heat = history.heat();
        final double top = Plot.TOP + strips.size() * STRIP + STRIP_GAP;
        final Plot plot = new Plot(page, HEIGHT);
        final Interval last = intervals.get(intervals.size() - 1);
        final double endS = (last.startNs() + last.lengthNs()) / 1e9;
        final Scale seconds = Scale.linear(endS, Plot.LEFT, Plot.RIGHT);
        final int[] used = IntStream.range(0, HeatScale.STEPS).filter(step -> isUsed(heat, step)).toArray();
        final int lowest = Math.max(0, used[0] - 1);
        final int highest = Math.min(HeatScale.STEPS - 1, used[used.length - 1] + 1);
        final Scale times = new Scale(
            HeatScale.fromNs(lowest), HeatScale.fromNs(highest + 1), plot.bottom(), top, true);
        final Scale lines = Scale.decades(times.from(), times.to(), plot.bottom(), top);
        plot.open("Heat map of the response time over the run");
        final long most = most(heat);
        for (int slice = 0; slice < heat.slices().size(); slice++)
        {
            column(plot, heat, slice, most, seconds, times);
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
        warmup(plot, intervals, seconds, top);
        for (int i = 0; i < strips.size(); i++)
        {
            strip(plot, strips.get(i), Plot.TOP + i * STRIP, seconds, marks);
        }
        spans(plot, points, seconds, top);
        circles(plot, points, seconds, times);
        phases.draw(plot, seconds, top);
        plot.caption(TIME_CAPTION);
        plot.close();
    }

    private static void strip(
        final Plot plot, final String name, final double y, final Scale seconds, final List<Mark> marks)
    {
        plot.label("end", Plot.LEFT - 7, y + STRIP_MARK, name + 's');
        for (final Mark mark : marks)
        {
            if (mark.strip().equals(name))
            {
                final double x = seconds.at(mark.startNs() / 1e9);
                plot.rect(name, x, y, Math.max(LEAST_MARK, seconds.at(mark.endNs() / 1e9) - x), STRIP_MARK, 1,
                    mark.text());
            }
        }
    }

    /** Draws a column over the times of outliers; those that overlap share one. */
    private static void spans(final Plot plot, final List<Point> points, final Scale seconds, final double top)
    {
        final List<Point> sorted =
            points.stream().sorted(Comparator.comparingLong(Point::startNs)).toList();
        int at = 0;
        while (at < sorted.size())
        {
            final int first = at;
            long endNs = sorted.get(at).atNs();
            while (at < sorted.size() && sorted.get(at).startNs() <= endNs)
            {
                endNs = Math.max(endNs, sorted.get(at).atNs());
                at++;
            }
            final double x = seconds.at(sorted.get(first).startNs() / 1e9);
            plot.rect("mark", x, top, Math.max(LEAST_MARK, seconds.at(endNs / 1e9) - x), plot.bottom() - top,
                SPAN_OPACITY, NumberText.counted(at - first, "outlier"));
        }
    }

    /** Draws the end of the warm-up, and its name where there is room. */
    private static void warmup(
        final Plot plot, final List<Interval> intervals, final Scale seconds, final double top)
    {
        double endS = 0;
        for (final Interval interval : intervals)
        {
            endS = interval.isWarmup() ? (interval.startNs() + interval.lengthNs()) / 1e9 : endS;
        }
        if (endS > 0)
        {
            final double x = seconds.at(endS);
            plot.line("warm", x, top, x, plot.bottom());
            if (x - Plot.LEFT >= LABELLED_WIDTH)
            {
                plot.label("end", x - 5, plot.bottom() - 6, "warm-up");
            }
        }
    }

    private static void column(
        final Plot plot,
        final ResponseHeat heat,
        final int slice,
        final long most,
        final Scale seconds,
        final Scale times)
    {
        final List<Long> counts = heat.slices().get(slice);
        final double x = seconds.at(slice * heat.sliceNs() / 1e9);
        final double width = seconds.at((slice + 1) * heat.sliceNs() / 1e9) - x;
        for (int step = 0; step < counts.size(); step++)
        {
            if (counts.get(step) > 0)
            {
                final double top = times.at(HeatScale.fromNs(step + 1));
                plot.cell("heat", x, top, width, times.at(HeatScale.fromNs(step)) - top,
                    opacity(counts.get(step), most));
            }
        }
    }

    /**
     * Adds the scale of the shades to a legend: powers of ten, and the samples of the strongest cell.
     *
     * @param heat with at least one sample
     */
    static Legend shades(final Legend legend, final ResponseHeat heat)
    {
        final long most = most(heat);
        for (long count = 1; count < most; count *= 10)
        {
            legend.shade("heat", opacity(count, most), NumberText.count(count));
        }

        return legend.shade("heat", opacity(most, most), NumberText.counted(most, "sample"));
    }

    private static double opacity(final long count, final long most)
    {
        return LEAST_OPACITY + (1 - LEAST_OPACITY) * Math.log1p(1.0 * count) / Math.log1p(1.0 * most);
    }

    /** Returns the number of samples of the strongest cell. */
    private static long most(final ResponseHeat heat)
    {
        return heat.slices().stream().mapToLong(Collections::max).max().orElse(0);
    }

    /** Draws a circle for each outlier: beside its place where that is taken. */
    private static void circles(final Plot plot, final List<Point> points, final Scale seconds, final Scale times)
    {
        final List<Double> xs = new ArrayList<>();
        final List<Double> ys = new ArrayList<>();
        for (final Point point : points)
        {
            final double y = times.at(1.0 * point.responseNs());
            final double x = free(seconds.at(point.atNs() / 1e9), y, xs, ys);
            xs.add(x);
            ys.add(y);
            plot.circle("outlier", x, y, RADIUS, point.text());
        }
    }

    /** Returns the nearest place for a circle that covers no other one, or its own place if there is none. */
    private static double free(final double own, final double y, final List<Double> xs, final List<Double> ys)
    {
        for (int step = 0; step < PLACE_LIMIT; step++)
        {
            final double x = own + DIAMETER * (step % 2 == 0 ? -step / 2 : (step + 1) / 2);
            boolean isFree = x >= Plot.LEFT && x <= Plot.RIGHT;
            for (int i = 0; i < xs.size() && isFree; i++)
            {
                isFree = Math.hypot(x - xs.get(i), y - ys.get(i)) >= DIAMETER - 1;
            }
            if (isFree)
            {
                return x;
            }
        }

        return own;
    }

    private static boolean isUsed(final ResponseHeat heat, final int step)
    {
        return heat.slices().stream().anyMatch(counts -> counts.get(step) > 0);
    }
}
