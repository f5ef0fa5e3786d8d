package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.LatencySection;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.PointDocument;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.SampleSum;

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

    private static final List<String> ORDER =
        Stream.of(Latency.values()).map(Latency::label).toList();
    private static final Comparator<String> BY_ORDER =
        Comparator.<String>comparingInt(ORDER::indexOf).thenComparing(Comparator.naturalOrder());

    private SeedSum sum = new SeedSum();
    /** Run whose samples are added. */
    private SeedSum run = new SeedSum();
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
        run.origin(new SeedSum.Origin(json.at("/config/job").asText(), json.path("seed").asLong()));
        Counters.add(run, Counters.OF_STORM, json);
        report.latencies().forEach((tag, summary) -> latency(tag).addExact(summary));
        parts(report, run::group, report.document().parts().groups(), json.path("groups"));
        parts(report, run::phase, report.document().parts().phases(), json.path("phases"));
        figures.forEach(run::figure);
        sum.join(run);
        run = new SeedSum();
    }

    private static void parts(final RunReport report, final Function<String, SeedSum> sums,
        final List<StormDocument.Part> parts, final JsonNode json)
    {
        for (int i = 0; i < parts.size(); i++)
        {
            final StormDocument.Part part = parts.get(i);
            final SeedSum sum = sums.apply(part.name());
            Counters.add(sum, Counters.OF_PART, json.path(i));
            samples(report, sum, part, Latency.RESPONSE);
            samples(report, sum, part, Latency.HANDLED);
            samples(report, sum, part, Latency.REQUEST);
            parts(report, sum::group, part.ofPhase(), json.path(i).path("groups"));
        }
    }

    private static void samples(
        final RunReport report, final SeedSum sum, final StormDocument.Part part, final Latency latency)
    {
        final Latencies.Times times = part.times(latency);
        if (times == null && latency != Latency.RESPONSE)
        {
            return;
        }
        final SampleSum samples = sum.latency(latency.label());
        samples.addExact(times == null ? LatencySummary.EMPTY : AccountValue.summary(times));
        if (report.hasPartHistograms())
        {
            samples.limit(report.partDigits());
            EncodedHistogram.decodeText(part.encoded(), latency, report.partDigits(), samples::add);
        }
        else
        {
            samples.lacksHistogram();
        }
    }

    /** {@return the sums and the spread of the runs; null if there was no run} */
    PointDocument.Sums joined()
    {
        if (sum.figures().isEmpty())
        {
            return null;
        }
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        tags().forEach(tag -> latencies.put(tag, sum.latencies().get(tag).summary()));
        final Map<String, PointDocument.Spread> spread = new LinkedHashMap<>();
        sum.figures().forEach((name, figure) ->
            spread.put(name, new PointDocument.Spread(figure.least(), figure.median(), figure.greatest())));

        return new PointDocument.Sums(Counters.of(sum), LatencySection.byName(latencies, isModelled),
            parts(sum.groups()), parts(sum.phases()), spread);
    }

    private List<PointDocument.SumsOfPart> parts(final Map<String, SeedSum> parts)
    {
        return parts.entrySet().stream().map(part -> new PointDocument.SumsOfPart(
            part.getKey(), Counters.of(part.getValue()), latencies(part.getValue()),
            part.getValue().groups().isEmpty() ? null : parts(part.getValue().groups()))).toList();
    }

    /** Returns the latencies of a part: without percentiles where a report has no histogram. */
    private Map<String, Latencies.Times> latencies(final SeedSum part)
    {
        final Map<String, Latencies.Times> latencies = new LinkedHashMap<>();
        part.latencies().forEach((name, samples) ->
        {
            final boolean hasMean = isModelled || name.equals(Latency.REQUEST.label());
            latencies.put(name, samples.isWhole() ? LatencySection.times(samples.summary(), hasMean) :
                LatencySection.greatest(samples.summary(), hasMean));
        });

        return latencies;
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

    /** {@return the first latency whose histograms have other samples than the reports of the runs; null for none} */
    String fault()
    {
        return fault("latency_ns", sum);
    }

    private static String fault(final String place, final SeedSum of)
    {
        for (final Map.Entry<String, SampleSum> latency : of.latencies().entrySet())
        {
            if (latency.getValue().fault() != null)
            {
                return place + '/' + latency.getKey() + ": " + latency.getValue().fault();
            }
        }

        return Stream.of(of.groups(), of.phases()).flatMap(parts -> parts.entrySet().stream())
            .map(part -> fault(part.getKey() + "/latency_ns", part.getValue())).filter(Objects::nonNull)
            .findFirst().orElse(null);
    }

    /** Forgets all runs. */
    void clear()
    {
        sum = new SeedSum();
        run = new SeedSum();
        isModelled = false;
    }
}
