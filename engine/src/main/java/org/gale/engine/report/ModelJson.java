package org.gale.engine.report;

import java.io.IOException;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.result.Modelled;

/** JSON of the model of a storm on the virtual clock, with the times and the steps that it counts. Pure functions. */
final class ModelJson
{
    private ModelJson()
    {
    }

    /** Writes {@code pe_time_ns}, {@code off_pe_ns} where vCPUs are scheduled, and {@code model}. */
    static void write(final JsonGenerator json, final Modelled modelled) throws IOException
    {
        json.writeObjectFieldStart("pe_time_ns");
        numbers(json, modelled.peNs());
        json.writeEndObject();
        if (!modelled.offPeNs().isEmpty())
        {
            json.writeObjectFieldStart("off_pe_ns");
            numbers(json, modelled.offPeNs());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("model");
        json.writeNumberField("version", modelled.version());
        json.writeStringField("costs", modelled.costs());
        numbers(json, modelled.counts());
        json.writeEndObject();
    }

    /** Writes numbers as fields of the object that is open. */
    static void numbers(final JsonGenerator json, final Map<String, Long> numbers) throws IOException
    {
        for (final Map.Entry<String, Long> number : numbers.entrySet())
        {
            json.writeNumberField(number.getKey(), number.getValue());
        }
    }
}
