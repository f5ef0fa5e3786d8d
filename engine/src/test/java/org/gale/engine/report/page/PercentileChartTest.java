package org.gale.engine.report.page;

import java.util.List;
import org.gale.engine.report.PercentileCurve;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Percentile curves on two logarithmic axes, with coordinates computed by hand. */
class PercentileChartTest
{
    private static final PercentileCurve CURVE =
        curve("first", new double[]{0, 90, 99.5, 100}, 100, 1_000, 0, 1_000_000);
    private static final PercentileCurve ZERO = curve("zero", new double[]{0, 100}, 0, 0);

    @Test
    void shouldDrawACurveBetweenPowersOfTen()
    {
        // times: 80 units a decade, from 100 ns up; percentiles: a third of 814 units for each nine
        final Markup page = draw(curve("first", new double[]{0, 90, 99.5, 100}, 100, 1_000, 10_000, 1_000_000));

        assertEquals(List.of("div chart", "svg 0 0 920.0 380.0 img the title http://www.w3.org/2000/svg",
            "line grid 70.0 334.0 884.0 334.0", "text 63.0 338.0 end: 100 ns",
            "line grid 70.0 254.0 884.0 254.0", "text 63.0 258.0 end: 1 \u00b5s",
            "line grid 70.0 174.0 884.0 174.0", "text 63.0 178.0 end: 10 \u00b5s",
            "line grid 70.0 94.0 884.0 94.0", "text 63.0 98.0 end: 100 \u00b5s",
            "line grid 70.0 14.0 884.0 14.0", "text 63.0 18.0 end: 1 ms",
            "line grid 70.0 14.0 70.0 334.0", "text 70.0 350.0 middle: 0 %",
            "line grid 341.3 14.0 341.3 334.0", "text 341.3 350.0 middle: 90 %",
            "line grid 612.7 14.0 612.7 334.0", "text 612.7 350.0 middle: 99 %",
            "line grid 884.0 14.0 884.0 334.0", "text 884.0 350.0 middle: 99.9 %",
            "polyline line s0 70.0,334.0 341.3,254.0 694.3,174.0 694.3,14.0",
            "text caption 884.0 368.0 end: percentile of the samples", "p legend", "span", "i key s0"),
            PageElements.of(page).stream().map(String::strip).toList());
        assertEquals("first", legend(page));
    }

    @Test
    void shouldLeaveOutACurveThatTheAxisCannotShow()
    {
        // 64 units a decade, from 10 ns up, where a value of 0 lies, too
        final Markup page = draw(ZERO, CURVE);

        assertEquals(List.of("polyline line s1 70.0,270.0 341.3,206.0 694.3,334.0 694.3,14.0"),
            PageElements.of(page, "polyline").stream().map(String::strip).toList());
        assertEquals("first", legend(page));
        assertEquals(List.of(), PageElements.of(draw(ZERO), "polyline"));
    }

    @Test
    void shouldScaleTheAxesByTheCurvesThatAreDrawn()
    {
        final PercentileCurve two = curve("two", new double[]{0, 90}, 100, 1_000);

        assertEquals(PageElements.of(draw(two), "text"), PageElements.of(draw(two, ZERO), "text"));
    }

    @Test
    void shouldCutTheTailAtSevenNines()
    {
        final Markup page = draw(curve("tail", new double[]{0, 99.999_999_9}, 10, 100));

        assertEquals(List.of("polyline line s0 70.0,334.0 884.0,14.0"),
            PageElements.of(page, "polyline").stream().map(String::strip).toList());
        assertEquals("text 884.0 350.0 middle: 99.99999 %", PageElements.of(page, "text 884.0 350.0").get(0));
    }

    @Test
    void shouldDrawAxesWithoutAnyCurve()
    {
        assertEquals(List.of("text 63.0 338.0 end: 1 ns", "text 63.0 18.0 end: 10 ns", "text 70.0 350.0 middle: 0 %",
            "text 884.0 350.0 middle: 90 %", "text caption 884.0 368.0 end: percentile of the samples"),
            PageElements.of(draw(), "text"));
    }

    private static PercentileCurve curve(final String name, final double[] percentiles, final long... ns)
    {
        final PercentileCurve.Point[] points = new PercentileCurve.Point[ns.length];
        for (int i = 0; i < ns.length; i++)
        {
            points[i] = new PercentileCurve.Point(percentiles[i], ns[i]);
        }

        return new PercentileCurve(name, List.of(points));
    }

    private static Markup draw(final PercentileCurve... curves)
    {
        final Markup page = new Markup();
        PercentileChart.draw(page, List.of(curves), index -> "s" + index, "the title");

        return page;
    }

    /** Returns the text of the legend without its keys. */
    private static String legend(final Markup page)
    {
        final String text = PageElements.text(page);

        return text.substring(text.indexOf("<p class=\"legend\">")).replaceAll("<[^>]*>", "").strip();
    }
}
