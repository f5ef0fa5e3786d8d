package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of the sections, paragraphs, tables and data of a page. Pure functions. */
final class PageText
{
    private static final Pattern DATA =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<(script|style)[ >].*?</\\1>", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("<(h2|p|tr|th|td|/tr|/table)\\b([^>]*)>([^<]*)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");
    private static final Map<String, String> LETTERS =
        Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'");

    private PageText()
    {
    }

    /**
     * Cell of a table.
     *
     * @param pointer that the cell names; empty of one that names none
     * @param style   class of the cell
     */
    record Cell(String text, String pointer, String style)
    {
    }

    /**
     * Row of a table.
     *
     * @param section that the table is in
     * @param heading names of its columns; empty of a table without
     * @param index   in its table, from 0 behind the heading
     */
    record Row(String section, List<String> heading, int index, List<Cell> cells)
    {
    }

    /** Returns the values that scripts of a page read; empty if there are none. */
    static String data(final String page)
    {
        final Matcher data = DATA.matcher(page);

        return data.find() ? data.group(1) : "";
    }

    /**
     * Reads a page.
     *
     * @param paragraphs takes the section and the text of each
     */
    static void read(final String page, final Consumer<Row> rows, final BiConsumer<String, String> paragraphs)
    {
        final Matcher part = PART.matcher(SCRIPT.matcher(page).replaceAll(""));
        String section = "";
        List<String> heading = List.of();
        List<Cell> cells = new ArrayList<>();
        boolean isHeading = false;
        int index = 0;
        while (part.find())
        {
            final String text = plain(part.group(3));
            switch (part.group(1))
            {
                case "h2" -> section = text;
                case "p" -> paragraphs.accept(section, text);
                case "tr" ->
                {
                    cells = new ArrayList<>();
                    isHeading = false;
                }
                case "th", "td" ->
                {
                    isHeading = "th".equals(part.group(1));
                    cells.add(new Cell(text, attribute(part.group(2), "data-json"), attribute(part.group(2), "class")));
                }
                case "/tr" ->
                {
                    if (isHeading)
                    {
                        heading = cells.stream().map(Cell::text).toList();
                    }
                    else
                    {
                        rows.accept(new Row(section, heading, index++, List.copyOf(cells)));
                    }
                }
                default ->
                {
                    heading = List.of();
                    index = 0;
                }
            }
        }
    }

    private static String attribute(final String attributes, final String name)
    {
        final Matcher attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find())
        {
            if (attribute.group(1).equals(name))
            {
                return plain(attribute.group(2));
            }
        }

        return "";
    }

    private static String plain(final String text)
    {
        String plain = text.strip();
        for (final Map.Entry<String, String> letter : LETTERS.entrySet())
        {
            plain = plain.replace(letter.getKey(), letter.getValue());
        }

        return plain.replace("&amp;", "&");
    }
}
