package org.gale.engine.report.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.AccountValue;

/** Counters of reports: whole numbers of an object that holds counters, or of an object in it. Pure functions. */
final class Counters
{
    private static final String JOURNAL = "journal";
    /** Objects of a report, or the journal of its host, that hold counters. */
    static final List<String> OF_STORM = List.of("accounting", "pe_time_ns", "off_pe_ns", "model", JOURNAL);
    /** Objects of a group or phase that hold counters. */
    static final List<String> OF_PART = List.of("accounting");

    /** Whole numbers that count nothing. */
    private static final Set<String> OTHERS = Set.of("version", "bytes_per_command");

    private Counters()
    {
    }

    /** Adds the counters of some objects of a report, or of a part of one. */
    static void add(final SeedSum sum, final List<String> objects, final JsonNode report)
    {
        for (final String object : objects)
        {
            final JsonNode holder = object.equals(JOURNAL) ? report.path("host") : report;
            for (final Map.Entry<String, JsonNode> field : holder.path(object).properties())
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

    /** Returns the counters of a sum in their objects, and behind them those in objects of their own. */
    static Map<String, Object> of(final SeedSum sum)
    {
        final Map<String, Object> objects = new LinkedHashMap<>();
        final Map<SeedSum.Counter, Long> nested = new LinkedHashMap<>(sum.counters());
        nested.keySet().removeIf(counter -> counter.inner().isEmpty());
        sum.counters().forEach((counter, value) ->
        {
            if (counter.inner().isEmpty())
            {
                inner(objects, counter.object()).put(counter.name(), value);
            }
        });
        nested.forEach((counter, value) ->
            inner(inner(objects, counter.object()), counter.inner()).put(counter.name(), value));

        return objects;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(final Map<String, Object> object, final String name)
    {
        return (Map<String, Object>)object.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }

    private static void add(
        final SeedSum sum, final String object, final String inner, final String name, final JsonNode value)
    {
        if (value.isIntegralNumber() && !OTHERS.contains(name))
        {
            sum.count(new SeedSum.Counter(object, inner, name), AccountValue.count(value));
        }
    }
}
