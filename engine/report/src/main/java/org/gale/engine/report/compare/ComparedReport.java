package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.PercentileCurve;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.report.document.ReportDocuments;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;

/**
 * JSON report of a storm, or a point of a joined sweep, read from a file.
 *
 * @param name name of the file
 * @param json content, an object
 */
public record ComparedReport(String name, JsonNode json)
{
    /** Pointer of the groups of VMs. */
    static final String GROUPS = "/groups";
    /** Pointer of the name of the costs, which the report of a storm on the virtual clock has. */
    static final String MODELLED = "/modelled";
    /** Pointer of the phases. */
    static final String PHASES = "/phases";
    /** Least number of runs of a point for a noise bound. */
    static final int SEEDS_MIN = 5;

    private static final double SHORT_INTERVAL = 0.5;
    private static final String VARIED = "vary";
    private static final String VALUES = "values";
    private static final String SPREAD = "spread";

    /**
     * Reads the text of a report.
     *
     * @param name for messages
     * @throws OutcomeException if the text is no report of a storm
     */
    public static ComparedReport of(final String name, final String text)
    {
        return of(name, DocumentReader.tree(name, text));
    }

    /**
     * Takes a document of JSON as a report.
     *
     * @param name for messages
     * @throws OutcomeException if the document is no report of a storm
     */
    public static ComparedReport of(final String name, final JsonNode json)
    {
        return new ComparedReport(name, ReportDocuments.report(name, json));
    }

    /**
     * Takes a row of {@code points.jsonl} as a report.
     *
     * @param file name of the file
     * @throws OutcomeException if the row is no point of a sweep
     */
    static ComparedReport ofPoint(final String file, final JsonNode json)
    {
        ReportDocuments.checkPoint(file, json);

        return new ComparedReport(file + '[' + valuesText(json) + ']', json);
    }

    /** Returns the values of a run of {@code --vary}, with their keys; empty for another storm. */
    static String variedText(final JsonNode json)
    {
        return json.path(VARIED).properties().stream().map(key -> key.getKey() + '=' + key.getValue().asText())
            .collect(Collectors.joining(", "));
    }

    private static String valuesText(final JsonNode point)
    {
        final List<String> values = new ArrayList<>();
        point.path(VALUES).forEach(value -> values.add(value.asText()));

        return String.join(", ", values);
    }

    /** Returns the text by which a run or a point of two files is found: its values. */
    String label()
    {
        return isPoint() ? valuesText(json) : variedText(json);
    }

    /** Returns whether this is a point of a joined sweep, which has several seeds. */
    boolean isPoint()
    {
        return json.has(VALUES);
    }

    /**
     * Returns a figure; of a point one that its runs have together, or else their median.
     *
     * @return {@link Double#NaN} if the report lacks the figure
     */
    double figure(final Figure metric)
    {
        final double together = FigureValue.of(metric, json);

        return isPoint() && Double.isNaN(together) ? spread(metric, "median") : together;
    }

    /**
     * Returns how far the runs of a point lie apart in a figure.
     *
     * @return {@link Double#NaN} if they are fewer than five, or lack the figure
     */
    double range(final Figure metric)
    {
        return json.path("results").asInt() < SEEDS_MIN ? Double.NaN : spread(metric, "max") - spread(metric, "min");
    }

    private double spread(final Figure metric, final String of)
    {
        return json.path(SPREAD).path(metric.name()).path(of).asDouble(Double.NaN);
    }

    /** Returns the figures that some reports have. */
    public static Figures figures(final List<ComparedReport> reports)
    {
        return new Figures(names(reports, GROUPS), names(reports, PHASES));
    }

    /** Returns the figures that both of two reports have; of single groups none. */
    static Figures common(final ComparedReport one, final ComparedReport other)
    {
        final List<String> groups = common(one.names(GROUPS), other.names(GROUPS));

        return new Figures(one.names(GROUPS).size() + other.names(GROUPS).size() > 2 ? groups : List.of(),
            common(one.names(PHASES), other.names(PHASES)));
    }

    private static List<String> common(final List<String> one, final List<String> other)
    {
        return one.stream().distinct().filter(other::contains).toList();
    }

    private static List<String> names(final List<ComparedReport> reports, final String list)
    {
        return reports.stream().flatMap(report -> report.names(list).stream()).distinct().toList();
    }

    /**
     * Returns the names of the parts in a list of the report.
     *
     * @param list {@link #GROUPS} or {@link #PHASES}
     */
    List<String> names(final String list)
    {
        final List<String> names = new ArrayList<>();
        json.at(list).forEach(part -> names.add(part.path("name").asText()));

        return names;
    }

    /** Returns whether the times of the report are those of a model. */
    public boolean hasModel()
    {
        return json.at(MODELLED).isTextual();
    }

    /** Returns whether models of devices have sent all interrupts of the storm. */
    boolean isOfModels()
    {
        long sent = 0;
        for (final JsonNode group : json.at(GROUPS))
        {
            sent += group.path("interrupts").asLong();
        }

        return sent > 0 && sent >= json.at("/accounting/offered").asLong();
    }

    /**
     * Returns the percentile curve of a latency.
     *
     * @param latency {@code response}, {@code service} or a stage
     * @return a curve without points if the report has none
     */
    public PercentileCurve curve(final String latency)
    {
        final List<PercentileCurve.Point> points = new ArrayList<>();
        for (final JsonNode point : json.at("/latency_ns/curves").path(latency))
        {
            points.add(new PercentileCurve.Point(point.path(0).asDouble(), point.path(1).asLong()));
        }

        return new PercentileCurve(name, points);
    }

    /** Returns the values that a metric has in the full intervals after the warm-up. */
    double[] perInterval(final Figure metric)
    {
        final JsonNode intervals = json.at("/intervals");
        final double[] values = new double[intervals.size()];
        int count = 0;
        for (final JsonNode interval : intervals)
        {
            final double value = metric.is(Figure.Use.INTERVALS) ? FigureValue.of(metric, interval) : Double.NaN;
            if (!Double.isNaN(value) && !interval.at("/warmup").asBoolean() && !isShort(interval))
            {
                values[count++] = value;
            }
        }

        return Arrays.copyOf(values, count);
    }

    private static boolean isShort(final JsonNode interval)
    {
        return interval.at("/length_s").asDouble(1) < SHORT_INTERVAL;
    }
}
