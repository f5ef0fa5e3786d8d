package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ratio of the rate of a profile's storm to that of the default storm, in interrupts delivered. Both run alternately,
 * each in a separate JVM, and the order changes from round to round. A storm that lost or invented an interrupt has no
 * rate.
 *
 * @param profile of the traffic that is compared, and further words of the command line behind it
 * @param journal as {@link StormSettings}
 */
record ProfileRow(String name, String what, Target target, String profile, String journal) implements Row
{
    @Override
    public String command(final Effort effort)
    {
        final StormSettings settings = settings(effort, "engine/bin/gale");

        return String.join(" ", settings.stormCommand(profile, "DIR", false)) + ", against " +
            String.join(" ", settings.stormCommand(StormSettings.DEFAULT, "DIR", false));
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public Measurement measure(final Effort effort) throws MeasurementException
    {
        return compare(settings(effort, StormSettings.galeOfThisBuild()), profile, StormSettings.DEFAULT, effort);
    }

    /**
     * Compares two storms.
     *
     * @param profile  of the storm that is compared, and further words of the command line behind it
     * @param baseline the same of the storm that it is compared with
     */
    static Measurement compare(
        final StormSettings settings, final String profile, final String baseline, final Effort effort)
        throws MeasurementException
    {
        final List<Double> ratios = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final boolean isProfileFirst = round % 2 == 1;
            final JsonNode first = isProfileFirst ? StormProcess.lossless(settings, profile) : null;
            final JsonNode other = StormProcess.lossless(settings, baseline);
            final JsonNode ours = isProfileFirst ? first : StormProcess.lossless(settings, profile);
            ratios.add(StormComparison.rate(ours) / StormComparison.rate(other));
            details.add(String.format(Locale.ROOT, "round %d: %s %,.0f/s, %s %,.0f/s, ratio %.3f; %s", round + 1,
                profile, StormComparison.rate(ours), baseline, StormComparison.rate(other), ratios.get(round),
                StormComparison.describe(ours)));
        }

        return new Measurement(ratios, details);
    }

    private StormSettings settings(final Effort effort, final String gale)
    {
        return new StormSettings(effort.stormSeconds(), journal, false, gale);
    }
}
