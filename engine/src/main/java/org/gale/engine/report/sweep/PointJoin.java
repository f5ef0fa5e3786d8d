package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.IntervalJson;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.ResultSum;
import org.gale.engine.storm.result.SampleSum;
import org.gale.engine.storm.result.SeedFigures;

/**
 * Join of the runs of a point, which differ in their seeds: the sum of their results, written as reports are. Used by
 * one thread, and again after {@link #clear}.
 */
final class PointJoin
{
    /** Keys of the spread of a figure over the seeds. */
    static final String MIN = "min";
    static final String MEDIAN = "median";
    static final String MAX = "max";

    private static final String NAME = "name";
    private static final String GROUPS = "groups";
    private static final String PHASES = "phases";
    private static final String LATENCIES = "latency_ns";
    private static final List<String> ORDER =
        Stream.of(Latency.values()).map(Latency::label).toList();
    private static final Comparator<String> BY_ORDER =
        Comparator.<String>comparingInt(ORDER::indexOf).thenComparing(Comparator.naturalOrder());

    private ResultSum sum = new ResultSum();
    /** Run whose samples are added. */
    private ResultSum run = new ResultSum();
    private boolean isModelled;

    /** Returns the latency of a tag of interval logs, to which samples of the next run may be added. */
    SampleSum latency(final String tag)
    {
        return run.latency(tag);
    }

    /**
     * Adds a run whose samples were added.
     *
     * @param figures of the run, by name
     */
    void add(final RunReport report, final Map<String, BigDecimal> figures)
    {
        final JsonNode json = report.json().json();
        isModelled |= report.hasModel();
        run.origin(new ResultSum.Origin(json.at("/config/job").asText(), json.path("seed").asLong()));
        Counters.add(run, Counters.OF_STORM, json);
        report.latencies().forEach((tag, summary) -> latency(tag).addExact(summary));
        json.path(GROUPS).forEach(group -> part(report, run.group(group.path(NAME).asText()), group));
        for (final JsonNode phase : json.path(PHASES))
        {
            final ResultSum ofPhase = run.phase(phase.path(NAME).asText());
            part(report, ofPhase, phase);
            phase.path(GROUPS).forEach(group -> part(report, ofPhase.group(group.path(NAME).asText()), group));
        }
        figures.forEach(run::figure);
        sum.join(run);
        run = new ResultSum();
    }

    private static void part(final RunReport report, final ResultSum part, final JsonNode json)
    {
        Counters.add(part, Counters.OF_PART, json);
        for (final String latency : List.of(Latency.RESPONSE.label(), Latency.REQUEST.label()))
        {
            final JsonNode figures = json.path(LATENCIES).path(latency);
            if (figures.isObject() || latency.equals(Latency.RESPONSE.label()))
            {
                final SampleSum samples = part.latency(latency);
                samples.addExact(RunReport.summary(figures));
                if (report.hasPartHistograms())
                {
                    samples.limit(report.partDigits());
                    report.partSamples(json, latency, samples::add);
                }
                else
                {
                    samples.lacksHistogram();
                }
            }
        }
    }

    /** Writes the sums and the spread of the runs; nothing if there was no run. */
    void write(final JsonGenerator json) throws IOException
    {
        if (sum.figures().isEmpty())
        {
            return;
        }
        Counters.write(json, sum);
        json.writeObjectFieldStart(LATENCIES);
        boolean hasStages = false;
        for (final String tag : tags())
        {
            if (!hasStages && IntervalJson.isStage(tag))
            {
                json.writeObjectFieldStart("stages");
                hasStages = true;
            }
            IntervalJson.summary(json, tag, sum.latencies().get(tag).summary(), isModelled);
        }
        if (hasStages)
        {
            json.writeEndObject();
        }
        json.writeEndObject();
        parts(json, GROUPS, sum.groups());
        parts(json, PHASES, sum.phases());
        json.writeObjectFieldStart("spread");
        for (final Map.Entry<String, SeedFigures> figure : sum.figures().entrySet())
        {
            json.writeObjectFieldStart(figure.getKey());
            json.writeNumberField(MIN, figure.getValue().least());
            json.writeNumberField(MEDIAN, figure.getValue().median());
            json.writeNumberField(MAX, figure.getValue().greatest());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void parts(final JsonGenerator json, final String list, final Map<String, ResultSum> parts)
        throws IOException
    {
        json.writeArrayFieldStart(list);
        for (final Map.Entry<String, ResultSum> part : parts.entrySet())
        {
            json.writeStartObject();
            json.writeStringField(NAME, part.getKey());
            Counters.write(json, part.getValue());
            json.writeObjectFieldStart(LATENCIES);
            for (final Map.Entry<String, SampleSum> latency : part.getValue().latencies().entrySet())
            {
                latency(json, latency.getKey(), latency.getValue());
            }
            json.writeEndObject();
            if (!part.getValue().groups().isEmpty())
            {
                parts(json, GROUPS, part.getValue().groups());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes a latency of a part: without its percentiles if a report has no histogram of it. */
    private void latency(final JsonGenerator json, final String name, final SampleSum samples) throws IOException
    {
        final LatencySummary summary = samples.summary();
        if (samples.isWhole())
        {
            IntervalJson.summary(json, name, summary, isModelled);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", summary.count());
        if (isModelled || name.equals(Latency.REQUEST.label()))
        {
            IntervalJson.mean(json, summary);
        }
        IntervalJson.figure(json, "max", summary.max());
        json.writeEndObject();
    }

    /** Returns the joined latencies that have samples, by tag, in the order of reports. */
    Map<String, SampleSum> latencies()
    {
        final Map<String, SampleSum> sampled = new LinkedHashMap<>();
        tags().stream().filter(tag -> sum.latencies().get(tag).count() > 0)
            .forEach(tag -> sampled.put(tag, sum.latencies().get(tag)));

        return sampled;
    }

    /** Returns the tags of the latencies in the order of reports. */
    private List<String> tags()
    {
        return sum.latencies().keySet().stream().sorted(BY_ORDER).toList();
    }

    /** Forgets all runs. */
    void clear()
    {
        sum = new ResultSum();
        run = new ResultSum();
        isModelled = false;
    }
}
