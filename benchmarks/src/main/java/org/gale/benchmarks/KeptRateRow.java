package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Highest rate that the default storm keeps up with, as a share of the rate of its closed loop. A round runs the closed
 * loop, then paced storms at lower and lower shares of its rate until one keeps up. Each storm runs in a separate JVM,
 * with a warm-up that is left out. A round in which no storm keeps up has the share 0.
 *
 * @param storm profile of all storms, with options behind it
 */
record KeptRateRow(String name, String what, Target target, String storm) implements Row
{
    /** Shares that are tried, in percent: from the first, in steps, down to the last. */
    private static final int FIRST_PERCENT = 95;
    private static final int LAST_PERCENT = 50;
    private static final int STEP_PERCENT = 5;
    /** Length below which the last interval of a report says nothing about a second. */
    private static final double LEAST_INTERVAL_S = 0.5;

    @Override
    public String command(final Effort effort)
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(storm, "DIR", false)) +
            ", then with --rate R, R in steps of " + STEP_PERCENT + " % of its rate";
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = BenchmarkSettings.warm(effort, BenchmarkSettings.galeOfThisBuild());
        final List<Double> shares = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final JsonNode closed = StormProcess.lossless(settings, storm);
            final double closedRate = StormComparison.rate(closed);
            final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "round %d: closed loop %,.0f/s, %.2f× of it in its slowest second", round + 1, closedRate,
                slowestSecond(closed) / closedRate));
            shares.add(keptShare(settings, closedRate, text));
            details.add(text.toString());
        }

        return new BenchmarkMeasurement(shares, details);
    }

    /** Returns the highest share of a rate that a storm keeps up with, or 0, and appends what each storm did. */
    private double keptShare(final BenchmarkSettings settings, final double rate, final StringBuilder text)
        throws MeasurementException
    {
        for (int percent = FIRST_PERCENT; percent >= LAST_PERCENT; percent -= STEP_PERCENT)
        {
            final long asked = Math.round(rate * percent / 100);
            final JsonNode paced = StormProcess.lossless(settings, storm + " --rate " + asked);
            final JsonNode generator = paced.path("generator");
            final boolean isKept = generator.path("kept_up").asBoolean();
            text.append(String.format(Locale.ROOT, "; 0.%02d×: %,.0f/s, %s", percent,
                generator.path("reached_per_s").asDouble(),
                isKept ? "kept up, " + StormComparison.describe(paced) : "limit " + generator.path("limit").asText()));
            if (isKept)
            {
                return percent / 100.0;
            }
        }

        return 0;
    }

    /** Returns the rate of the slowest second behind the warm-up, interrupts delivered a second. */
    private static double slowestSecond(final JsonNode report) throws MeasurementException
    {
        double slowest = Double.POSITIVE_INFINITY;
        for (final JsonNode interval : report.path("intervals"))
        {
            if (!interval.path("warmup").asBoolean() && interval.path("length_s").asDouble() >= LEAST_INTERVAL_S)
            {
                slowest = Math.min(slowest, interval.path("rate_per_s").asDouble());
            }
        }
        if (Double.isInfinite(slowest))
        {
            throw new MeasurementException("a report without a whole second behind the warm-up", null);
        }

        return slowest;
    }
}
