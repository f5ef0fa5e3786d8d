package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON reports of several runs of one job: an array of those of its storms. */
public final class RunTableJson
{
    private RunTableJson()
    {
    }

    /**
     * Writes the reports as an array, and a line feed. Each begins with {@code vary}, the values that are its own. The
     * writer is flushed, not closed.
     */
    public static void write(final RunTable table, final Writer writer) throws IOException
    {
        String separator = "[ ";
        for (final RunTable.RunRow row : table.rows())
        {
            writer.write(separator);
            final Map<String, String> varied = new LinkedHashMap<>();
            for (int key = 0; key < table.keys().size(); key++)
            {
                varied.put(table.keys().get(key), row.values().get(key));
            }
            StormJson.write(row.report(), varied.isEmpty() ? null : varied, writer);
            separator = ", ";
        }
        writer.write("]\n");
        writer.flush();
    }
}
