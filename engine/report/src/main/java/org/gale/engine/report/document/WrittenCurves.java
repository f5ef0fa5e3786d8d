package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the curves of a report as it is written: each rises to the maximum of its latency, and goes through its
 * percentiles. Used once.
 */
final class WrittenCurves
{
    private static final Map<String, Double> PERCENTILES =
        Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p99_9", 99.9, "p99_99", 99.99);
    /** Factor by which a point of a curve may be within the bucket of a percentile. */
    private static final double CURVE_ERROR = 1.002;
    private static final int HUNDRED = 100;

    private final List<String> faults = new ArrayList<>();

    private WrittenCurves()
    {
    }

    /** Returns the laws that the curves of a report break; none of a sound one. */
    static List<String> faults(final JsonNode report)
    {
        final WrittenCurves laws = new WrittenCurves();
        laws.curves(report.path("latency_ns"));

        return laws.faults;
    }

    /** Checks that each curve rises to the maximum of its latency. */
    private void curves(final JsonNode latencies)
    {
        latencies.path("curves").properties().forEach(curve ->
        {
            final String place = "/latency_ns/curves/" + curve.getKey();
            final JsonNode points = curve.getValue();
            for (int i = 1; i < points.size(); i++)
            {
                must(points.get(i).path(0).asDouble() >= points.get(i - 1).path(0).asDouble() &&
                    points.get(i).path(1).asLong() >= points.get(i - 1).path(1).asLong(),
                    place + '/' + i + " is " + points.get(i) + ", below " + points.get(i - 1) + " before it");
            }
            final JsonNode whole = latencies.path(curve.getKey());
            final JsonNode own = whole.isObject() ? whole : latencies.path("stages").path(curve.getKey());
            final JsonNode max = own.path("max");
            final double sample = HUNDRED / Math.max(1, own.path("count").asDouble());
            PERCENTILES.forEach((name, percentile) -> through(points, own.path(name), percentile, sample, place));
            final JsonNode last = points.path(points.size() - 1);
            must(last.path(0).asDouble() < HUNDRED || last.path(1).asLong() == max.asLong(),
                place + " ends with " + last + ", and the maximum is " + max);
        });
    }

    /**
     * Checks that a curve goes through a percentile of its latency: it is not above it before, nor below it after.
     *
     * @param sample percentage that a sample is, by which a percentile may be rounded
     */
    private void through(final JsonNode points, final JsonNode value, final double percentile, final double sample,
        final String place)
    {
        for (int i = 0; i < points.size() && value.isNumber(); i++)
        {
            final double level = points.get(i).path(0).asDouble();
            final double ns = points.get(i).path(1).asDouble();
            must(level > percentile - sample || ns <= value.asDouble() * CURVE_ERROR + 1, place + '/' + i + " is " +
                points.get(i) + ", and " + value + " the percentile " + percentile);
            must(level < percentile + sample || ns >= value.asDouble() / CURVE_ERROR - 1, place + '/' + i + " is " +
                points.get(i) + ", and " + value + " the percentile " + percentile);
        }
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
