package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Row about the default storm as {@code gale storm} runs it, one JVM per run. Its value compares the storm with its
 * strawman, or is a figure of its report.
 *
 * @param journal as {@link BenchmarkSettings}
 * @param figure  the figure of the report, or null to compare rates with the strawman
 */
record StormRow(String name, String what, Target target, String journal, boolean isForced, Figure figure)
    implements Row
{
    /** Figure of a report. */
    @FunctionalInterface
    interface Figure
    {
        /** Returns the figure, which must exist. */
        double of(JsonNode report);
    }

    /** Returns the replay's rate divided by the live rate. */
    static double replayRate(final JsonNode report)
    {
        return report.at("/host/replay/rate_per_s").asDouble(Double.NaN) /
            report.at("/rate_per_s").asDouble(Double.NaN);
    }

    /** Returns the bytes of the journal per command. */
    static double bytesPerCommand(final JsonNode report)
    {
        return report.at("/host/journal/bytes_per_command").asDouble(Double.NaN);
    }

    @Override
    public String command(final Effort effort)
    {
        return figure != null ?
            String.join(" ", settings(effort, "engine/bin/gale").stormCommand(BenchmarkSettings.DEFAULT, "DIR", true)) :
            StormComparison.command(settings(effort, "engine/bin/gale"), effort.rounds());
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = settings(effort, BenchmarkSettings.galeOfThisBuild());
        if (figure == null)
        {
            return StormComparison.compare(settings, effort.rounds());
        }
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final JsonNode report = StormProcess.storm(settings, true);
            final double value = figure.of(report);
            if (Double.isNaN(value))
            {
                throw new MeasurementException("the report of gale storm has no figure for " + name, null);
            }
            values.add(value);
            details.add(String.format(Locale.ROOT, "round %d: %.3f; %s", round + 1, value,
                StormComparison.describe(report)));
        }

        return new BenchmarkMeasurement(values, details);
    }

    private BenchmarkSettings settings(final Effort effort, final String gale)
    {
        return new BenchmarkSettings(effort.stormSeconds(), journal, isForced, gale);
    }
}
