package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of a point of a joined sweep as it is written: its counters and the numbers of its samples are the sums of those
 * in the reports of its runs. The maxima of the point are those of the runs, and its means follow from theirs. Each of
 * its percentiles lies between those of the runs. Fields are found by their names in the text of both. Used by one
 * thread, and again after {@link #clear}.
 */
final class PointLaws
{
    private static final List<String> COUNTERS = List.of("accounting", "pe_time_ns", "off_pe_ns", "model");
    private static final Set<String> OTHERS = Set.of("version", "bytes_per_command");
    private static final String LATENCIES = "latency_ns";
    private static final String COUNT = "count";
    private static final String MAX = "max";
    private static final String MEAN = "mean";
    private static final int FAULT_LIMIT = 3;
    /** Error of a mean, of which some decimals are written, and that of a sum. */
    private static final double ERROR = 1e-6;
    /** Widths of buckets: those of three digits, and those of two in parts. */
    private static final double WIDTH = 0.002;
    private static final double WIDTH_OF_PARTS = 0.02;

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final Map<String, Long> maxima = new LinkedHashMap<>();
    private final Map<String, Double> totals = new LinkedHashMap<>();       // mean by count
    private final Map<String, long[]> percentiles = new LinkedHashMap<>();  // least and greatest

    /** Adds the report of a run. */
    void run(final JsonNode report)
    {
        part("", report);
        report.path("host").path("journal").properties().forEach(field ->
            counter("/journal/" + field.getKey(), field.getKey(), field.getValue()));
        parts("/groups/", report.path("groups"));
        parts("/phases/", report.path("phases"));
    }

    private void parts(final String place, final JsonNode parts)
    {
        for (final JsonNode part : parts)
        {
            final String own = place + part.path("name").asText();
            part(own, part);
            parts(own + "/groups/", part.path("groups"));
        }
    }

    private void part(final String place, final JsonNode part)
    {
        for (final String object : COUNTERS)
        {
            part.path(object).properties().forEach(field ->
            {
                final String own = place + '/' + object + '/' + field.getKey();
                counter(own, field.getKey(), field.getValue());
                field.getValue().properties().forEach(inner ->
                    counter(own + '/' + inner.getKey(), inner.getKey(), inner.getValue()));
            });
        }
        latencies(place + '/' + LATENCIES, part.path(LATENCIES));
        latencies(place + '/' + LATENCIES + "/stages", part.path(LATENCIES).path("stages"));
    }

    private void counter(final String place, final String name, final JsonNode value)
    {
        if (value.isIntegralNumber() && !OTHERS.contains(name))
        {
            sums.merge(place, value.asLong(), Long::sum);
        }
    }

    private void latencies(final String place, final JsonNode latencies)
    {
        latencies.properties().forEach(latency ->
        {
            final JsonNode times = latency.getValue();
            if (times.path(COUNT).isIntegralNumber() && times.has(MAX))
            {
                final String own = place + '/' + latency.getKey() + '/';
                sums.merge(own + COUNT, times.path(COUNT).asLong(), Long::sum);
                maxima.merge(own + MAX, times.path(MAX).asLong(), Long::max);
                totals.merge(own + MEAN, times.path(MEAN).asDouble() * times.path(COUNT).asLong(), Double::sum);
                times.properties().stream()
                    .filter(one -> one.getKey().startsWith("p") && times.path(COUNT).asLong() > 0)
                    .forEach(one -> percentile(own + one.getKey(), one.getValue()));
            }
        });
    }

    /** Takes a percentile of a run, between any values where the run has too few samples for it. */
    private void percentile(final String place, final JsonNode value)
    {
        final long[] own = {value.asLong(0), value.asLong(Long.MAX_VALUE)};
        percentiles.merge(place, own, (one, other) ->
            new long[]{Math.min(one[0], other[0]), Math.max(one[1], other[1])});
    }

    /** {@return the first laws that a point breaks as it is written, with both numbers; none of one without a run} */
    List<String> faults(final JsonNode point)
    {
        final PointLaws written = new PointLaws();
        written.part("", point);
        point.path("journal").properties().forEach(field ->
            written.counter("/journal/" + field.getKey(), field.getKey(), field.getValue()));
        written.parts("/groups/", point.path("groups"));
        written.parts("/phases/", point.path("phases"));
        final List<String> faults = new ArrayList<>();
        sums.forEach((place, sum) ->
        {
            final Long own = written.sums.get(place);
            if (own == null ? sum != 0 && !place.contains('/' + LATENCIES + '/') : !own.equals(sum))
            {
                faults.add(place + " is " + (own == null ? "none" : own) + ", and its runs have " + sum);
            }
        });
        written.maxima.forEach((place, max) ->
        {
            if (!max.equals(maxima.getOrDefault(place, 0L)))
            {
                faults.add(place + " is " + max + ", and the greatest of its runs " + maxima.get(place));
            }
        });
        written.totals.forEach((place, total) ->
        {
            final double due = totals.getOrDefault(place, 0.0);
            final long count = written.sums.get(place.substring(0, place.length() - MEAN.length()) + COUNT);
            if (total != 0 && Math.abs(total - due) > 1 + count * ERROR + due * ERROR)
            {
                faults.add(place + " is " + total / count + ", and that of its runs " + due / count);
            }
        });
        written.percentiles.forEach((place, own) ->
        {
            final long[] ofRuns = percentiles.get(place);
            final double width = place.startsWith('/' + LATENCIES) ? WIDTH : WIDTH_OF_PARTS;
            if (own[1] != Long.MAX_VALUE && ofRuns != null &&
                (own[0] < ofRuns[0] * (1 - width) - 1 || own[1] > ofRuns[1] * (1 + width) + 1))
            {
                faults.add(place + " is " + own[0] + ", and those of its runs are from " + ofRuns[0] + " to " +
                    ofRuns[1]);
            }
        });

        return faults.subList(0, Math.min(FAULT_LIMIT, faults.size()));
    }

    /** Forgets all runs. */
    void clear()
    {
        sums.clear();
        maxima.clear();
        totals.clear();
        percentiles.clear();
    }
}
