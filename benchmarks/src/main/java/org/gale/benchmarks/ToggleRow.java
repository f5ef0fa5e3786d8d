package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Time of a transition of a vCPU with 256 vLPIs on average, between direct and software-forwarded, under the traffic of
 * the storm {@code direct}, a protocol step per duty cycle. A storm that lost or invented an interrupt has no value.
 *
 * @param version of the GICv4 host
 */
record ToggleRow(String name, String what, String version) implements Row
{
    private static final double NS_PER_MS = 1e6;

    @Override
    public Target target()
    {
        return Target.none(" ms");
    }

    @Override
    public String command(final Effort effort)
    {
        return String.join(" ", settings(effort, "engine/bin/gale").stormCommand(storm(), "none", false));
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = settings(effort, BenchmarkSettings.galeOfThisBuild());
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final JsonNode accounting = StormProcess.storm(settings, storm(), false).path("accounting");
            final long transitions = accounting.path("transitions").asLong();
            if (accounting.path("remainder").asLong(-1) != 0 || accounting.path("lost").asLong(-1) != 0 ||
                transitions == 0)
            {
                throw new MeasurementException("the storm lost an interrupt or switched no vCPU: " + accounting, null);
            }
            values.add(accounting.path("transition_mean_ns").asLong() / NS_PER_MS);
            details.add(String.format(Locale.ROOT, "round %d: %,d transitions of at most %d steps and %.1f ms; " +
                "%,d interrupts waited, at most %.1f ms; %,d delivered, %,d coalesced, remainder 0", round + 1,
                transitions, accounting.path("transition_steps").asLong(),
                accounting.path("transition_max_ns").asLong() / NS_PER_MS, accounting.path("waited").asLong(),
                accounting.path("longest_wait_ns").asLong() / NS_PER_MS, accounting.path("delivered").asLong(),
                accounting.path("coalesced").asLong()));
        }

        return new BenchmarkMeasurement(values, details);
    }

    private String storm()
    {
        return "direct -C toggles=1M -C moves=0 -C version=" + version;
    }

    private static BenchmarkSettings settings(final Effort effort, final String gale)
    {
        return new BenchmarkSettings(effort.stormSeconds(), BenchmarkSettings.NONE, false, gale);
    }
}
