package org.gale.engine.report.page;

/**
 * Legend of a picture, as text beside keys. It stands outside of the picture, so that names of any length wrap on
 * narrow screens. Used by one thread.
 */
final class Legend
{
    private final Markup page;

    /** Opens a legend. */
    Legend(final Markup page)
    {
        this.page = page;
        page.open("p", "class", "legend");
    }

    /** Adds an entry whose key is a line in the style of a curve. */
    Legend line(final String style, final String text)
    {
        return entry("key " + style, text);
    }

    /** Adds an entry whose key is a filled area. */
    Legend area(final String style, final String text)
    {
        return entry("box " + style, text);
    }

    /** Adds an entry whose key is a point. */
    Legend dot(final String style, final String text)
    {
        return entry("dot " + style, text);
    }

    /** Adds an entry whose key is an area of some opacity. */
    Legend shade(final String style, final double opacity, final String text)
    {
        page.open("span");
        page.leaf("i", "", "class", "box " + style, "style", "opacity:" + Scale.number(opacity));
        page.text(text).close();

        return this;
    }

    /** Closes the legend. */
    void close()
    {
        page.close();
    }

    private Legend entry(final String key, final String text)
    {
        page.open("span");
        page.leaf("i", "", "class", key);
        page.text(text).close();

        return this;
    }
}
