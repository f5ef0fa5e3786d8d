package org.gale.engine.report.page;

import java.util.function.DoubleFunction;

import static org.gale.engine.report.page.Markup.at;

/**
 * Frame of a picture: its size, and its axes with lines, labels and captions.
 *
 * @param page   that the picture is drawn on
 * @param height in units of the picture, of which it is {@link #WIDTH} wide
 */
record Plot(Markup page, double height)
{
    static final double WIDTH = 920;
    static final double LEFT = 70;
    static final double RIGHT = 884;
    static final double TOP = 14;

    private static final double BOTTOM_MARGIN = 46;
    private static final double LABEL_GAP = 7;
    private static final double CAPTION_DROP = 34;

    double bottom()
    {
        return height - BOTTOM_MARGIN;
    }

    /** Opens the picture, with a title for those who cannot see it. */
    void open(final String title)
    {
        page.open("div", "class", "chart");
        page.open("svg", "viewBox", "0 0 " + at(WIDTH) + ' ' + at(height), "role", "img", "aria-label", title,
            "xmlns", "http://www.w3.org/2000/svg");
    }

    void close()
    {
        page.close().close();
    }

    /** Draws the lines of the vertical axis and their labels. */
    void vertical(final Scale scale, final DoubleFunction<String> label)
    {
        for (final double tick : scale.ticks())
        {
            line("grid", LEFT, scale.at(tick), RIGHT, scale.at(tick));
            label("end", LEFT - LABEL_GAP, scale.at(tick) + 4, label.apply(tick));
        }
    }

    /** Draws the lines of the horizontal axis and their labels. */
    void horizontal(final Scale scale, final DoubleFunction<String> label)
    {
        for (final double tick : scale.ticks())
        {
            line("grid", scale.at(tick), TOP, scale.at(tick), bottom());
            label("middle", scale.at(tick), bottom() + 16, label.apply(tick));
        }
    }

    void line(final String style, final double x1, final double y1, final double x2, final double y2)
    {
        page.empty("line", "class", style, "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2));
    }

    void label(final String anchor, final double x, final double y, final String text)
    {
        page.leaf("text", text, "x", at(x), "y", at(y), "text-anchor", anchor);
    }

    /** Draws a label with a style of its own. */
    void label(final String style, final String anchor, final double x, final double y, final String text)
    {
        page.leaf("text", text, "class", style, "x", at(x), "y", at(y), "text-anchor", anchor);
    }

    /** Draws the caption of the horizontal axis, below its labels. */
    void caption(final String text)
    {
        page.leaf("text", text, "class", "caption", "x", at(RIGHT), "y", at(bottom() + CAPTION_DROP),
            "text-anchor", "end");
    }

    /** Draws a line through points, {@code x,y x,y …}. */
    void polyline(final String style, final CharSequence points)
    {
        page.empty("polyline", "class", style, "points", points.toString());
    }

    /** Draws a circle that explains itself when it is pointed at. */
    void circle(final String style, final double x, final double y, final double radius, final String title)
    {
        page.open("circle", "class", style, "cx", at(x), "cy", at(y), "r", at(radius));
        explain(title);
    }

    /** Draws a rectangle of many, which explains nothing. */
    void cell(
        final String style,
        final double x,
        final double y,
        final double width,
        final double cellHeight,
        final double opacity)
    {
        page.empty("rect", "class", style, "x", at(x), "y", at(y), "width", at(width), "height", at(cellHeight),
            "fill-opacity", Scale.number(opacity));
    }

    /** Draws a rectangle that explains itself when it is pointed at. */
    void rect(
        final String style,
        final double x,
        final double y,
        final double width,
        final double rectHeight,
        final double opacity,
        final String title)
    {
        page.open("rect", "class", style, "x", at(x), "y", at(y), "width", at(width), "height", at(rectHeight),
            "fill-opacity", Scale.number(opacity));
        explain(title);
    }

    /** Writes the title of the shape in hand, and closes the shape. */
    private void explain(final String title)
    {
        page.leaf("title", title);
        page.close();
    }
}
