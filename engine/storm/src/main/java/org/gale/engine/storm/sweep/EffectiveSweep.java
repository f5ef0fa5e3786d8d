package org.gale.engine.storm.sweep;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.gale.engine.json.JsonText;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepParameter;

/** Text of an effective sweep: every value of every parameter, without its job. Pure functions. */
final class EffectiveSweep
{
    private EffectiveSweep()
    {
    }

    /** Returns a sweep as one line of JSON. */
    static String of(final Sweep sweep)
    {
        return JsonText.line(json -> write(sweep, json));
    }

    private static void write(final Sweep sweep, final JsonGenerator json) throws IOException
    {
        json.writeStringField("sweep", sweep.name());
        json.writeArrayFieldStart("parameters");
        for (final SweepParameter parameter : sweep.parameters())
        {
            json.writeStartObject();
            for (final String key : parameter.keys())
            {
                json.writeArrayFieldStart(key);
                for (final String text : (Iterable<String>)sweep.texts(key)::iterator)
                {
                    json.writeString(text);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (sweep.search() != null)
        {
            json.writeStringField("search", sweep.search().text());
        }
        json.writeArrayFieldStart("seeds");
        for (final long seed : sweep.seeds())
        {
            json.writeNumber(seed);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("except");
        for (final Map<String, String> except : sweep.excepts())
        {
            json.writeObject(except.toString());
        }
        json.writeEndArray();
        json.writeNumberField("wall_ns", sweep.limits().wallNs());
        json.writeNumberField("memory", sweep.limits().memoryBytes());
        json.writeNumberField("disk", sweep.limits().diskBytes());
        json.writeStringField("of", sweep.report().of());
        json.writeArrayFieldStart("by");
        for (final String key : sweep.reportKeys())
        {
            json.writeString(key);
        }
        json.writeEndArray();
    }
}
