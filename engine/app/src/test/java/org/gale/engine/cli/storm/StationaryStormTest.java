package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StationaryStormTest
{
    private static final String LINE = "not stationary, in the three thirds after the warm-up: ";

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The moderation of its NIC changes regimes at 0.07, 0.26 and 0.72 of 1.10 seconds. */
    @Test
    void shouldSayThatRegimesFollowEachOther() throws IOException
    {
        final JsonNode report = storm("noisy-neighbour", "--clock", "virtual",
            "--set", "machine.scheduler.queues=one", "--set", "machine.scheduler.enqueue=tail");

        final List<String> lines = out.toString().lines().filter(one -> one.startsWith(LINE)).toList();
        assertEquals("[\"response\",\"rate\"]", report.at("/not_stationary/figures").toString());
        assertEquals(3, report.at("/not_stationary/response_ns").size());
        assertTrue(report.at("/not_stationary/rate_per_s/0").asDouble() >
            1.1 * report.at("/not_stationary/rate_per_s/2").asDouble(), report.toString());
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith(LINE + "response "), lines.toString());
        assertTrue(lines.get(1).startsWith(LINE + "rate "), lines.toString());
        final String page = Files.readString(directory.resolve("page.html"));
        lines.forEach(line -> assertTrue(page.contains(line), line));
    }

    @Test
    void shouldSayNothingOfAStormThatIsStationary() throws IOException
    {
        final JsonNode report = storm("default", "--clock", "virtual", "--rate", "100k", "--count", "20k");

        assertFalse(out.toString().contains(LINE), out.toString());
        assertTrue(report.at("/not_stationary").isMissingNode(), report.at("/not_stationary").toString());
    }

    private JsonNode storm(final String... words) throws IOException
    {
        final Path json = directory.resolve("report.json");
        final String[] all = new String[words.length + 7];
        all[0] = "storm";
        System.arraycopy(words, 0, all, 1, words.length);
        System.arraycopy(new String[]{"--journal", "none", "--json", json.toString(), "--html",
            directory.resolve("page.html").toString()}, 0, all, words.length + 1, 6);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, all), err.toString());

        return new ObjectMapper().readTree(json.toFile());
    }
}
