package org.gale.engine.report.page;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Interval;

import static org.gale.engine.report.page.Markup.at;

/** Picture of the offered and delivered rates over the time of a run. Pure functions. */
final class RateChart
{
    private static final double HEIGHT = 240;
    private static final double HEADROOM = 1.05;
    private static final long SHORT_PART = 20;

    private RateChart()
    {
    }

    /** Draws the rates of intervals, of which there is at least one, the phases, and a legend. */
    static void draw(final Markup page, final List<Interval> all, final PhaseMarks phases)
    {
        final List<Interval> intervals = withoutSlivers(all);
        final Plot plot = new Plot(page, HEIGHT);
        final Interval last = intervals.get(intervals.size() - 1);
        double most = 1;
        for (final Interval interval : intervals)
        {
            most = Math.max(most, Math.max(interval.offeredPerS(), interval.deliveredPerS()));
        }
        final Scale seconds = Scale.linear((last.startNs() + last.lengthNs()) / 1e9, Plot.LEFT, Plot.RIGHT);
        final Scale rates = Scale.linear(most * HEADROOM, plot.bottom(), Plot.TOP);
        plot.open("Rates over the run");
        plot.vertical(rates, RateChart::rate);
        plot.horizontal(seconds, second -> Scale.number(second) + " s");
        plot.polyline("line c0", steps(intervals, seconds, rates, Interval::deliveredPerS));
        plot.polyline("line c1", steps(intervals, seconds, rates, Interval::offeredPerS));
        phases.draw(plot, seconds, Plot.TOP);
        plot.caption(HeatMap.TIME_CAPTION);
        plot.close();
        new Legend(page).line("c0", "delivered").line("c1", "offered").close();
    }

    /** Returns the intervals that are long enough for a rate: the rest of a second at the end of a run is not. */
    private static List<Interval> withoutSlivers(final List<Interval> intervals)
    {
        final long longestNs = intervals.stream().mapToLong(Interval::lengthNs).max().orElse(0);

        return intervals.stream().filter(interval -> interval.lengthNs() >= longestNs / SHORT_PART).toList();
    }

    /** Returns a rate as a label: {@code 800 k/s}. */
    private static String rate(final double perS)
    {
        return NumberText.rate(perS).replace(".0 ", " ");
    }

    private static CharSequence steps(
        final List<Interval> intervals,
        final Scale seconds,
        final Scale rates,
        final ToDoubleFunction<Interval> rate)
    {
        final StringBuilder points = new StringBuilder();
        for (final Interval interval : intervals)
        {
            final String y = at(rates.at(rate.applyAsDouble(interval)));
            points.append(at(seconds.at(interval.startNs() / 1e9))).append(',').append(y).append(' ')
                .append(at(seconds.at((interval.startNs() + interval.lengthNs()) / 1e9))).append(',').append(y)
                .append(' ');
        }

        return points;
    }
}
