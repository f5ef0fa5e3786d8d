package org.gale.engine.report.page;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.storm.figure.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Heat map of a sweep, with coordinates and shades computed by hand. A letter is 6.8 units wide. */
class SweepHeatTest
{
    private static final double EXACT = 1e-9;
    private static final Figure TIME =
        Figure.other("response.p99", Figure.Unit.NANOSECONDS, Figure.Better.LOWER);
    private static final Figure NUMBER =
        Figure.other("lost", Figure.Unit.NUMBER, Figure.Better.LOWER);
    private static final String EMPTY = "<span><i class=\"box empty\"></i>\nno figure: no result, or failed</span>\n";

    @Test
    void shouldShadeCellsByTheLogarithmOfTheFigure()
    {
        final SweepPoint[][] cells = {
            {point(1_000, "a", "x"), point(10_000, "a", "y"), null},
            {point(Double.NaN, "bb", "x"), point(100_000, "bb", "y"), point(1_000, "bb", "z")}};
        final Markup page = draw(TIME, List.of("x", "y", "z"), List.of("a", "bb"), cells, 339.6, "third = 3");

        // labels of 13.6 units with 8 on either side; three cells of 100 by 36; 10 units to the right
        assertEquals(List.of("div chart",
            "svg 0 0 339.6 104.0 img response.p99, ns, third = 3 http://www.w3.org/2000/svg",
            "rect heat 29.6 8.0 99.0 35.0 0.08", "title: a \u00b7 x: 1 \u00b5s",
            "text cell 79.6 30.0 middle: 1 \u00b5s",
            "rect heat 129.6 8.0 99.0 35.0 0.44", "title: a \u00b7 y: 10 \u00b5s",
            "text cell 179.6 30.0 middle: 10 \u00b5s",
            "rect empty 29.6 44.0 99.0 35.0 0", "title: bb \u00b7 x: no result",
            "text cell 79.6 66.0 middle: no result",
            "rect heat 129.6 44.0 99.0 35.0 0.80", "title: bb \u00b7 y: 100 \u00b5s",
            "text cell 179.6 66.0 middle: 100 \u00b5s",
            "rect heat 229.6 44.0 99.0 35.0 0.08", "title: bb \u00b7 z: 1 \u00b5s",
            "text cell 279.6 66.0 middle: 1 \u00b5s",
            "text 21.6 30.0 end: a", "text 21.6 66.0 end: bb",
            "text 79.6 95.0 middle: x", "text 179.6 95.0 middle: y", "text 279.6 95.0 middle: z"),
            PageElements.of(page));
    }

    @Test
    void shouldShadeCellsByTheFigureWhereOneIsNotPositive()
    {
        assertEquals(List.of("rect heat 22.8 8.0 99.0 35.0 0.08", "rect heat 122.8 8.0 99.0 35.0 0.20",
            "rect heat 222.8 8.0 99.0 35.0 0.80"), rects(NUMBER, -1, 0, 5));
        assertEquals(List.of("rect heat 22.8 8.0 99.0 35.0 0.08", "rect heat 122.8 8.0 99.0 35.0 0.26",
            "rect heat 222.8 8.0 99.0 35.0 0.80"), rects(NUMBER, 0, 1, 4));
        assertEquals(List.of("rect heat 22.8 8.0 299.0 35.0 0.44"), rects(NUMBER, 7));
    }

    @Test
    void shouldHaveALegendOfFourShades()
    {
        assertEquals("<p class=\"legend\">" + shade("0.08", "1 \u00b5s") + shade("0.32", "10 \u00b5s") +
            shade("0.56", "100 \u00b5s") + shade("0.80", "1 ms") + EMPTY + "</p>\n", legend(TIME, 1_000, 1_000_000));
        assertEquals("<p class=\"legend\">" + shade("0.08", "-1") + shade("0.32", "0") + shade("0.56", "1") +
            shade("0.80", "2") + EMPTY + "</p>\n", legend(NUMBER, -1, 2));
        assertEquals("<p class=\"legend\">" + EMPTY + "</p>\n", legend(TIME, 5, 5));
        assertEquals("<p class=\"legend\">" + EMPTY + "</p>\n", legend(TIME, Double.NaN));
    }

    @Test
    void shouldWriteAFigureInACellThatIsWideEnough()
    {
        final SweepPoint[][] cells = {{point(10, "x")}};

        assertEquals(List.of("text cell 39.8 30.0 middle: 10 ns"),
            PageElements.of(draw(TIME, List.of("x"), List.of("a"), cells, 66.8, ""), "text cell"));
        assertEquals(List.of(),
            PageElements.of(draw(TIME, List.of("x"), List.of("a"), cells, 66.7, ""), "text cell"));
    }

    @Test
    void shouldLabelEachThirdOfManyLowRows()
    {
        final List<String> rows = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
        final SweepPoint[][] cells = new SweepPoint[100][1];
        cells[99][0] = point(10, "x");
        final Markup page = draw(TIME, List.of(""), rows, cells, 200, "");

        // 640 units for 100 rows; a line of text needs 15
        assertEquals(List.of("svg 0 0 200.0 672.0 img response.p99, ns http://www.w3.org/2000/svg"),
            PageElements.of(page, "svg"));
        assertEquals(List.of("rect heat 29.6 641.6 159.4 5.4 0.44"), PageElements.of(page, "rect"));
        final List<String> labels = PageElements.of(page, "text 21.6");
        assertEquals(34, labels.size());
        assertEquals(
            List.of("text 21.6 15.2 end: 0", "text 21.6 34.4 end: 3", "text 21.6 53.6 end: 6"), labels.subList(0, 3));
        assertEquals(List.of(), PageElements.of(page, "text cell"));
    }

    @Test
    void shouldShortenALabelThatIsLongerThanItsSpace()
    {
        final String whole = "w".repeat(25);
        final SweepPoint[][] cells = new SweepPoint[2][1];

        assertEquals(List.of("text 182.0 30.0 end: " + whole, "text 182.0 66.0 end: " + "t".repeat(24) + "\u2026"),
            PageElements.of(draw(TIME, List.of(""), List.of(whole, "t".repeat(26)), cells, 400, ""), "text 182.0"));
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 1", "10, 76, 1", "10, 75.9, 2", "10, 38, 2", "10, 37.9, 3", "10, 20, 4"})
    void shouldLeaveOutLabelsThatTouch(final int letters, final double space, final int step)
    {
        final List<String> labels = List.of("a", "b".repeat(letters));

        assertEquals(step, SweepHeat.step(labels, space));
        assertEquals(3.4 * letters, SweepHeat.half(labels), EXACT);
        assertEquals(3.4, SweepHeat.half(List.of()), EXACT);
    }

    private static List<String> rects(final Figure metric, final double... figures)
    {
        final SweepPoint[][] cells = new SweepPoint[1][figures.length];
        for (int i = 0; i < figures.length; i++)
        {
            cells[0][i] = point(figures[i], "v");
        }
        final List<String> columns = IntStream.range(0, figures.length).mapToObj(Integer::toString).toList();

        return PageElements.of(draw(metric, columns, List.of("r"), cells, 332.8, ""), "rect");
    }

    private static String legend(final Figure metric, final double... figures)
    {
        final SweepPoint[][] cells = new SweepPoint[figures.length][1];
        for (int i = 0; i < figures.length; i++)
        {
            cells[i][0] = point(figures[i], "v");
        }
        final Markup page = new Markup();
        new SweepHeat(page, grid(List.of("x"), List.of("y"), cells), metric, 100).legend();

        return PageElements.text(page);
    }

    private static String shade(final String opacity, final String text)
    {
        return "<span><i class=\"box heat\" style=\"opacity:" + opacity + "\"></i>\n" + text + "</span>\n";
    }

    private static Markup draw(
        final Figure metric, final List<String> columns, final List<String> rows, final SweepPoint[][] cells,
        final double width, final String caption)
    {
        final Markup page = new Markup();
        new SweepHeat(page, grid(columns, rows, cells), metric, width).draw(caption, cells);

        return page;
    }

    private static SweepGrid grid(final List<String> columns, final List<String> rows, final SweepPoint[][] cells)
    {
        return new SweepGrid(columns, rows, Map.of("", cells));
    }

    private static SweepPoint point(final double figure, final String... values)
    {
        return new SweepPoint(
            0, List.of(values), Double.isNaN(figure) ? 0 : 1, 0, 0, 0, figure, Double.NaN, Double.NaN);
    }
}
