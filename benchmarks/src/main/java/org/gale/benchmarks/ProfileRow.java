package org.gale.benchmarks;

import java.util.Locale;

/**
 * Ratio of the rate of one storm to that of another, in interrupts delivered. Both run alternately, each in a separate
 * JVM with its journal on tmpfs, and the order changes from round to round. A storm that lost or invented an interrupt
 * has no rate.
 *
 * @param profile  of the storm that is compared, and further words of the command line behind it
 * @param baseline the same of the storm that it is compared with
 * @param isWarm   true if both are {@link BenchmarkSettings#WARM} and have the length of {@link BenchmarkSettings#warm}
 */
record ProfileRow(String name, String what, Target target, String profile, String baseline, boolean isWarm)
    implements Row
{
    /** Makes a row that compares a storm with the default storm. */
    static ProfileRow of(final String name, final String what, final Target target, final String profile)
    {
        return new ProfileRow(name, what, target, profile, BenchmarkSettings.DEFAULT, false);
    }

    /**
     * Makes a row that compares a warm default storm that measures latencies with one that measures none.
     *
     * @param latency value of {@code --latency}
     */
    static ProfileRow measuring(final String name, final String what, final Target target, final String latency)
    {
        final String option = BenchmarkSettings.WARM + " --latency ";

        return new ProfileRow(name, what, target, option + latency, option + "off", true);
    }

    @Override
    public String command(final Effort effort)
    {
        final BenchmarkSettings settings = settings(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(profile, "DIR", false)) + ", against " +
            String.join(" ", settings.stormCommand(baseline, "DIR", false));
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = settings(effort, BenchmarkSettings.galeOfThisBuild());

        return Rounds.of(effort.rounds(), () -> StormProcess.lossless(settings, profile),
            () -> StormProcess.lossless(settings, baseline),
            (ours, other) -> StormComparison.rate(ours) / StormComparison.rate(other),
            (ours, other, ratio) -> String.format(Locale.ROOT, "%s %,.0f/s, %s %,.0f/s, ratio %.3f; %s", profile,
            StormComparison.rate(ours), baseline, StormComparison.rate(other), ratio,
            StormComparison.describe(ours)));
    }

    private BenchmarkSettings settings(final Effort effort, final String gale)
    {
        return isWarm ? BenchmarkSettings.warm(effort, gale) :
            new BenchmarkSettings(effort.stormSeconds(), BenchmarkSettings.MEMORY, false, gale);
    }
}
