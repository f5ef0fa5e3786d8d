package org.gale.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * Row of storms of several engines, each in a separate JVM with its journals on tmpfs. The order changes from round to
 * round.
 *
 * @param kind what is measured
 */
record EnginesRow(String name, String what, Target target, Kind kind) implements Row
{
    private static final String TWO = BenchmarkSettings.DEFAULT + " --engines 2";
    private static final String ONE = BenchmarkSettings.DEFAULT + " -C threads=1";
    private static final String MANY = BenchmarkSettings.DEFAULT + " --vms 64 --rate 400k --engines ";
    private static final int FEW_ENGINES = 2;
    private static final int MANY_ENGINES = 6;
    private static final double MIB = 1 << 20;

    /** Kinds of figures. */
    enum Kind
    {
        /** Commands a second that the replay of two engines' journals reaches, against that of one's. */
        REPLAY,
        /** Anonymous memory of an engine more, from two to six, with its tables, lanes and histograms. */
        MEMORY
    }

    @Override
    public String command(final Effort effort)
    {
        final BenchmarkSettings settings = settings(effort, "engine/bin/gale");
        final boolean isReplay = kind == Kind.REPLAY;

        return String.join(" ", settings.stormCommand(isReplay ? TWO : MANY + MANY_ENGINES, "DIR", isReplay)) +
            ", against " +
            String.join(" ", settings.stormCommand(isReplay ? ONE : MANY + FEW_ENGINES, "DIR", isReplay));
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

        return Rounds.of(effort.rounds(), () -> ours(settings), () -> other(settings),
            (ours, other) -> kind == Kind.REPLAY ? ours / other : (ours - other) / (MANY_ENGINES - FEW_ENGINES),
            (ours, other, value) -> String.format(Locale.ROOT, "%,.2f against %,.2f: %.3f", ours, other, value));
    }

    private double ours(final BenchmarkSettings settings) throws MeasurementException
    {
        return kind == Kind.REPLAY ? replay(settings, TWO) : memory(settings, MANY + MANY_ENGINES);
    }

    private double other(final BenchmarkSettings settings) throws MeasurementException
    {
        return kind == Kind.REPLAY ? replay(settings, ONE) : memory(settings, MANY + FEW_ENGINES);
    }

    private static double replay(final BenchmarkSettings settings, final String profile) throws MeasurementException
    {
        final JsonNode report = StormProcess.storm(settings, profile, true);
        if (!report.at("/host/replay/equal").asBoolean())
        {
            throw new MeasurementException("the replay of " + profile + " is not equal", null);
        }

        return report.at("/host/replay/rate_per_s").asDouble();
    }

    private static double memory(final BenchmarkSettings settings, final String profile) throws MeasurementException
    {
        return StormProcess.anonymousBytes(settings, profile) / MIB;
    }

    private static BenchmarkSettings settings(final Effort effort, final String gale)
    {
        return new BenchmarkSettings(effort.stormSeconds(), BenchmarkSettings.MEMORY, false, gale);
    }
}
