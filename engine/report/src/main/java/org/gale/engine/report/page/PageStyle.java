package org.gale.engine.report.page;

/** Style of the pages, for a page that another room makes. Pure functions. */
public final class PageStyle
{
    private PageStyle()
    {
    }

    /** Returns the style sheet of all pages, without that of the library of charts. */
    public static String text()
    {
        return PageAssets.text("page.css");
    }
}
