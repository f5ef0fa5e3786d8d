package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of as many groups of devices as a VM has, each of one event that one VPE takes. */
class ManyGroupsTest
{
    private static final int GROUPS = 4096;
    private static final int LINES_LIMIT = 100;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"virtual", "wall"})
    void shouldRunAndReplayAndRecordAllGroups(final String clock) throws IOException
    {
        final String job = job();

        assertEquals(ExitCode.OK, gale("storm", job, "--clock", clock, "--journal", path("run"), "--json",
            path("r.json"), "--html", path("r.html")), err.toString());

        assertTrue(out.toString().contains("4,064 groups of devices more, open streams of 49.6 k/s"), out.toString());
        assertTrue(out.toString().lines().count() < LINES_LIMIT, out.toString());
        assertTrue(Files.size(directory.resolve("r.html")) < 1 << 20);
        final JsonNode report = new ObjectMapper().readTree(directory.resolve("r.json").toFile());
        assertTrue(report.at("/host/replay/equal").asBoolean(), out.toString());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        final JsonNode devices = report.at("/config/groups/0/devices");
        assertEquals(GROUPS, devices.size());
        assertEquals("3", devices.get(GROUPS - 1).get("target").asText());
        assertEquals(ExitCode.OK, gale("journal", "describe", "--job", path("run")), err.toString());
        final String recorded = out.toString();
        assertEquals(ExitCode.OK, gale("storm", job, "--clock", clock, "--print-job"), err.toString());
        assertEquals(rows(out.toString()), rows(recorded));
    }

    @Test
    void shouldGiveTheSameBytesOnTheVirtualClock() throws IOException
    {
        final String job = job();
        gale("storm", job, "--clock", "virtual", "--no-replay", "--journal", path("a"));
        gale("storm", job, "--clock", "virtual", "--no-replay", "--journal", path("b"));

        assertArrayEquals(Files.readAllBytes(directory.resolve("a/gale.journal")),
            Files.readAllBytes(directory.resolve("b/gale.journal")));
        assertTrue(Files.readString(directory.resolve("a/gale.journal")).contains("job=zlib:"));
    }

    /** Returns the lines of a job about its devices. */
    private static String rows(final String yaml)
    {
        return yaml.substring(yaml.indexOf("    devices:\n"), yaml.lastIndexOf("arrivals: "));
    }

    private String job() throws IOException
    {
        final StringBuilder text = new StringBuilder(
            "job: many\nduration: 50ms\nwarmup: '0'\nvms:\n  - name: vm\n    count: 1\n    vpes: 4\n    devices:\n");
        for (int i = 0; i < GROUPS; i++)
        {
            text.append("      - {name: d").append(i).append(", count: 1, events: 1, target: ").append(i % 4)
                .append(", traffic: {kind: open, rate: 12.2}}\n");
        }

        return Files.writeString(directory.resolve("many.yaml"), text).toString();
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    private int gale(final String... words)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, words);
    }
}
