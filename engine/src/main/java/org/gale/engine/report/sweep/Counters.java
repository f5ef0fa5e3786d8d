package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.AccountJson;
import org.gale.engine.storm.result.ResultSum;

/** Counters of reports: whole numbers of an object that holds counters, or of an object in it. Pure functions. */
final class Counters
{
    /** Objects of a report that hold counters. */
    static final List<String> OF_STORM = List.of("accounting", "pe_time_ns", "off_pe_ns", "model", "journal");
    /** Objects of a group or phase that hold counters. */
    static final List<String> OF_PART = List.of("accounting");

    /** Whole numbers that count nothing. */
    private static final Set<String> OTHERS = Set.of("version", "bytes_per_command");

    private Counters()
    {
    }

    /** Adds the counters of some objects of a report, or of a part of one. */
    static void add(final ResultSum sum, final List<String> objects, final JsonNode report)
    {
        for (final String object : objects)
        {
            for (final Map.Entry<String, JsonNode> field : report.path(object).properties())
            {
                if (field.getValue().isObject())
                {
                    field.getValue().properties().forEach(
                        inner -> add(sum, object, field.getKey(), inner.getKey(), inner.getValue()));
                }
                else
                {
                    add(sum, object, "", field.getKey(), field.getValue());
                }
            }
        }
    }

    /** Writes the counters of a sum in their objects, as a report has them. */
    static void write(final JsonGenerator json, final ResultSum sum) throws IOException
    {
        final Map<String, Map<String, Map<String, Long>>> objects = new LinkedHashMap<>();
        sum.counters().forEach((counter, value) -> objects
            .computeIfAbsent(counter.object(), key -> new LinkedHashMap<>())
            .computeIfAbsent(counter.inner(), key -> new LinkedHashMap<>()).put(counter.name(), value));
        for (final Map.Entry<String, Map<String, Map<String, Long>>> object : objects.entrySet())
        {
            json.writeObjectFieldStart(object.getKey());
            for (final Map.Entry<String, Map<String, Long>> inner : object.getValue().entrySet())
            {
                if (!inner.getKey().isEmpty())
                {
                    json.writeObjectFieldStart(inner.getKey());
                }
                for (final Map.Entry<String, Long> counter : inner.getValue().entrySet())
                {
                    json.writeNumberField(counter.getKey(), counter.getValue());
                }
                if (!inner.getKey().isEmpty())
                {
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
    }

    private static void add(
        final ResultSum sum, final String object, final String inner, final String name, final JsonNode value)
    {
        if (value.isIntegralNumber() && !OTHERS.contains(name))
        {
            sum.count(new ResultSum.Counter(object, inner, name), AccountJson.count(value));
        }
    }
}
