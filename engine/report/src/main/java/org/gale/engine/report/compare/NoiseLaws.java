package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the noise in a comparison: it follows from the seconds of two runs on the wall clock, or from the seeds of
 * two points. The laws read both reports by names, and have sums of their own. Pure functions.
 */
final class NoiseLaws
{
    private static final double ERROR = 1e-6;
    private static final double QUANTILE = 3.29;
    private static final double CORRELATION_LIMIT = 0.9;
    private static final double SHORT_S = 0.5;
    private static final int INTERVALS_MIN = 3;
    private static final int SEEDS_MIN = 5;

    private NoiseLaws()
    {
    }

    /** {@return what contradicts the noise of a figure, with both numbers; null if nothing does} */
    static String fault(final String name, final double noise, final JsonNode baseline, final JsonNode candidate)
    {
        final boolean arePoints = baseline.has("values") && candidate.has("values");
        final double due = arePoints ? Math.max(range(baseline, name), range(candidate, name)) :
            bound(seconds(baseline, name), seconds(candidate, name));
        if (Math.abs(noise - due) <= ERROR * due)
        {
            return null;
        }

        return name + " has a noise of " + noise + ", and " + (arePoints ? "/spread" : "/intervals") +
            " of the reports give " + (Double.isNaN(due) ? "none" : due);
    }

    /** Returns the width of the values of all seeds. */
    private static double range(final JsonNode point, final String name)
    {
        final JsonNode spread = point.path("spread").path(name);

        return point.path("results").asInt() < SEEDS_MIN ? Double.NaN :
            spread.path("max").asDouble(Double.NaN) - spread.path("min").asDouble(Double.NaN);
    }

    private static List<Double> seconds(final JsonNode report, final String name)
    {
        final List<Double> values = new ArrayList<>();
        for (final JsonNode interval : report.path("intervals"))
        {
            if (!interval.path("warmup").asBoolean() && interval.path("length_s").asDouble(1) >= SHORT_S &&
                !report.has("modelled"))
            {
                values.addAll(FigurePlaces.values(interval, name));
            }
        }

        return values;
    }

    /** Returns the quantile of Student's distribution of two runs, times the error of the difference of means. */
    private static double bound(final List<Double> first, final List<Double> second)
    {
        final double d = first.size() + second.size() - 2;
        final double squared = QUANTILE * QUANTILE;
        final double quantile = QUANTILE * (1 + (squared + 1) / (4 * d) +
            ((5 * squared + 16) * squared + 3) / (96 * d * d));

        return first.size() < INTERVALS_MIN || second.size() < INTERVALS_MIN ? Double.NaN :
            quantile * Math.hypot(error(first), error(second));
    }

    /** Returns the standard error of a mean, whose neighbours are as alike as their products say. */
    private static double error(final List<Double> values)
    {
        final double mean = values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
        final double[] beside = values.stream().mapToDouble(value -> value - mean).toArray();
        double alike = 0;
        double width = beside[0] * beside[0];
        for (int i = beside.length - 1; i > 0; i--)
        {
            alike += beside[i] * beside[i - 1];
            width += beside[i] * beside[i];
        }
        if (width == 0)
        {
            return 0;
        }
        final double likeness = Math.min(CORRELATION_LIMIT, Math.max(0, alike / width));

        return Math.sqrt(width * (1 + likeness) / (1 - likeness) / beside.length / (beside.length - 1));
    }
}
