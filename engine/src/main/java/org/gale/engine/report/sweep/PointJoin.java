package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.report.IntervalJson;
import org.gale.engine.storm.figure.Latency;

/**
 * Join of the runs of a point, which differ in their seeds: counters added, histograms added, and the spread of each
 * figure. Its values stand where a report has them. Used by one thread, and again after {@link #clear}.
 */
final class PointJoin
{
    private static final String GROUPS = "groups";
    private static final String PHASES = "phases";
    private static final List<String> ORDER = Stream.of(Latency.values()).map(Latency::label).toList();

    private Counters counters = new Counters(Counters.OF_STORM);
    private final Map<String, JoinedPart> groups = new LinkedHashMap<>();
    private final Map<String, JoinedPart> phases = new LinkedHashMap<>();
    /** Latencies of this point and of earlier ones, whose memory is used again. */
    private final Map<String, JoinedLatency> latencies = new HashMap<>();
    /** Tags of the latencies of this point, in the order of reports. */
    private final Set<String> tags = new TreeSet<>(
        Comparator.<String>comparingInt(ORDER::indexOf).thenComparing(Comparator.naturalOrder()));
    private final Map<String, Spread> spreads = new LinkedHashMap<>();
    private boolean isModelled;

    /** Returns the latency of a tag of interval logs, to which samples may be added. */
    JoinedLatency latency(final String tag)
    {
        tags.add(tag);

        return latencies.computeIfAbsent(tag, key -> new JoinedLatency());
    }

    /**
     * Adds a run whose samples were added.
     *
     * @param figures of the run, by name
     */
    void add(final RunReport report, final Map<String, BigDecimal> figures)
    {
        isModelled |= report.hasModel();
        counters.add(report.json().json());
        JoinedPart.add(groups, report.json().json().path(GROUPS));
        JoinedPart.add(phases, report.json().json().path(PHASES));
        report.latencies().forEach((tag, summary) -> latency(tag).addExact(summary));
        figures.forEach((name, value) -> spreads.computeIfAbsent(name, key -> new Spread()).add(value));
    }

    /** Writes the sums and the spread of the runs; nothing if there was no run. */
    void write(final JsonGenerator json) throws IOException
    {
        if (spreads.isEmpty())
        {
            return;
        }
        counters.write(json);
        json.writeObjectFieldStart("latency_ns");
        boolean hasStages = false;
        for (final String tag : tags)
        {
            if (!hasStages && IntervalJson.isStage(tag))
            {
                json.writeObjectFieldStart("stages");
                hasStages = true;
            }
            IntervalJson.summary(json, tag, latency(tag).summary(), isModelled);
        }
        if (hasStages)
        {
            json.writeEndObject();
        }
        json.writeEndObject();
        JoinedPart.write(json, GROUPS, groups, isModelled);
        JoinedPart.write(json, PHASES, phases, isModelled);
        json.writeObjectFieldStart("spread");
        for (final Map.Entry<String, Spread> spread : spreads.entrySet())
        {
            json.writeObjectFieldStart(spread.getKey());
            spread.getValue().write(json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Returns the joined latencies that have samples, by tag, in the order of reports. */
    Map<String, JoinedLatency> latencies()
    {
        final Map<String, JoinedLatency> sampled = new LinkedHashMap<>();
        tags.stream().filter(tag -> latencies.get(tag).count() > 0)
            .forEach(tag -> sampled.put(tag, latencies.get(tag)));

        return sampled;
    }

    /** Forgets all runs. */
    void clear()
    {
        counters = new Counters(Counters.OF_STORM);
        groups.clear();
        phases.clear();
        tags.forEach(tag -> latencies.get(tag).clear());
        tags.clear();
        spreads.clear();
        isModelled = false;
    }
}
