package org.gale.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Row of a storm in virtual time. Its speed is that of the events between two runs of the same job, a short and a long
 * one, each in a separate JVM with its journal on tmpfs: what starting and compiling take falls out. A storm that lost
 * or invented an interrupt has no speed.
 *
 * @param kind what is measured
 */
record VirtualRow(String name, String what, Target target, Kind kind) implements Row
{
    private static final String JOB = "virtual.yaml";
    private static final String MANY = "virtual-4096.yaml";
    private static final String DIRECT = "virtual-direct.yaml";
    private static final String PLAIN = "virtual-direct-plain.yaml";
    private static final String OPEN = "models-open.yaml";
    private static final List<String> MODELS = List.of("models-io.yaml", "models-packets.yaml", "models-virtio.yaml");
    private static final String[] TWO_ENGINES = {"--engines", "2"};
    private static final long SHORT_COUNT = 1_000_000;
    private static final long LONG_COUNT = 5_000_000;

    /** Kinds of figures. */
    enum Kind
    {
        /** Interrupts a second of the host, against those that the default storm delivers in the same round. */
        RATE,
        /** Time of an interrupt with 4,096 VPEs, against that with 64. */
        VPES,
        /** Time of an interrupt with all that the residency of direct vCPUs costs, against that with little of it. */
        DIRECT,
        /** Bytes of the journal for an interrupt. */
        BYTES,
        /** Interrupts a second of the host by two engines, against one. */
        ENGINES,
        /** Interrupts a second of the slowest kind of models of devices, against those of an open loop. */
        MODELS
    }

    @Override
    public String command(final Effort effort)
    {
        return String.join(" ", words("engine/bin/gale", "benchmarks/src/main/resources/org/gale/benchmarks/" +
            (kind == Kind.MODELS ? OPEN : job()),
            "DIR", LONG_COUNT, kind == Kind.ENGINES ? TWO_ENGINES : new String[0]));
    }

    @Override
    public boolean showsRounds()
    {
        return true;
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final BenchmarkSettings settings = new BenchmarkSettings(
            effort.stormSeconds(), BenchmarkSettings.MEMORY, false, BenchmarkSettings.galeOfThisBuild());
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            measure(settings, round % 2 == 1, values, details);
        }

        return new BenchmarkMeasurement(values, details);
    }

    private String job()
    {
        return kind == Kind.DIRECT ? PLAIN : JOB;
    }

    /** Returns the time of an interrupt of what ours is compared with, ns. */
    private double other(final BenchmarkSettings settings) throws MeasurementException
    {
        return switch (kind)
        {
            case RATE -> TimeUnit.SECONDS.toNanos(1) /
                StormComparison.rate(StormProcess.lossless(settings, BenchmarkSettings.DEFAULT));
            case ENGINES -> ns(settings, JOB);
            case DIRECT -> ns(settings, DIRECT);
            default -> ns(settings, MANY);
        };
    }

    private void measure(
        final BenchmarkSettings settings, final boolean isFirst, final List<Double> values, final List<String> details)
        throws MeasurementException
    {
        if (kind == Kind.BYTES)
        {
            final JsonNode report = run(settings, JOB, LONG_COUNT);
            values.add(report.at("/host/journal/bytes").asDouble() / report.at("/accounting/delivered").asDouble());
            details.add(describe(report));
            return;
        }
        if (kind == Kind.MODELS)
        {
            models(settings, values, details);
            return;
        }
        final String[] more = kind == Kind.ENGINES ? TWO_ENGINES : new String[0];
        final double first = isFirst ? ns(settings, job(), more) : 0;
        final double other = other(settings);
        final double ours = isFirst ? first : ns(settings, job(), more);
        values.add(other / ours);
        details.add(String.format(Locale.ROOT, "round %d: %s %.0f ns an interrupt, %s %.0f ns, ratio %.3f",
            values.size(), job(), ours, kind == Kind.RATE ? BenchmarkSettings.DEFAULT : kind == Kind.ENGINES ?
            "one engine" : kind == Kind.DIRECT ? DIRECT : MANY, other,
            values.get(values.size() - 1)));
    }

    /** Compares each kind of models with an open loop; the slowest counts. */
    private static void models(final BenchmarkSettings settings, final List<Double> values, final List<String> details)
        throws MeasurementException
    {
        final double open = ns(settings, OPEN);
        double least = Double.MAX_VALUE;
        final List<String> parts = new ArrayList<>();
        for (final String job : MODELS)
        {
            final double ours = ns(settings, job);
            least = Math.min(least, open / ours);
            parts.add(String.format(Locale.ROOT, "%s %.0f ns, ratio %.3f", job, ours, open / ours));
        }
        values.add(least);
        details.add(String.format(Locale.ROOT, "round %d: %s %.0f ns an interrupt, %s",
            values.size(), OPEN, open, String.join(", ", parts)));
    }

    /** Returns the time of an interrupt, ns. */
    private static double ns(final BenchmarkSettings settings, final String job, final String... more)
        throws MeasurementException
    {
        final long startNs = System.nanoTime();
        run(settings, job, SHORT_COUNT, more);
        final long betweenNs = System.nanoTime();
        run(settings, job, LONG_COUNT, more);
        final long endNs = System.nanoTime();

        return (double)((endNs - betweenNs) - (betweenNs - startNs)) / (LONG_COUNT - SHORT_COUNT);
    }

    private static JsonNode run(
        final BenchmarkSettings settings, final String job, final long count, final String... more)
        throws MeasurementException
    {
        try (InputStream in = VirtualRow.class.getResourceAsStream(job))
        {
            final Path directory = Files.createTempDirectory(Path.of(settings.journal()), "gale-bench-");
            final Path file = directory.resolve(job);
            final Path journal = directory.resolve("journal");
            try
            {
                Files.copy(in, file);
                final JsonNode report =
                    StormProcess.run(words(
                        settings.gale(), file.toString(), journal.toString(), count, more));
                if (report.at("/accounting/remainder").asLong(-1) != 0)
                {
                    throw new MeasurementException("the remainder of " + job + " is not 0", null);
                }

                return report;
            }
            finally
            {
                StormProcess.remove(directory);
            }
        }
        catch (final IOException ex)
        {
            throw new MeasurementException(job + ": " + ex.getMessage(), ex);
        }
    }

    private static List<String> words(
        final String gale, final String job, final String journal, final long count, final String... more)
    {
        final List<String> words = new ArrayList<>(List.of(gale, "storm", job, "--count", Long.toString(count),
            "--journal", journal, "--no-replay", "--json", "-"));
        words.addAll(List.of(more));

        return words;
    }

    private static String describe(final JsonNode report)
    {
        return String.format(Locale.ROOT, "%,d bytes, %,d delivered, %,d coalesced",
            report.at("/host/journal/bytes").asLong(), report.at("/accounting/delivered").asLong(),
            report.at("/accounting/coalesced").asLong());
    }
}
