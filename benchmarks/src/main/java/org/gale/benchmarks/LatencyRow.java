package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ratio of the response times of the default storm to those of its {@link PacedStrawman}, at one rate: the larger of
 * the ratios of p90 and p99. Both run alternately, each in a separate JVM with a warm-up that is left out, and the
 * order changes from round to round.
 *
 * @param ratePerS events a second
 */
record LatencyRow(String name, String what, Target target, long ratePerS) implements Row
{
    private static final String[] PERCENTILES = {"p50", "p90", "p99", "p99_9"};

    @Override
    public String command(final Effort effort)
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(profile(), "DIR", false)) +
            ", against java -cp benchmarks/target/gale-benchmarks.jar " + String.join(" ", words(settings));
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, BenchmarkSettings.galeOfThisBuild());

        return Rounds.of(effort.rounds(), () -> storm(settings), () -> StormProcess.paced(settings, words(settings)),
            (storm, strawman) -> Math.max(percentile(storm, "p90") / percentile(strawman, "p90"),
            percentile(storm, "p99") / percentile(strawman, "p99")),
            (storm, strawman, ratio) -> String.format(Locale.ROOT, "storm %s, strawman %s (%s, ns), %s; %s",
            percentiles(storm), percentiles(strawman), String.join(" ", PERCENTILES),
            storm.at("/generator/kept_up").asBoolean() ? "kept up" : "did not keep up",
            StormComparison.describe(storm)));
    }

    private JsonNode storm(final BenchmarkSettings settings) throws MeasurementException
    {
        return StormProcess.storm(settings, profile(), false);
    }

    private String profile()
    {
        return BenchmarkSettings.WARM + " --rate " + ratePerS;
    }

    private List<String> words(final BenchmarkSettings settings)
    {
        return List.of(PacedStrawman.class.getName(), "--rate", Long.toString(ratePerS), "--seconds",
            Integer.toString(settings.seconds()), "--warmup", Integer.toString(BenchmarkSettings.WARMUP_SECONDS),
            "--journal", settings.journal());
    }

    private static String percentiles(final JsonNode report) throws MeasurementException
    {
        final List<String> values = new ArrayList<>();
        for (final String percentile : PERCENTILES)
        {
            values.add(String.format(Locale.ROOT, "%,.0f", percentile(report, percentile)));
        }

        return String.join(" ", values);
    }

    /** Returns a percentile of a report's response times, ns. */
    static double percentile(final JsonNode report, final String name) throws MeasurementException
    {
        final double value = report.at("/latency_ns/response/" + name).asDouble(0);
        if (!(value > 0))
        {
            throw new MeasurementException("a report without response times: " + report, null);
        }

        return value;
    }
}
