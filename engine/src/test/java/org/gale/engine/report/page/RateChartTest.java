package org.gale.engine.report.page;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Interval;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Rates over the time of a run, with coordinates computed by hand. */
class RateChartTest
{
    private static final long MS = 1_000_000;

    @Test
    void shouldDrawAStepForEachIntervalThatIsLongEnough()
    {
        final Markup page = new Markup();
        RateChart.draw(page, List.of(interval(0, 1_000 * MS, 2_000, 1_050), interval(1_000 * MS, 1_000 * MS, 525, 0),
            interval(2_000 * MS, 50 * MS, 0, 100), interval(2_050 * MS, 50 * MS - 1, 1_000_000, 1_000_000)),
            new PhaseMarks(List.of(new PhaseMarks.Mark("calm", 1_025 * MS))));

        // 180 units for 2,100 events a second, which is 5 % above the highest rate; 814 units for 2.05 s
        assertEquals(List.of("div chart", "svg 0 0 920.0 240.0 img Rates over the run http://www.w3.org/2000/svg",
            "line grid 70.0 194.0 884.0 194.0", "text 63.0 198.0 end: 0 /s",
            "line grid 70.0 151.1 884.0 151.1", "text 63.0 155.1 end: 500 /s",
            "line grid 70.0 108.3 884.0 108.3", "text 63.0 112.3 end: 1 k/s",
            "line grid 70.0 65.4 884.0 65.4", "text 63.0 69.4 end: 1.5 k/s",
            "line grid 70.0 22.6 884.0 22.6", "text 63.0 26.6 end: 2 k/s",
            "line grid 70.0 14.0 70.0 194.0", "text 70.0 210.0 middle: 0 s",
            "line grid 268.5 14.0 268.5 194.0", "text 268.5 210.0 middle: 0.50 s",
            "line grid 467.1 14.0 467.1 194.0", "text 467.1 210.0 middle: 1 s",
            "line grid 665.6 14.0 665.6 194.0", "text 665.6 210.0 middle: 1.50 s",
            "line grid 864.1 14.0 864.1 194.0", "text 864.1 210.0 middle: 2 s",
            "polyline line c0 70.0,104.0 467.1,104.0 467.1,194.0 864.1,194.0 864.1,22.6 884.0,22.6 ",
            "polyline line c1 70.0,22.6 467.1,22.6 467.1,149.0 864.1,149.0 864.1,194.0 884.0,194.0 ",
            "line phase 477.0 14.0 477.0 194.0", "text phase 482.0 26.0 start: calm",
            "text caption 884.0 228.0 end: time since the first offer",
            "p legend", "span", "i key c0", "span", "i key c1"), PageElements.of(page));
    }

    private static Interval interval(final long startNs, final long lengthNs, final long offered, final long delivered)
    {
        return new Interval(
            startNs, lengthNs, false, new Interval.Counts(offered, delivered, 0, 0, 0), Map.of(), List.of());
    }
}
