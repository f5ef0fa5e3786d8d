package org.gale.engine.config;

import java.util.Map;

/**
 * Writer of JSON without a library: of one flat object on a line, for the machine, which has none, and of strings for
 * what is written before a library is loaded. Pure.
 */
public final class FlatJson
{
    /** Characters above this are escaped, so that none of C1 reaches a terminal. */
    private static final char LAST_PLAIN = '~';
    private static final String ESCAPED = "\"\\\b\t\n\f\r";
    private static final String ESCAPES = "\"\\btnfr";

    private FlatJson()
    {
    }

    /**
     * Returns an object without a line separator.
     *
     * @param fields names and values in order; each value is a string, a whole number or a boolean
     */
    public static String line(final Map<String, ?> fields)
    {
        final StringBuilder text = new StringBuilder("{");
        for (final Map.Entry<String, ?> field : fields.entrySet())
        {
            text.append(text.length() == 1 ? "" : ",");
            quote(field.getKey(), text);
            text.append(':');
            if (field.getValue() instanceof CharSequence value)
            {
                quote(value, text);
            }
            else
            {
                text.append(field.getValue());
            }
        }

        return text.append('}').toString();
    }

    /** Appends a string with its quotes and escapes to a text. */
    public static void quote(final CharSequence value, final StringBuilder text)
    {
        text.append('"');
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            final int escape = ESCAPED.indexOf(c);
            if (escape >= 0)
            {
                text.append('\\').append(ESCAPES.charAt(escape));
            }
            else if (c < ' ' || c > LAST_PLAIN)
            {
                text.append(String.format("\\u%04X", (int)c));
            }
            else
            {
                text.append(c);
            }
        }
        text.append('"');
    }
}
