package org.gale.engine.config;

import java.util.Map;

/** Writer of one flat JSON object on a line, for the machine, which has no library of JSON. Pure. */
public final class FlatJson
{
    /** Characters above this are escaped, so that none of C1 reaches a terminal. */
    private static final char LAST_PLAIN = '~';

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
            quote(text, field.getKey());
            text.append(':');
            if (field.getValue() instanceof CharSequence value)
            {
                quote(text, value);
            }
            else
            {
                text.append(field.getValue());
            }
        }

        return text.append('}').toString();
    }

    private static void quote(final StringBuilder text, final CharSequence value)
    {
        text.append('"');
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\')
            {
                text.append('\\').append(c);
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
