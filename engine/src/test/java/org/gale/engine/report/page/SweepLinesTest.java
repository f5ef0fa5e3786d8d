package org.gale.engine.report.page;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.storm.figure.Figure;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Lines of a sweep with the spread of their seeds, with coordinates computed by hand. */
class SweepLinesTest
{
    private static final Figure TIME = metric(Figure.Unit.NANOSECONDS);
    private static final List<String> COLUMNS = List.of("x", "y", "z");
    private static final SweepPoint MISSING = point(Double.NaN, Double.NaN, Double.NaN);

    @Test
    void shouldEndALineWhereAPointHasNoFigure()
    {
        final SweepPoint[][] cells = {
            {point(1_000, 100, 10_000), point(1_000, Double.NaN, Double.NaN), null},
            {null, MISSING, point(100, 100, 1_000)},
            {null, null, null}};
        final Markup page = draw(TIME, List.of("a", "b", "c"), cells, true);

        // 100 units a column; 120 units a decade
        assertEquals(List.of("div chart",
            "svg 0 0 406.0 300.0 img figure, ns by seeds, third = 3 http://www.w3.org/2000/svg",
            "line grid 70.0 254.0 370.0 254.0", "text 63.0 258.0 end: 100 ns",
            "line grid 70.0 134.0 370.0 134.0", "text 63.0 138.0 end: 1 \u00b5s",
            "line grid 70.0 14.0 370.0 14.0", "text 63.0 18.0 end: 10 \u00b5s",
            "text 120.0 270.0 middle: x", "text 220.0 270.0 middle: y", "text 320.0 270.0 middle: z",
            "polygon band c0 120.0,14.0 220.0,134.0 220.0,134.0 120.0,254.0  0.16",
            "polyline line c0 120.0,134.0 220.0,134.0 ",
            "circle c0 120.0 134.0 2.5", "title: p \u00b7 q: 1 \u00b5s, seeds 100 ns to 10 \u00b5s",
            "circle c0 220.0 134.0 2.5", "title: p \u00b7 q: 1 \u00b5s, seeds 1 \u00b5s to 1 \u00b5s",
            "polygon band c1 320.0,134.0 320.0,254.0  0.16", "polyline line c1 320.0,254.0 ",
            "circle c1 320.0 254.0 2.5", "title: p \u00b7 q: 100 ns, seeds 100 ns to 1 \u00b5s"),
            PageElements.of(page));
    }

    @Test
    void shouldDrawNoBandWithoutSeeds()
    {
        final Markup page = draw(TIME, List.of(""), new SweepPoint[][]{{point(100, 100, 100), point(1_000, 0, 0)}},
            false);

        assertEquals(List.of(), PageElements.of(page, "polygon"));
        assertEquals(List.of("title: p \u00b7 q: 100 ns", "title: p \u00b7 q: 1 \u00b5s"),
            PageElements.of(page, "title"));
    }

    @Test
    void shouldBeginAtZeroWhereAFigureIsZeroOrAllAreAlike()
    {
        final List<String> linear = List.of("text 63.0 258.0 end: 0 ns", "text 63.0 178.0 end: 2 ns",
            "text 63.0 98.0 end: 4 ns", "text 63.0 18.0 end: 6 ns");

        assertEquals(linear, labels(TIME, point(0, 0, 0), point(6, 6, 6)).stream()
            .filter(label -> label.matches(".*[0246] ns")).toList());
        assertEquals(linear, labels(TIME, point(6, Double.NaN, Double.NaN)).stream()
            .filter(label -> label.matches(".*[0246] ns")).toList());
        assertEquals(List.of("text 63.0 258.0 end: 1 ns", "text 63.0 18.0 end: 10 ns"),
            labels(TIME, point(1, 1, 1), point(10, 10, 10)));
    }

    /** Three lines within a tenth of each other do not lie on one another. */
    @Test
    void shouldFitTheAxisToItsFigures()
    {
        assertEquals(List.of("text 63.0 258.0 end: 9 \u00b5s", "text 63.0 198.0 end: 9.50 \u00b5s",
            "text 63.0 138.0 end: 10 \u00b5s", "text 63.0 78.0 end: 10.5 \u00b5s", "text 63.0 18.0 end: 11 \u00b5s"),
            labels(TIME, point(9_200, 9_200, 9_500), point(10_800, 10_000, 10_800)));
        assertEquals(List.of("text 63.0 258.0 end: 1", "text 63.0 210.0 end: 1.200", "text 63.0 162.0 end: 1.400",
            "text 63.0 114.0 end: 1.600", "text 63.0 66.0 end: 1.800", "text 63.0 18.0 end: 2"),
            labels(metric(Figure.Unit.NUMBER), point(1, 1, 1), point(2, 2, 2)));
    }

    @Test
    void shouldShowAllDigitsWhereShorterLabelsAreAlike()
    {
        assertEquals(List.of("text 63.0 258.0 end: 1000000", "text 63.0 138.0 end: 1000001",
            "text 63.0 18.0 end: 1000002"), labels(TIME, point(1_000_000, 1_000_000, 1_000_000),
            point(1_000_002, 1_000_002, 1_000_002)).stream().filter(label -> !label.contains(".5")).toList());
    }

    @Test
    void shouldSpreadNineLinesOverMoreRows()
    {
        final List<String> rows = IntStream.range(0, 20).mapToObj(row -> "r" + row).toList();
        final SweepPoint[][] cells = new SweepPoint[20][3];
        for (int row = 0; row < 20; row++)
        {
            cells[row][0] = point(row, row, row);
        }

        assertEquals(List.of("r0", "r2", "r4", "r7", "r9", "r11", "r14", "r16", "r19"), legend(rows, cells));
        assertEquals(List.of("title: p \u00b7 q: 0 ns", "title: p \u00b7 q: 2 ns", "title: p \u00b7 q: 4 ns",
            "title: p \u00b7 q: 7 ns", "title: p \u00b7 q: 9 ns", "title: p \u00b7 q: 11 ns",
            "title: p \u00b7 q: 14 ns", "title: p \u00b7 q: 16 ns", "title: p \u00b7 q: 19 ns"),
            PageElements.of(draw(TIME, rows, cells, false), "title"));
        assertEquals(List.of("r0", "r1"), legend(rows.subList(0, 2), new SweepPoint[2][3]));
        assertEquals(List.of(), legend(rows.subList(0, 1), new SweepPoint[1][3]));
    }

    @Test
    void shouldFormFiguresByTheirUnit()
    {
        assertEquals(List.of("12.5 \u00b5s", "1.5 k/s", "1,001", "999.5", "7", "0.3333"), List.of(
            SweepStyle.text(TIME, 12_500), SweepStyle.text(metric(Figure.Unit.PER_SECOND), 1_500),
            SweepStyle.text(metric(Figure.Unit.NUMBER), 1_000.5), SweepStyle.text(metric(Figure.Unit.NUMBER), 999.5),
            SweepStyle.text(metric(Figure.Unit.NUMBER), 7), SweepStyle.text(metric(Figure.Unit.NUMBER), 1 / 3.0)));
    }

    /** Returns the labels of the vertical axis of a chart of one row. */
    private static List<String> labels(final Figure metric, final SweepPoint... row)
    {
        return PageElements.of(draw(metric, List.of(""), new SweepPoint[][]{row}, true), "text 63.0");
    }

    private static List<String> legend(final List<String> rows, final SweepPoint[][] cells)
    {
        final Markup page = new Markup();
        lines(page, TIME, rows, cells, true).legend();

        return PageElements.text(page).lines().filter(line -> line.endsWith("</span>"))
            .map(line -> line.replace("</span>", "")).toList();
    }

    private static Markup draw(
        final Figure metric, final List<String> rows, final SweepPoint[][] cells, final boolean hasSeeds)
    {
        final Markup page = new Markup();
        lines(page, metric, rows, cells, hasSeeds).draw(rows.size() == 3 ? "third = 3" : "", cells);

        return page;
    }

    private static SweepLines lines(
        final Markup page, final Figure metric, final List<String> rows, final SweepPoint[][] cells,
        final boolean hasSeeds)
    {
        return new SweepLines(page, new SweepGrid(COLUMNS, rows, Map.of("", cells)), metric, 406, hasSeeds);
    }

    private static Figure metric(final Figure.Unit unit)
    {
        return Figure.other("figure", unit, Figure.Better.LOWER);
    }

    private static SweepPoint point(final double figure, final double least, final double greatest)
    {
        return new SweepPoint(0, List.of("p", "q"), 1, 0, 0, 0, figure, least, greatest);
    }
}
