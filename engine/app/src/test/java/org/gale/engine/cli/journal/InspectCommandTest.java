package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of views of a machine at a command of a journal. */
class InspectCommandTest
{
    @TempDir
    private static Path home;
    private static Path run;
    private static long commands;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void storm() throws Exception
    {
        run = home.resolve("run@home");
        commands = Runs.storm(run, JournalConfig.DEFAULT, 2_000).journal().commands();
    }

    @Test
    void shouldShowTheMachineAtTheEnd()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", run.toString(), "vmt"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals(String.format("vmt of %s \u00b7 command %,d", run, commands), lines.get(0));
        assertTrue(lines.contains("valid          true"), out.toString());
        assertTrue(lines.contains("vms: 3"), out.toString());
    }

    @Test
    void shouldShowTheMachineAfterACommand()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", run + "@1", "vmt"), err.toString());

        assertTrue(out.toString().startsWith("vmt of " + run + " \u00b7 command 1" + System.lineSeparator()),
            out.toString());
        assertTrue(out.toString().contains("valid          false"), out.toString());
        assertTrue(out.toString().contains("vms: none"), out.toString());
    }

    @Test
    void shouldPrintOneObjectWhenAskedForJson() throws IOException
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", run + "@2k", "vmt", "--json"), err.toString());

        assertEquals(1, out.toString().lines().count());
        assertEquals("vmt", new ObjectMapper().readTree(out.toString()).get("view").asText());
        assertTrue(new ObjectMapper().readTree(out.toString()).get("valid").asBoolean());
    }

    /** A directory whose name holds the sign is meant as it stands; another begins behind the last sign. */
    @Test
    void shouldTakeTheNumberBehindTheLastSign() throws IOException
    {
        final Path link = Files.createSymbolicLink(home.resolve("@"), run);

        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", link + "@3", "vmt"), err.toString());
        assertTrue(out.toString().startsWith("vmt of " + link + " \u00b7 command 3"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "run@home@x|vmt|@'x' is not a count",
        "run@home@1T|vmt|no command 1000000000000: the journal ends after command ",
        "run@home|colour|no view 'colour' (vmt, ",
        "run@home@5|vist|'vist' needs --vm N (vist --vm N [--type lpi|spi] [--id N] [--all])",
        "absent@1|vmt|@/absent: no such directory",
    })
    void shouldSayWhatIsWrong(final String place, final String view, final String message)
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "inspect", home.resolve(place).toString(), view));

        assertTrue(err.toString().replace(home.toString(), "@").startsWith("gale inspect: " + message),
            err.toString());
        assertEquals(1, err.toString().lines().count());
        assertEquals("", out.toString());
    }

    @Test
    void shouldExplainAnInterrupt()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", run.toString(), "explain", "vm0.lpi8192"),
            err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("VM 0 LPI 8192: "), out.toString());
        assertTrue(lines.get(lines.size() - 1).startsWith("last commands: "), out.toString());
        assertTrue(lines.size() <= 8, out.toString());
    }

    @Test
    void shouldExplainAsJson()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "inspect", run + "@1", "explain", "spi7", "--json"),
            err.toString());

        assertTrue(out.toString().startsWith("{\"explain\":\"spi7\",\"lines\":[\"SPI 7: not pending"), out.toString());
    }

    @Test
    void shouldRefuseToExplainWhatDoesNotExist()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "inspect", run.toString(), "explain", "lpi"));
    }
}
