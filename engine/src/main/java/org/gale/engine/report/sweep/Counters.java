package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.AccountJson;

/**
 * Sums of the counters of reports. A counter is a whole number of an object that holds counters, or of an object in it.
 * Used by one thread.
 */
final class Counters
{
    /** Objects of a report that hold counters. */
    static final List<String> OF_STORM = List.of("accounting", "pe_time_ns", "off_pe_ns", "model", "journal");
    /** Objects of a group or phase that hold counters. */
    static final List<String> OF_PART = List.of("accounting");

    /** Whole numbers that count nothing. */
    private static final Set<String> OTHERS = Set.of("version", "bytes_per_command");

    private final List<String> objects;
    /** Sums by the names of an object, of an object in it or an empty name, and of the counter. */
    private final Map<String, Map<String, Map<String, Long>>> sums = new LinkedHashMap<>();

    Counters(final List<String> objects)
    {
        this.objects = objects;
    }

    /** Adds the counters of a report, or of a part of one. */
    void add(final JsonNode report)
    {
        for (final String object : objects)
        {
            for (final Map.Entry<String, JsonNode> field : report.path(object).properties())
            {
                if (field.getValue().isObject())
                {
                    field.getValue().properties().forEach(
                        inner -> add(object, field.getKey(), inner.getKey(), inner.getValue()));
                }
                else
                {
                    add(object, "", field.getKey(), field.getValue());
                }
            }
        }
    }

    /** Writes the objects with their sums, as a report has them. */
    void write(final JsonGenerator json) throws IOException
    {
        for (final Map.Entry<String, Map<String, Map<String, Long>>> object : sums.entrySet())
        {
            json.writeObjectFieldStart(object.getKey());
            for (final Map.Entry<String, Map<String, Long>> inner : object.getValue().entrySet())
            {
                if (!inner.getKey().isEmpty())
                {
                    json.writeObjectFieldStart(inner.getKey());
                }
                for (final Map.Entry<String, Long> sum : inner.getValue().entrySet())
                {
                    json.writeNumberField(sum.getKey(), sum.getValue());
                }
                if (!inner.getKey().isEmpty())
                {
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
    }

    private void add(final String object, final String inner, final String name, final JsonNode value)
    {
        if (value.isIntegralNumber() && !OTHERS.contains(name))
        {
            sums.computeIfAbsent(object, key -> new LinkedHashMap<>())
                .computeIfAbsent(inner, key -> new LinkedHashMap<>())
                .merge(name, AccountJson.count(value), Math::addExact);
        }
    }
}
