package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;

/** Elements of a page as short lines: the tag, the values of the attributes, then the text that begins the element. */
final class PageElements
{
    private static final Pattern ELEMENT =
        Pattern.compile("<([a-z0-9]+)((?: [a-zA-Z0-9-]+=\"[^\"]*\")*)/?>([^<]*)");
    private static final Pattern SCRIPT =
        Pattern.compile("(?s)<script.*?</script>|<style.*?</style>|<noscript>.*?</noscript>");
    private static final Pattern DATA =
        Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");
    private static final Pattern VALUE = Pattern.compile("=\"([^\"]*)\"");

    private PageElements()
    {
    }

    /** Returns the text of a document without its head. */
    static String text(final Markup page)
    {
        final StringWriter out = new StringWriter();
        try
        {
            page.writeTo(out);
        }
        catch (final IOException ex)
        {
            throw new LinkageError("a string takes everything", ex);
        }

        return out.toString().replace("<!DOCTYPE html>\n", "");
    }

    /** Returns all elements in their order. */
    static List<String> of(final Markup page)
    {
        return of(text(page), "");
    }

    /**
     * Returns the elements of a kind in their order.
     *
     * @param beginning of their lines: a tag, or a tag and its style
     */
    static List<String> of(final Markup page, final String beginning)
    {
        return of(text(page), beginning);
    }

    /**
     * Returns the elements of a kind in their order.
     *
     * @param beginning of their lines: a tag, or a tag and its style
     */
    static List<String> of(final String page, final String beginning)
    {
        final List<String> elements = new ArrayList<>();
        final Matcher matcher = ELEMENT.matcher(plain(page));
        while (matcher.find())
        {
            final StringBuilder line = new StringBuilder(matcher.group(1));
            VALUE.matcher(matcher.group(2)).results().forEach(value -> line.append(' ').append(value.group(1)));
            final String text = matcher.group(3).strip();
            line.append(text.isEmpty() ? "" : ": " + text);
            if ((line + " ").startsWith(beginning) || (line + ":").startsWith(beginning))
            {
                elements.add(line.toString());
            }
        }

        return elements;
    }

    /** Returns a page without its scripts, its style, and what browsers without scripts show. */
    static String plain(final String page)
    {
        return SCRIPT.matcher(page).replaceAll("");
    }

    /** Returns what the charts of a page show. */
    static JsonNode data(final String page)
    {
        final Matcher data = DATA.matcher(page);
        if (!data.find())
        {
            throw new AssertionError("a page without data");
        }

        return JsonText.read(data.group(1));
    }

    /** Returns the names of the charts of a page in their order. */
    static List<String> charts(final String page)
    {
        return of(page, "div chart").stream().map(chart -> chart.split(" ", -1)[2]).toList();
    }
}
