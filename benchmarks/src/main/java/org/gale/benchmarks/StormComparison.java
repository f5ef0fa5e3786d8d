package org.gale.benchmarks;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ratio of the default storm's rate to that of its strawman, in interrupts delivered.
 *
 * <p>Runs {@link Strawman} and {@code gale storm --json -} alternately, each in a separate JVM, with the same duration,
 * journal and flags. The order changes from round to round. The ratio is the median over the rounds.
 */
public final class StormComparison
{
    private StormComparison()
    {
    }

    /**
     * Prints each round, then the median. Options: {@code [--rounds N] [--seconds N] [--journal DIR|none] [--durability
     * process|forced] [--gale PATH]}.
     */
    public static void main(final String[] args)
    {
        try
        {
            final Words words = new Words(args);
            final int rounds = (int)words.number("--rounds", 7);
            final BenchmarkSettings settings = new BenchmarkSettings((int)words.number("--seconds", 10),
                words.text("--journal", BenchmarkSettings.MEMORY), words.text("--durability",
                "process").equals("forced"),
                words.text("--gale", BenchmarkSettings.galeOfThisBuild()));
            words.checkAllRead();
            final BenchmarkMeasurement measured = compare(settings, rounds);
            measured.details().forEach(System.out::println);
            System.out.printf(Locale.ROOT, "median %.3f, least %.3f, most %.3f of %d rounds; %s%n",
                measured.median(), measured.least(), measured.most(), rounds, BenchmarkHost.describe());
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("storm comparison: " + ex.getMessage());
            System.exit(2);
        }
        catch (final MeasurementException ex)
        {
            System.err.println("storm comparison: " + ex.getMessage());
            System.exit(1);
        }
    }

    static String command(final BenchmarkSettings settings, final int rounds)
    {
        return String.format(Locale.ROOT,
            "java -cp benchmarks/target/gale-benchmarks.jar %s --rounds %d --seconds %d --journal %s --durability %s",
            StormComparison.class.getName(), rounds, settings.seconds(),
            settings.journal(), settings.isForced() ? "forced" : "process");
    }

    static BenchmarkMeasurement compare(final BenchmarkSettings settings, final int rounds) throws MeasurementException
    {
        return Rounds.of(rounds, () -> StormProcess.storm(settings, false), () -> StormProcess.strawman(settings),
            (storm, strawman) -> rate(storm) / rate(strawman),
            (storm, strawman, ratio) -> String.format(Locale.ROOT, "storm %,.0f/s, strawman %,.0f/s, ratio %.3f; %s",
            rate(storm), rate(strawman), ratio, describe(storm)));
    }

    /** Returns the numbers of coalesced and refused events, without which a rate means nothing. */
    static String describe(final JsonNode storm)
    {
        final double offered = storm.at("/accounting/offered").asDouble();

        return String.format(Locale.ROOT, "%.3f %% coalesced, %,d refused, remainder %d, %.2f B/command",
            100 * storm.at("/accounting/coalesced").asDouble() / offered,
            storm.at("/generator/refused").asLong(), storm.at("/accounting/remainder").asLong(),
            storm.at("/host/journal/bytes_per_command").asDouble());
    }

    /** Returns the rate of a storm or strawman, which must have one. */
    static double rate(final JsonNode report) throws MeasurementException
    {
        final double rate = report.path("rate_per_s").asDouble(0);
        if (!(rate > 0))
        {
            throw new MeasurementException("a report without a rate: " + report, null);
        }

        return rate;
    }
}
