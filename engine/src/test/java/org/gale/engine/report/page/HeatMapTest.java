package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.StormHistory;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Response time over the time of a run, with coordinates computed by hand. */
class HeatMapTest
{
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final PhaseMarks NO_PHASES = new PhaseMarks(List.of());
    private static final ResponseHeat HEAT = heat(SECOND, slice(70, 1), slice(70, 1, 79, 9));

    @Test
    void shouldDrawCellsStripsColumnsAndCircles()
    {
        final Markup page = new Markup();
        final List<HeatMap.Mark> marks = List.of(
            new HeatMap.Mark("snapshot", "tiny", 1_500 * MS, 1_500 * MS + 1),
            new HeatMap.Mark("stall", "half", 500 * MS, 1_000 * MS));
        final List<HeatMap.Point> points = List.of(
            new HeatMap.Point("a", 1_000 * MS, 100 * MS),
            new HeatMap.Point("b", 1_100 * MS, 100 * MS),
            new HeatMap.Point("c", 2_000 * MS, 100 * MS),
            new HeatMap.Point("d", 500 * MS, MS),
            new HeatMap.Point("e", 100 * MS, 200 * MS));
        final PhaseMarks phases = new PhaseMarks(List.of(new PhaseMarks.Mark("calm", 1_000 * MS)));

        HeatMap.draw(page, new StormHistory(List.of(interval(0, 1, true), interval(1, 1, false)), HEAT, 0),
            List.of("stall", "snapshot"), marks, points, phases);

        // 407 units a second; below two strips of 14, 264 units for 12 steps of a tenth of a decade
        assertEquals(List.of(
            "div chart", "svg 0 0 920.0 360.0 img Heat map of the response time over the run " +
            "http://www.w3.org/2000/svg",
            "rect heat 70.0 270.0 407.0 22.0 0.38",
            "rect heat 477.0 270.0 407.0 22.0 0.38", "rect heat 477.0 72.0 407.0 22.0 1",
            "line grid 70.0 292.0 884.0 292.0", "text 63.0 296.0 end: 100 ms",
            "line grid 70.0 72.0 884.0 72.0", "text 63.0 76.0 end: 1 s",
            "line grid 70.0 14.0 70.0 314.0", "text 70.0 330.0 middle: 0 s",
            "line grid 273.5 14.0 273.5 314.0", "text 273.5 330.0 middle: 0.50 s",
            "line grid 477.0 14.0 477.0 314.0", "text 477.0 330.0 middle: 1 s",
            "line grid 680.5 14.0 680.5 314.0", "text 680.5 330.0 middle: 1.50 s",
            "line grid 884.0 14.0 884.0 314.0", "text 884.0 330.0 middle: 2 s",
            "line warm 477.0 50.0 477.0 314.0", "text 472.0 308.0 end: warm-up",
            "text 63.0 23.0 end: stalls", "rect stall 273.5 14.0 203.5 9.0 1", "title: half",
            "text 63.0 37.0 end: snapshots", "rect snapshot 680.5 28.0 2.0 9.0 1", "title: tiny",
            "rect mark 70.0 50.0 40.7 264.0 0.18", "title: 1 outlier",
            "rect mark 273.1 50.0 2.0 264.0 0.18", "title: 1 outlier",
            "rect mark 436.3 50.0 81.4 264.0 0.18", "title: 2 outliers",
            "rect mark 843.3 50.0 40.7 264.0 0.18", "title: 1 outlier",
            "circle outlier 477.0 292.0 4.0", "title: a", "circle outlier 517.7 292.0 4.0", "title: b",
            "circle outlier 884.0 292.0 4.0", "title: c", "circle outlier 273.5 314.0 4.0", "title: d",
            "circle outlier 110.7 225.8 4.0", "title: e",
            "line phase 477.0 50.0 477.0 314.0", "text phase 482.0 62.0 start: calm",
            "text caption 884.0 348.0 end: time since the first offer"), PageElements.of(page));
    }

    /** The second outlier lies within the first one, and the third one touches the first alone. */
    @Test
    void shouldShareAColumnUntilTheLastOfItsOutliersEnds()
    {
        final Markup page = draw(HEAT, List.of(new HeatMap.Point("long", 600 * MS, 500 * MS),
            new HeatMap.Point("within", 250 * MS, 50 * MS), new HeatMap.Point("late", 700 * MS, 200 * MS),
            new HeatMap.Point("apart", 900 * MS, 100 * MS)), interval(0, 2, false));

        assertEquals(List.of("rect mark 110.7 22.0 244.2 292.0 0.18", "rect mark 395.6 22.0 40.7 292.0 0.18"),
            PageElements.of(page, "rect mark "));
        assertEquals(List.of("title: 3 outliers"), PageElements.of(page, "title: 3 outliers"));
    }

    @Test
    void shouldHaveALineAtAnEndThatIsAPowerOfTen()
    {
        // a step of room on either side: 1 to 10 µs in ten steps of 29.2 units
        final Markup page = draw(heat(SECOND, slice(21, 1), slice(28, 1)), List.of(), interval(0, 2, false));

        assertEquals(List.of("rect heat 70.0 255.6 407.0 29.2 1", "rect heat 477.0 51.2 407.0 29.2 1"),
            PageElements.of(page, "rect "));
        assertEquals(List.of("line grid 70.0 314.0 884.0 314.0", "line grid 70.0 22.0 884.0 22.0"),
            PageElements.of(page, "line ").subList(0, 2));
        assertEquals(
            List.of("text 63.0 318.0 end: 1 \u00b5s", "text 63.0 26.0 end: 10 \u00b5s"),
            PageElements.of(page, "text 63.0 "));
        assertEquals(List.of(), PageElements.of(page, "line warm "));
    }

    @Test
    void shouldHaveNoRoomBeyondTheLeastAndTheGreatestStep()
    {
        final Markup page = draw(heat(2 * SECOND, slice(0, 1, 99, 1)), List.of(), interval(0, 2, false));

        assertEquals(List.of("rect heat 70.0 311.1 814.0 2.9 1", "rect heat 70.0 22.0 814.0 2.9 1"),
            PageElements.of(page, "rect "));
        assertEquals(List.of("text 63.0 318.0 end: 10 ns", "text 63.0 288.8 end: 100 ns",
            "text 63.0 259.6 end: 1 \u00b5s", "text 63.0 230.4 end: 10 \u00b5s", "text 63.0 201.2 end: 100 \u00b5s",
            "text 63.0 172.0 end: 1 ms", "text 63.0 142.8 end: 10 ms", "text 63.0 113.6 end: 100 ms",
            "text 63.0 84.4 end: 1 s", "text 63.0 55.2 end: 10 s", "text 63.0 26.0 end: 100 s"),
            PageElements.of(page, "text 63.0 "));
    }

    @Test
    void shouldNameTheWarmUpWhereThereIsRoom()
    {
        final Markup enough =
            draw(HEAT, List.of(), interval(0, 32, true), interval(32, 32, true), interval(64, 750, false));
        final Markup narrow = draw(HEAT, List.of(), interval(0, 63, true), interval(63, 751, false));

        assertEquals(List.of("line warm 134.0 22.0 134.0 314.0"), PageElements.of(enough, "line warm "));
        assertEquals(List.of("text 129.0 308.0 end: warm-up"), PageElements.of(enough, "text 129.0 "));
        assertEquals(List.of("line warm 133.0 22.0 133.0 314.0"), PageElements.of(narrow, "line warm "));
        assertEquals(List.of(), PageElements.of(narrow, "text 128.0 "));
    }

    @Test
    void shouldMoveCirclesAsideByTurns()
    {
        assertEquals(List.of("477.0", "487.0", "467.0", "497.0", "457.0"), circles(407, 5));
        assertEquals(List.of("70.0", "80.0", "90.0"), circles(0, 3));
        assertEquals(List.of("884.0", "874.0", "864.0"), circles(814, 3));
    }

    @Test
    void shouldCoverAnotherCircleWhenNoPlaceIsFree()
    {
        final List<String> fromTheRight = circles(814, 81);
        final List<String> fromTheLeft = circles(0, 82);

        assertEquals("94.0", fromTheRight.get(79));
        assertEquals("884.0", fromTheRight.get(80));
        assertEquals("870.0", fromTheLeft.get(80));
        assertEquals("70.0", fromTheLeft.get(81));
    }

    @Test
    void shouldLeaveCirclesWhereTheyAreThatDoNotTouch()
    {
        final Markup page = draw(HEAT, List.of(point(100), point(109), point(117)), interval(0, 814, false));

        assertEquals(List.of("circle outlier 170.0 289.7 4.0", "circle outlier 179.0 289.7 4.0",
            "circle outlier 197.0 289.7 4.0"), PageElements.of(page, "circle "));
    }

    @Test
    void shouldHaveAShadeForEachPowerOfTenBelowTheMost()
    {
        assertEquals(List.of("opacity:0.37 1", "opacity:1 10 samples"), shades(10));
        assertEquals(List.of("opacity:0.37 1", "opacity:0.97 10", "opacity:1 11 samples"), shades(11));
        assertEquals(List.of("opacity:1 1 sample"), shades(1));
    }

    /** Returns the places of circles that all belong at one place, a unit of the picture for a second. */
    private static List<String> circles(final int atS, final int count)
    {
        final Markup page = draw(HEAT, Collections.nCopies(count, point(atS)), interval(0, 814, false));

        return PageElements.of(page, "circle ").stream().map(circle -> circle.split(" ", -1)[2]).toList();
    }

    private static HeatMap.Point point(final int atS)
    {
        return new HeatMap.Point("", atS * SECOND, 100 * MS);
    }

    private static Markup draw(
        final ResponseHeat heat, final List<HeatMap.Point> points, final Interval... intervals)
    {
        final Markup page = new Markup();
        HeatMap.draw(page, new StormHistory(List.of(intervals), heat, 0), List.of(), List.of(), points, NO_PHASES);

        return page;
    }

    private static List<String> shades(final long most)
    {
        final Markup page = new Markup();
        HeatMap.shades(new Legend(page), heat(SECOND, slice(3, most, 5, 1))).close();

        return Arrays.stream(PageElements.text(page).split("<span>", -1)).skip(1).map(
            entry -> entry.replaceAll("(?s).*style=\"([^\"]*)\"></i>\n([^<]*)<.*", "$1 $2")).toList();
    }

    private static ResponseHeat heat(final long sliceNs, final List<?>... slices)
    {
        final List<List<Long>> all = new ArrayList<>();
        for (final List<?> slice : slices)
        {
            all.add(slice.stream().map(Long.class::cast).toList());
        }

        return new ResponseHeat(sliceNs, all);
    }

    /** Returns a slice of time with samples in some steps: the step, then the number of samples, by turns. */
    private static List<Long> slice(final long... steps)
    {
        final List<Long> counts = new ArrayList<>(Collections.nCopies(HeatScale.STEPS, 0L));
        for (int i = 0; i < steps.length; i += 2)
        {
            counts.set((int)steps[i], steps[i + 1]);
        }

        return counts;
    }

    private static Interval interval(final long startS, final long lengthS, final boolean isWarmup)
    {
        return new Interval(startS * SECOND, lengthS * SECOND, isWarmup, new Interval.Counts(0, 0, 0, 0, 0), Map.of(),
            List.of());
    }
}
