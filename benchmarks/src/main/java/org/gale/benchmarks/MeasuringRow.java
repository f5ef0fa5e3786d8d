package org.gale.benchmarks;

/**
 * Price of latencies: the rate of a default storm that measures responses, divided by that of one that measures none.
 * Both run warm, alternately, each in a separate JVM.
 *
 * @param latency value of {@code --latency}
 */
record MeasuringRow(String name, String what, Target target, String latency) implements Row
{
    private static final String OFF = "off";

    @Override
    public String command(final Effort effort)
    {
        final StormSettings settings = StormSettings.warm(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(profile(latency), "DIR", false)) + ", against " +
            String.join(" ", settings.stormCommand(profile(OFF), "DIR", false));
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public Measurement measure(final Effort effort) throws MeasurementException
    {
        return ProfileRow.compare(StormSettings.warm(effort, StormSettings.galeOfThisBuild()), profile(latency),
            profile(OFF), effort);
    }

    private static String profile(final String value)
    {
        return StormSettings.WARM + " --latency " + value;
    }
}
