package org.gale.engine.report.page;

import java.util.List;
import java.util.function.IntFunction;
import org.gale.engine.report.PercentileCurve;

import static org.gale.engine.report.page.Markup.at;

/** Picture of percentile curves: the part of the samples above a percentile, and the latency, both logarithmic. */
final class PercentileChart
{
    private static final double HEIGHT = 380;
    private static final double HUNDRED = 100;
    private static final double LEAST_PART = 1e-7;

    private PercentileChart()
    {
    }

    /**
     * Draws curves and their legend, which leaves out curves that a logarithmic axis cannot show.
     *
     * @param style of a curve by its index
     */
    static void draw(
        final Markup page, final List<PercentileCurve> curves, final IntFunction<String> style, final String title)
    {
        final Plot plot = new Plot(page, HEIGHT);
        double least = Double.MAX_VALUE;
        double most = 1;
        double leastPart = 1;
        for (final PercentileCurve.Point point : drawn(curves))
        {
            least = Math.min(least, Math.max(10, 1.0 * point.ns()));
            most = Math.max(most, 1.0 * point.ns());
            leastPart = point.percentile() < HUNDRED ? Math.min(leastPart, part(point)) : leastPart;
        }
        final Scale times = Scale.decades(Math.min(least, most), most, plot.bottom(), Plot.TOP);
        final Scale parts = Scale.decades(1, 1 / leastPart, Plot.LEFT, Plot.RIGHT);
        plot.open(title);
        plot.vertical(times, Scale::time);
        plot.horizontal(parts, PercentileChart::percentile);
        for (int i = 0; i < curves.size(); i++)
        {
            final StringBuilder points = new StringBuilder();
            for (final PercentileCurve.Point point : curves.get(i).points())
            {
                final double part = point.percentile() < HUNDRED ? part(point) : leastPart;
                points.append(at(parts.at(1 / part))).append(',').append(at(times.at(1.0 * point.ns()))).append(' ');
            }
            if (hasTime(curves.get(i)))
            {
                plot.polyline("line " + style.apply(i), points);
            }
        }
        plot.caption("percentile of the samples");
        plot.close();
        final Legend legend = new Legend(page);
        for (int i = 0; i < curves.size(); i++)
        {
            if (hasTime(curves.get(i)))
            {
                legend.line(style.apply(i), curves.get(i).name());
            }
        }
        legend.close();
    }

    /** Returns the points of the curves that are drawn. */
    private static List<PercentileCurve.Point> drawn(final List<PercentileCurve> curves)
    {
        return curves.stream().filter(PercentileChart::hasTime).flatMap(curve -> curve.points().stream()).toList();
    }

    /** Returns whether a curve has a value that a logarithmic axis can show. */
    private static boolean hasTime(final PercentileCurve curve)
    {
        return curve.points().stream().anyMatch(point -> point.ns() > 0);
    }

    private static double part(final PercentileCurve.Point point)
    {
        return Math.max(LEAST_PART, 1 - point.percentile() / HUNDRED);
    }

    private static String percentile(final double inverse)
    {
        if (inverse < 2)
        {
            return "0 %";
        }
        final int nines = (int)Math.round(Math.log10(inverse));

        return nines <= 2 ? "9".repeat(nines) + (nines == 1 ? "0 %" : " %") : "99." + "9".repeat(nines - 2) + " %";
    }
}
