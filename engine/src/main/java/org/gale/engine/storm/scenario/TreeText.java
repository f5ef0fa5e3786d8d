package org.gale.engine.storm.scenario;

import java.util.Iterator;
import java.util.Map;

/**
 * Text of a tree as one line of JSON, which reads back as the same tree. A storm with a journal writes one: a library
 * of JSON would take longer to load than the storm to begin. Pure functions.
 */
public final class TreeText
{
    /** Characters above this are escaped, as in all texts of JSON. */
    private static final char LAST_PLAIN = '~';
    private static final String ESCAPED = "\"\\\b\t\n\f\r";
    private static final String ESCAPES = "\"\\btnfr";

    private TreeText()
    {
    }

    /** Returns the text of a tree, which is as deep as a file may be. */
    public static String json(final JobNode root)
    {
        final StringBuilder line = new StringBuilder();
        write(root, line);

        return line.toString();
    }

    private static void write(final JobNode node, final StringBuilder line)
    {
        if (node instanceof JobNode.Fields map)
        {
            char before = '{';
            for (final Map.Entry<String, JobNode.Field> field : map.fields().entrySet())
            {
                text(field.getKey(), line.append(before));
                write(field.getValue().node(), line.append(':'));
                before = ',';
            }
            line.append(before == '{' ? "{}" : "}");
        }
        else if (node instanceof JobNode.Items list)
        {
            line.append('[');
            for (final Iterator<? extends JobNode> items = list.nodes().iterator(); items.hasNext();)
            {
                write(items.next(), line);
                line.append(items.hasNext() ? "," : "");
            }
            line.append(']');
        }
        else
        {
            text(((JobNode.Text)node).text(), line);
        }
    }

    private static void text(final String text, final StringBuilder line)
    {
        line.append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char character = text.charAt(i);
            final int escape = ESCAPED.indexOf(character);
            if (escape >= 0)
            {
                line.append('\\').append(ESCAPES.charAt(escape));
            }
            else if (character < ' ' || character > LAST_PLAIN)
            {
                line.append(String.format("\\u%04X", (int)character));
            }
            else
            {
                line.append(character);
            }
        }
        line.append('"');
    }
}
