package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of jobs of which the theory of queues knows a figure. The long ones write the table of the page of validation
 * with {@code -Dgale.validation=write}.
 */
class ClosedFormsTest
{
    private static final Path PAGE = Path.of("docs/validation.md");
    private static final String BEGIN = "<!-- closed forms -->\n";
    private static final String END = "<!-- end -->\n";
    private static final long FEW = 20_000;
    private static final long MANY = 400_000;
    private static final int SEEDS = 5;
    private static final double LONG_BOUND = 0.025;

    @TempDir
    private Path directory;

    private static List<ClosedForm> forms()
    {
        return ClosedForm.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldComeNearToAClosedForm(final ClosedForm form) throws IOException
    {
        assertEquals(1, measured(form, FEW, 1) / form.expected(), form.bound(), form.figure());
    }

    @Test
    void shouldNameEachFormOnThePage() throws IOException
    {
        final String page = Files.readString(PAGE);

        forms().forEach(
            form -> assertTrue(page.contains("| " + form.law() + " | " + form.point() + " | "), form.law()));
        assertTrue(page.contains("Measured on "), "a date");
    }

    @Test
    @Tag("slow")
    void shouldComeNearToEachClosedFormOverSeeds() throws IOException
    {
        final StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
            "Measured on %s: %,d interrupts with each of %d seeds.%n%n| law | point | figure | closed form | " +
            "measured | deviation, %% | of single seeds, %% |%n| --- | --- | --- | --- | --- | --- | --- |%n",
            LocalDate.now(ZoneOffset.UTC), MANY, SEEDS));
        final List<String> far = new ArrayList<>();
        for (final ClosedForm form : forms())
        {
            final List<Double> values = new ArrayList<>();
            for (int seed = 1; seed <= SEEDS; seed++)
            {
                values.add(measured(form, MANY, seed));
            }
            final double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %+.2f | %+.2f to %+.2f |%n", form.law(),
                form.point(), form.figure(), text(form.expected()), text(mean), percent(mean, form),
                percent(values.stream().min(Comparator.naturalOrder()).orElseThrow(), form),
                percent(values.stream().max(Comparator.naturalOrder()).orElseThrow(), form)));
            if (Math.abs(mean / form.expected() - 1) > LONG_BOUND)
            {
                far.add(form + ": " + mean + " in place of " + form.expected());
            }
        }
        if ("write".equals(System.getProperty("gale.validation")))
        {
            final String page = Files.readString(PAGE);
            Files.writeString(PAGE, page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table +
                page.substring(page.indexOf(END)));
        }

        assertEquals(List.of(), far);
    }

    private static double percent(final double value, final ClosedForm form)
    {
        return 100 * (value / form.expected() - 1);
    }

    private static String text(final double value)
    {
        return String.format(Locale.ROOT, value < 10 ? "%.4f" : "%,.0f", value);
    }

    private double measured(final ClosedForm form, final long count, final long seed) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("law.yaml"), form.yaml(count, seed));
        final Path report = directory.resolve("law.json");
        final StringWriter out = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(out, out, "storm", job.toString(), "--quiet", "--json", report.toString()),
            out.toString());

        return form.measured().applyAsDouble(new ObjectMapper().readTree(report.toFile()));
    }
}
