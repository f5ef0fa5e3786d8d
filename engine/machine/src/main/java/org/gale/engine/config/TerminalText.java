package org.gale.engine.config;

import java.util.Locale;

/**
 * Text of a message as a terminal may have it: control characters are escaped, and the length is bounded. A line feed
 * remains where two spaces follow, which begin the second line of a message. Pure functions.
 */
public final class TerminalText
{
    /** Limit of the length of a message. */
    public static final int LENGTH_LIMIT = 4096;

    private static final String INDENT = "  ";
    private static final char LAST_BYTE = 0xff;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private TerminalText()
    {
    }

    /**
     * Returns whether a text has a character that ends a line or controls a terminal: in a name, such a character
     * changes what a file of another program says.
     */
    public static boolean hasControls(final String text)
    {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || isSeparator(c));
    }

    private static boolean isSeparator(final int c)
    {
        return c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    /** Returns a text on one line with escapes in place of all control characters: a name, a path, a note. */
    public static String line(final String text)
    {
        final StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++)
        {
            append(line, text.charAt(i));
        }

        return line.toString();
    }

    /** Returns a message with escapes in place of control characters, cut at the limit. */
    public static String of(final String message)
    {
        final StringBuilder text = new StringBuilder();
        final int end = Math.min(message.length(), LENGTH_LIMIT);
        for (int i = 0; i < end; i++)
        {
            final char c = message.charAt(i);
            if (c == '\n' && message.startsWith(INDENT, i + 1))
            {
                text.append(c);
            }
            else
            {
                append(text, c);
            }
        }
        if (end < message.length())
        {
            text.append(String.format(Locale.ROOT, "... (%,d more characters)", message.length() - end));
        }

        return text.toString();
    }

    private static void append(final StringBuilder text, final char c)
    {
        if (Character.isISOControl(c) || isSeparator(c))
        {
            text.append(escaped(c));
        }
        else
        {
            text.append(c);
        }
    }

    private static String escaped(final char c)
    {
        return switch (c)
        {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c > LAST_BYTE ? "\\u%04x" : "\\x%02x", (int)c);
        };
    }
}
