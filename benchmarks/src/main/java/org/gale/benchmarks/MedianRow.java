package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ratio of the median response time of one storm to that of another. Both run alternately, each in a separate JVM with
 * a warm-up that is left out, and the order changes from round to round.
 *
 * @param profile  of the storm that is compared, and further words of the command line behind it
 * @param baseline the same of the storm that it is compared with
 */
record MedianRow(String name, String what, Target target, String profile, String baseline) implements Row
{
    private static final String MEDIAN = "p50";

    @Override
    public String command(final Effort effort)
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(profile, "DIR", false)) + ", against " +
            String.join(" ", settings.stormCommand(baseline, "DIR", false));
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, BenchmarkSettings.galeOfThisBuild());
        final List<Double> ratios = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final boolean isProfileFirst = round % 2 == 1;
            final JsonNode first = isProfileFirst ? StormProcess.lossless(settings, profile) : null;
            final double other = LatencyRow.percentile(StormProcess.lossless(settings, baseline), MEDIAN);
            final JsonNode storm = isProfileFirst ? first : StormProcess.lossless(settings, profile);
            final double ours = LatencyRow.percentile(storm, MEDIAN);
            ratios.add(ours / other);
            details.add(String.format(Locale.ROOT, "round %d: %s %,.0f ns, %s %,.0f ns, ratio %.3f; %s", round + 1,
                profile, ours, baseline, other, ratios.get(round), StormComparison.describe(storm)));
        }

        return new BenchmarkMeasurement(ratios, details);
    }
}
