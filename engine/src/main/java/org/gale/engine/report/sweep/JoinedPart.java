package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.IntervalJson;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.LatencySummary;

/**
 * Join of one group of VMs, or of one phase with its groups, over several runs. Interval logs have no histograms of
 * parts: number, sum and maximum of the samples are joined, percentiles are not. Used by one thread.
 */
final class JoinedPart
{
    private static final String NAME = "name";

    private final Counters counters = new Counters(Counters.OF_PART);
    private final Map<String, JoinedPart> groups = new LinkedHashMap<>();
    private LatencySummary response = LatencySummary.EMPTY;
    /** Null where no run has requests. */
    private LatencySummary request;

    /** Adds the parts in a list of a report to joins by name. */
    static void add(final Map<String, JoinedPart> joins, final JsonNode list)
    {
        for (final JsonNode part : list)
        {
            final JoinedPart join = joins.computeIfAbsent(part.path(NAME).asText(), key -> new JoinedPart());
            join.add(part);
            for (final JsonNode group : part.path("groups"))
            {
                join.groups.computeIfAbsent(group.path(NAME).asText(), key -> new JoinedPart()).add(group);
            }
        }
    }

    private void add(final JsonNode part)
    {
        counters.add(part);
        response = sum(response, RunReport.summary(part.at("/latency_ns/response")));
        final JsonNode requests = part.at(Latency.REQUEST.path());
        if (requests.isObject())
        {
            request = sum(request == null ? LatencySummary.EMPTY : request, RunReport.summary(requests));
        }
    }

    /** Writes joins by name as a list. */
    static void write(
        final JsonGenerator json, final String list, final Map<String, JoinedPart> joins, final boolean isModelled)
        throws IOException
    {
        json.writeArrayFieldStart(list);
        for (final Map.Entry<String, JoinedPart> join : joins.entrySet())
        {
            json.writeStartObject();
            json.writeStringField(NAME, join.getKey());
            join.getValue().figures(json, isModelled);
            if (!join.getValue().groups.isEmpty())
            {
                json.writeArrayFieldStart("groups");
                for (final Map.Entry<String, JoinedPart> group : join.getValue().groups.entrySet())
                {
                    json.writeStartObject();
                    json.writeStringField(NAME, group.getKey());
                    group.getValue().figures(json, isModelled);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void figures(final JsonGenerator json, final boolean isModelled) throws IOException
    {
        counters.write(json);
        json.writeObjectFieldStart("latency_ns");
        latency(json, "response", response, isModelled);
        if (request != null)
        {
            latency(json, Latency.REQUEST.label(), request, true);
        }
        json.writeEndObject();
    }

    private static void latency(
        final JsonGenerator json, final String name, final LatencySummary latency, final boolean hasMean)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", latency.count());
        if (hasMean)
        {
            IntervalJson.mean(json, latency);
        }
        IntervalJson.figure(json, "max", latency.max());
        json.writeEndObject();
    }

    private static LatencySummary sum(final LatencySummary one, final LatencySummary other)
    {
        final List<LatencySummary> both = List.of(one, other);
        final boolean isSummed = both.stream().allMatch(part -> part.sum() != LatencySummary.NONE);

        return LatencySummary.of(Math.addExact(one.count(), other.count()),
            isSummed ? Math.addExact(one.sum(), other.sum()) : LatencySummary.NONE,
            percentile -> percentile.isMax() ? Math.max(one.max(), other.max()) : LatencySummary.NONE);
    }
}
