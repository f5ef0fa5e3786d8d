package org.gale.engine.storm.scenario;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.gale.engine.config.JsonText;

/** Text of a tree as one line of JSON, which reads back as the same tree. Pure functions. */
public final class TreeText
{
    private TreeText()
    {
    }

    /** Returns the text of a tree. */
    public static String json(final JobNode.Fields root)
    {
        return JsonText.line(json -> fields(root, json));
    }

    private static void fields(final JobNode.Fields map, final JsonGenerator json) throws IOException
    {
        for (final Map.Entry<String, JobNode.Field> field : map.fields().entrySet())
        {
            json.writeFieldName(field.getKey());
            write(field.getValue().node(), json);
        }
    }

    /** Writes a node of a tree, which is as deep as a file may be. */
    private static void write(final JobNode node, final JsonGenerator json) throws IOException
    {
        if (node instanceof JobNode.Fields map)
        {
            json.writeStartObject();
            fields(map, json);
            json.writeEndObject();
        }
        else if (node instanceof JobNode.Items list)
        {
            json.writeStartArray();
            for (final JobNode item : list.nodes())
            {
                write(item, json);
            }
            json.writeEndArray();
        }
        else
        {
            json.writeString(((JobNode.Text)node).text());
        }
    }
}
