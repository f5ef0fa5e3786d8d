package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writer of well-formed markup, which is both HTML and XML. Text and values of attributes are escaped, so that no name
 * of a file can become a tag. Used by one thread.
 */
final class Markup
{
    /** Letters that a parser of markup or a line of a script might take for more than a letter. */
    private static final Pattern UNSAFE = Pattern.compile("[<>&[^\\x00-~]]");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values by turns
     */
    Markup open(final String tag, final String... attributes)
    {
        tag(tag, attributes);
        out.append('>');
        open.push(tag);

        return this;
    }

    /** Closes the element that was opened last. */
    Markup close()
    {
        out.append("</").append(open.pop()).append(">\n");

        return this;
    }

    /** Writes an element without content. */
    Markup empty(final String tag, final String... attributes)
    {
        tag(tag, attributes);
        out.append("/>");

        return this;
    }

    /** Writes an element that holds text alone. */
    Markup leaf(final String tag, final String text, final String... attributes)
    {
        return open(tag, attributes).text(text).close();
    }

    /**
     * Writes a style sheet, which HTML takes as it stands: an escaped quote would end its rule.
     *
     * @param css without the letters that begin markup
     */
    Markup style(final String css)
    {
        if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0)
        {
            throw new IllegalArgumentException("a style sheet with markup: " + css);
        }
        open("style");
        out.append(css);

        return close();
    }

    /** Writes text. */
    Markup text(final String text)
    {
        escape(text);

        return this;
    }

    /**
     * Writes values as JSON, which scripts read and which no parser takes for markup.
     *
     * @param id of the element
     */
    Markup data(final String id, final String values)
    {
        open("script", "type", "application/json", "id", id);
        out.append(UNSAFE.matcher(values).replaceAll(found -> found.group().chars()
            .mapToObj(letter -> String.format(Locale.ROOT, "\\\\u%04x", letter)).collect(Collectors.joining())));

        return close();
    }

    /**
     * Writes a script, which HTML takes as it stands, and XML as a section of characters.
     *
     * @param script as {@link #characters} returns it
     */
    Markup script(final String script)
    {
        open("script");
        out.append(script);

        return close();
    }

    /**
     * Returns a script between the marks of a section of characters.
     *
     * @param script without the end of such a section, and of an element
     */
    static String characters(final String script)
    {
        if (script.contains("]]>") || script.contains("</"))
        {
            throw new IllegalArgumentException("a script that ends itself");
        }

        return "//<![CDATA[\n" + script + "//]]>";
    }

    /** Writes a document with everything so far, once all elements are closed. */
    void writeTo(final Writer writer) throws IOException
    {
        if (!open.isEmpty())
        {
            throw new IllegalStateException("not closed: " + open);
        }
        writer.write("<!DOCTYPE html>\n");
        writer.append(out);
        writer.flush();
    }

    private void tag(final String tag, final String... attributes)
    {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2)
        {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            final char letter = text.charAt(i);
            switch (letter)
            {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n' -> out.append(letter);
                default -> out.append(isShown(letter) ? letter : '\ufffd');
            }
        }
    }

    /** Returns whether XML allows a character, and a reader sees it. */
    private static boolean isShown(final char letter)
    {
        return letter >= ' ' && letter < 0xfffe && !Character.isSurrogate(letter) && !Character.isISOControl(letter) &&
            Character.getType(letter) != Character.FORMAT;
    }
}
