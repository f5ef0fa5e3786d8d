package org.gale.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Command that measures the targets: {@code gale bench [--list] [--full] [--check] [--out DIR] [ROW…]}. Prints a line
 * for each row when it is measured, then the command that measures it by hand. Without {@code --full} a run is short:
 * it shows that a row works and its approximate value, which is not to be quoted.
 */
public final class BenchMain
{
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CHECK = 3;
    private static final int EXIT_RESOURCES = 8;
    private static final String FORMAT = "%-14s %10s %10s  %-21s %s%n";

    private BenchMain()
    {
    }

    /** Measures rows and exits with 0, 1 if a row could not be measured, 2 for wrong usage, 3 if a target is missed. */
    public static void main(final String[] args)
    {
        System.exit(run(args));
    }

    private static int run(final String[] args)
    {
        try
        {
            final Words words = new Words(args);
            if (words.flag("--help"))
            {
                System.out.println("gale bench [--list] [--full] [--check] [--out DIR] [ROW...]");
                return 0;
            }
            final boolean isListed = words.flag("--list");
            final Effort effort = words.flag("--full") ? Effort.FULL : Effort.QUICK;
            final boolean isChecked = words.flag("--check");
            final String out = words.text("--out", "");
            final List<Row> rows = Rows.named(words.rest());
            if (isListed)
            {
                rows.forEach(row -> System.out.printf("%-14s %8s  %s%n", row.name(), row.target(), row.what()));
                return 0;
            }

            return measure(rows, effort, isChecked, out);
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("gale bench: " + ex.getMessage());
            return EXIT_USAGE;
        }
        catch (final IOException ex)
        {
            System.err.println("gale bench: " + ex.getMessage());
            return EXIT_RESOURCES;
        }
    }

    private static int measure(final List<Row> rows, final Effort effort, final boolean isChecked, final String out)
        throws IOException
    {
        int failed = 0;
        int missed = 0;
        System.out.printf("%s; %s, %d rounds%n%n", BenchmarkHost.describe(), effort.name(), effort.rounds());
        System.out.printf(FORMAT, "row", "target", "measured", "least to most", "");
        for (final Row row : rows)
        {
            try
            {
                showProgress(row.name() + "…");
                final BenchmarkMeasurement measured = row.measure(effort);
                showProgress("");
                final boolean isMet = row.target().isMet(measured.median());
                missed += isMet ? 0 : 1;
                System.out.printf(FORMAT, row.name(), row.target(), row.target().text(measured.median()),
                    row.target().text(measured.least()) + " to " + row.target().text(measured.most()),
                    row.target().verdict(measured.median()));
                if (row.showsRounds())
                {
                    measured.details().forEach(line -> System.out.println("  " + line));
                }
                if (!out.isEmpty())
                {
                    write(Path.of(out), row, effort, measured);
                }
            }
            catch (final MeasurementException ex)
            {
                showProgress("");
                failed++;
                System.out.printf(FORMAT, row.name(), row.target(), "-", "-", "not measured: " + ex.getMessage());
            }
        }
        System.out.printf("%nby hand:%n");
        rows.forEach(row -> System.out.printf("%s%n", row.command(effort)));

        return failed > 0 ? EXIT_FAILED : isChecked && missed > 0 ? EXIT_CHECK : 0;
    }

    /** Shows the row that is being measured, on a terminal only, in a line that the result then overwrites. */
    private static void showProgress(final String text)
    {
        if (BenchmarkHost.isErrorTerminal())
        {
            System.err.print("\r" + text + "\u001b[K");
        }
    }

    private static void write(final Path directory, final Row row, final Effort effort,
        final BenchmarkMeasurement measured)
        throws IOException
    {
        final StringBuilder text = new StringBuilder();
        text.append(row.what()).append('\n');
        text.append(String.format(Locale.ROOT, "target %s, measured %s (median of %d rounds, %s to %s): %s%n",
            row.target(), row.target().text(measured.median()), measured.values().size(),
            row.target().text(measured.least()), row.target().text(measured.most()),
            row.target().verdict(measured.median())));
        text.append('\n').append(BenchmarkHost.describe()).append('\n');
        text.append("flags: ").append(String.join(" ", Flags.ALL)).append('\n');
        text.append("gale bench ").append(effort.equals(Effort.FULL) ? "--full " : "").append(row.name())
            .append("; by hand:\n").append(row.command(effort)).append("\n\n");
        measured.details().forEach(line -> text.append(line).append('\n'));
        Files.createDirectories(directory);
        Files.write(directory.resolve(row.name() + ".txt"), text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
