package org.gale.engine.storm.scenario;

import java.util.Iterator;
import java.util.Map;
import org.gale.engine.config.FlatJson;

/**
 * Text of a tree as one line of JSON, which reads back as the same tree. A storm with a journal writes one: a library
 * of JSON would take longer to load than the storm to begin. Pure functions.
 */
public final class TreeText
{
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
                FlatJson.quote(field.getKey(), line.append(before));
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
            FlatJson.quote(((JobNode.Text)node).text(), line);
        }
    }
}
