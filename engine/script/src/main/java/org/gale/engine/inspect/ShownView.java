package org.gale.engine.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.machine.Machine;

/**
 * View of a machine as a line of JSON, or why there is none. Immutable.
 *
 * @param line  object of JSON, or null
 * @param error sentence for the user, or null
 */
public record ShownView(String line, String error)
{
    /** Returns views of a machine. A query. */
    public static List<ShownView> of(final Machine machine, final List<String> views)
    {
        final List<ShownView> shown = new ArrayList<>();
        for (final String view : views)
        {
            try
            {
                shown.add(new ShownView(Inspector.inspect(machine, List.of(view.split(" ", -1))), null));
            }
            catch (final IllegalArgumentException ex)
            {
                shown.add(new ShownView(null, ex.getMessage()));
            }
        }

        return shown;
    }

    /** Writes the view under a name into the open object; a view that is not there as null, with its error. */
    public void write(final JsonGenerator json, final String name) throws IOException
    {
        if (line == null)
        {
            json.writeNullField(name);
            json.writeStringField(name + "_error", error);
        }
        else
        {
            json.writeFieldName(name);
            json.writeRawValue(line);
        }
    }
}
