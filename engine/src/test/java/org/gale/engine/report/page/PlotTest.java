package org.gale.engine.report.page;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Frame of a picture, with coordinates computed by hand. */
class PlotTest
{
    @Test
    void shouldDrawAxesWithLinesAndLabels()
    {
        final Markup page = new Markup();
        final Plot plot = new Plot(page, 100);
        plot.open("a < b");
        plot.vertical(Scale.linear(2, plot.bottom(), Plot.TOP), value -> Scale.number(value) + " u");
        plot.horizontal(Scale.linear(2, Plot.LEFT, Plot.RIGHT), value -> Scale.number(value) + " v");
        plot.caption("time");
        plot.close();

        assertEquals(54, plot.bottom());
        assertEquals(List.of(
            "div chart", "svg 0 0 920.0 100.0 img a &lt; b http://www.w3.org/2000/svg",
            "line grid 70.0 54.0 884.0 54.0", "text 63.0 58.0 end: 0 u",
            "line grid 70.0 44.0 884.0 44.0", "text 63.0 48.0 end: 0.50 u",
            "line grid 70.0 34.0 884.0 34.0", "text 63.0 38.0 end: 1 u",
            "line grid 70.0 24.0 884.0 24.0", "text 63.0 28.0 end: 1.50 u",
            "line grid 70.0 14.0 884.0 14.0", "text 63.0 18.0 end: 2 u",
            "line grid 70.0 14.0 70.0 54.0", "text 70.0 70.0 middle: 0 v",
            "line grid 273.5 14.0 273.5 54.0", "text 273.5 70.0 middle: 0.50 v",
            "line grid 477.0 14.0 477.0 54.0", "text 477.0 70.0 middle: 1 v",
            "line grid 680.5 14.0 680.5 54.0", "text 680.5 70.0 middle: 1.50 v",
            "line grid 884.0 14.0 884.0 54.0", "text 884.0 70.0 middle: 2 v",
            "text caption 884.0 88.0 end: time"), PageElements.of(page));
    }

    @Test
    void shouldDrawShapesThatExplainThemselvesAndCellsThatDoNot()
    {
        final Markup page = new Markup();
        final Plot plot = new Plot(page, 100);
        plot.rect("c1", 1, 2.04, 3.06, 4, 0.5, "one & two");
        plot.circle("c2", 5, 6, 7.25, "three");
        plot.cell("heat", 8, 9, 10, 11, 1);
        plot.polyline("line c3", "1,2 3,4 ");
        plot.label("phase", "start", 12, 13, "four");

        assertEquals("<rect class=\"c1\" x=\"1.0\" y=\"2.0\" width=\"3.1\" height=\"4.0\" fill-opacity=\"0.50\">" +
            "<title>one &amp; two</title>\n</rect>\n" +
            "<circle class=\"c2\" cx=\"5.0\" cy=\"6.0\" r=\"7.3\"><title>three</title>\n</circle>\n" +
            "<rect class=\"heat\" x=\"8.0\" y=\"9.0\" width=\"10.0\" height=\"11.0\" fill-opacity=\"1\"/>" +
            "<polyline class=\"line c3\" points=\"1,2 3,4 \"/>" +
            "<text class=\"phase\" x=\"12.0\" y=\"13.0\" text-anchor=\"start\">four</text>\n", PageElements.text(page));
    }
}
