package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale storm --quiet}: errors alone are shown, and the exit code and the files are the same. */
class QuietStormTest
{
    private static final List<String> SMALL =
        List.of("--vms", "1", "--vpes", "1", "--devices", "1", "--events", "64", "--count", "10k");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintNothingOfAStormThatIsWell() throws IOException
    {
        final Path json = directory.resolve("report.json");
        final Path page = directory.resolve("report.html");

        assertEquals(ExitCode.OK, storm("--quiet", "--json", json.toString(), "--html", page.toString()));

        assertPrinted("", "");
        assertEquals(10_000, new ObjectMapper().readTree(json.toFile()).at("/accounting/delivered").asLong());
        assertTrue(Files.size(page) > 0);
    }

    @Test
    void shouldPrintTheReportWithoutIt()
    {
        assertEquals(ExitCode.OK, storm());

        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }

    @Test
    void shouldPrintJsonToStdoutAsAsked() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--quiet", "--json", "-"));

        assertEquals(10_000, new ObjectMapper().readTree(out.toString()).at("/accounting/delivered").asLong());
        assertEquals("", err.toString());
    }

    @Test
    void shouldPrintAConditionThatFailsAndNotWhereTheJournalStays()
    {
        assertEquals(ExitCode.CHECK_FAILED, storm("--quiet", "--fail-if", "delivered > 0"));

        assertPrinted("", "gale storm: --fail-if 'delivered > 0': delivered is 10,000\n");
    }

    @Tag("V4-RFC-5")
    @Test
    void shouldPrintThatAnInterruptIsLost()
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", "direct", "--clock", "virtual", "--quiet", "--journal",
            "none", "-C", "legacy=on", "-C", "toggles=1/1k", "--count", "1M"));

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale storm: P1 broken: "), err.toString());
    }

    @Test
    void shouldPrintNothingOfSeveralRuns() throws IOException
    {
        final Path json = directory.resolve("report.json");

        assertEquals(
            ExitCode.OK, storm("--quiet", "--vary", "machine.pes=1,2", "--json", json.toString()), err.toString());

        assertPrinted("", "");
        assertEquals(2, new ObjectMapper().readTree(json.toFile()).size());
    }

    @Test
    void shouldPrintWhichOfSeveralRunsFails()
    {
        assertEquals(ExitCode.CHECK_FAILED,
            storm("--quiet", "--vary", "machine.pes=1,2", "--fail-if", "delivered > 0"), err.toString());

        assertEquals("", out.toString());
        assertEquals(2, err.toString().lines().filter(line -> line.contains("delivered is 10,000")).count(),
            err.toString());
        assertEquals(2, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldPrintAMistakeOfItsArguments()
    {
        assertEquals(ExitCode.USAGE, storm("--quiet", "--rate", "-1"));

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale storm: --rate: "), err.toString());
    }

    private void assertPrinted(final String stdout, final String stderr)
    {
        assertEquals(stdout, out.toString());
        assertEquals(stderr, err.toString().replace(System.lineSeparator(), "\n"));
    }

    private int storm(final String... more)
    {
        final List<String> words = new ArrayList<>(List.of("storm", "--journal", "none"));
        words.addAll(SMALL);
        words.addAll(List.of(more));

        return gale(words.toArray(new String[0]));
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }
}
