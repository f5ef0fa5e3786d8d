package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.config.JsonText;

/** Text of a tree as one line of JSON, which reads back as the same tree. Pure functions. */
public final class TreeText
{
    private static final String NO_KEY = "";

    private TreeText()
    {
    }

    /** Map or list whose first parts are written. */
    private record Open(Iterator<Map.Entry<String, JobNode>> parts, boolean isMap)
    {
        static Open of(final JobNode.Fields map)
        {
            return new Open(map.fields().entrySet().stream()
                .map(field -> Map.entry(field.getKey(), field.getValue().node())).iterator(), true);
        }

        static Open of(final List<JobNode> nodes)
        {
            return new Open(nodes.stream().map(node -> Map.entry(NO_KEY, node)).iterator(), false);
        }
    }

    /** Returns the text of a tree. */
    public static String json(final JobNode.Fields root)
    {
        return JsonText.line(json -> write(root, json));
    }

    private static void write(final JobNode.Fields root, final JsonGenerator json) throws IOException
    {
        final Deque<Open> open = new ArrayDeque<>(List.of(Open.of(root)));
        while (!open.isEmpty())
        {
            final Open last = open.peek();
            if (last.parts().hasNext())
            {
                final Map.Entry<String, JobNode> part = last.parts().next();
                if (last.isMap())
                {
                    json.writeFieldName(part.getKey());
                }
                begin(part.getValue(), json, open);
                continue;
            }
            open.pop();
            if (!last.isMap())
            {
                json.writeEndArray();
            }
            else if (!open.isEmpty())                           // the outermost object is ended by its writer
            {
                json.writeEndObject();
            }
        }
    }

    private static void begin(final JobNode node, final JsonGenerator json, final Deque<Open> open) throws IOException
    {
        if (node instanceof JobNode.Text text)
        {
            json.writeString(text.text());
        }
        else if (node instanceof JobNode.Items items)
        {
            json.writeStartArray();
            open.push(Open.of(items.nodes()));
        }
        else
        {
            json.writeStartObject();
            open.push(Open.of((JobNode.Fields)node));
        }
    }
}
