package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms on boards: every profile runs unchanged, and nothing is lost. */
class BoardStormTest
{
    @TempDir
    private Path home;

    @Tag("T-LINK-3")
    @Tag("T-IRS-14")
    @ParameterizedTest(name = "{0} irss={1} link={2}")
    @CsvSource({
        "default, 2, up", "default, 4, down", "overcommit, 4, down", "virtio, 3, down", "timer, 2, fixed",
        "mixed-host, 4, down",
    })
    void shouldLoseNothing(final String profile, final String irss, final String link)
    {
        final StringWriter out = new StringWriter();

        final int exitCode = GaleRun.of(out, out, "storm", profile, "-C", "irss=" + irss, "-C", "link=" + link,
            "--count", "5k", "--clock", "virtual", "--journal", "none");

        assertEquals(ExitCode.OK, exitCode, out.toString());
        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }

    /** The lines of the storm are SPIs 0 to 3. */
    @Tag("T-IRS-9")
    @ParameterizedTest(name = "irs.1.spis={0}")
    @CsvSource({"0:4, 0", "0:3, 2"})
    void shouldHandOverLinesAtTheIrsThatOwnsThem(final String range, final int exitCode) throws IOException
    {
        final StringWriter out = new StringWriter();
        final Path job = Files.writeString(home.resolve("job.yaml"), """
            job: lines
            duration: 2ms
            clock: virtual
            machine: {kind: gicv5, irss: 2, irs.spis: '4:4', irs.1.spis: '%s'}
            vms:
              - {name: a, count: 2, vpes: 2, devices: [{name: l, count: 2, events: 1, traffic: {kind: line, rate: 9k}}]}
            """.formatted(range));

        assertEquals(exitCode, GaleRun.of(out, out, "storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(out.toString().contains(exitCode == 0 ? "no interrupt lost, none invented" :
            "irs.spis: no IRS has SPI 3, and the lines of the storm are SPIs 0 to 3"), out.toString());
    }

    /** The board shows nowhere but in the commands: one ITS or four, the same figures and events. */
    @Tag("T-ITS-2")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"default", "overcommit", "nvme", "nic", "ipi-heavy", "noisy-neighbour"})
    void shouldHaveTheFiguresOfOneIts(final String profile) throws IOException
    {
        final JsonNode one = figures(profile, "itss=1", "iwbs=1");
        final JsonNode four = figures(profile, "itss=4", "irss=3");

        assertEquals(one.at("/accounting"), four.at("/accounting"));
        assertEquals(one.at("/latency_ns"), four.at("/latency_ns"));
    }

    private JsonNode figures(final String profile, final String... keys) throws IOException
    {
        final StringWriter out = new StringWriter();
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.OK, GaleRun.of(out, out, "storm", profile, "-C", keys[0], "-C", keys[1], "--count", "5k",
            "--clock", "virtual", "--latency", "all", "--journal", "none", "--json", report.toString()),
            out.toString());

        return new ObjectMapper().readTree(report.toFile());
    }
}
