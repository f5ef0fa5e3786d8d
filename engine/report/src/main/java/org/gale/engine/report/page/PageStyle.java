package org.gale.engine.report.page;

/** Style and policy of the pages, for a page that another room makes. Pure functions. */
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

    /** Returns a source of a policy: the hash of the content of a style or script. */
    public static String source(final String content)
    {
        return PageAssets.source(content);
    }
}
