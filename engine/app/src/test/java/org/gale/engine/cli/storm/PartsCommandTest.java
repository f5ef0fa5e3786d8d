package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of a quiet and a loud group in the phases calm, in which the loud one is paused, and noise. */
class PartsCommandTest
{
    private static final String JOB = """
        job: parts
        warmup: '0'
        latency: all
        defaults: {vpes: 2}
        vms:
          - name: quiet
            count: 2
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 20k, arrivals: constant}}]
          - name: loud
            count: 1
            devices: [{name: nic, count: 1, events: 64, traffic: {kind: open, rate: 50k, arrivals: constant}}]
        phases:
          - {name: calm, duration: 50ms, change: {loud: {pause: true}}}
          - {name: noise, duration: 100ms}
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"wall, none", "wall, process", "wall, forced", "virtual, process"})
    @Tag("P6")
    void shouldAccountForEachGroupInEachPhase(final String clock, final String durability) throws IOException
    {
        final Path json = directory.resolve("r.json");
        assertEquals(ExitCode.OK, storm("", "--clock", clock, "--durability", durability, "--json", json.toString()),
            err.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        final JsonNode calm = report.at("/phases/0");
        final JsonNode noise = report.at("/phases/1");
        assertOffered(clock, 2_000, calm.at("/groups/0/accounting/offered"));
        assertOffered(clock, 4_000, noise.at("/groups/0/accounting/offered"));
        assertEquals(0, calm.at("/groups/1/accounting/offered").asLong());
        assertOffered(clock, 5_000, noise.at("/groups/1/accounting/offered"));
        assertEquals(0, calm.at("/accounting/carried_in").asLong());
        assertEquals(calm.at("/accounting/pending"), noise.at("/accounting/carried_in"));
        for (final String figure : new String[]{"offered", "delivered", "coalesced", "rejected"})
        {
            final String pointer = "/accounting/" + figure;
            assertEquals(report.at("/groups/0" + pointer).asLong() + report.at("/groups/1" + pointer).asLong(),
                calm.at(pointer).asLong() + noise.at(pointer).asLong(), figure);
        }
        assertEquals(report.at("/accounting/offered").asLong(),
            calm.at("/accounting/offered").asLong() + noise.at("/accounting/offered").asLong());
        assertEquals(report.at("/accounting/pending"), noise.at("/accounting/pending"));
        assertTrue(Stream.of(calm, noise).allMatch(phase -> phase.at("/accounting/remainder").asLong() == 0));
        assertEquals(report.at("/latency_ns/response/count").asLong(),
            calm.at("/latency_ns/response/count").asLong() + noise.at("/latency_ns/response/count").asLong());
    }

    @ParameterizedTest
    @CsvSource({"loud.calm.offered > 0, 0", "loud.calm.offered < 1, 3", "quiet.noise.response.max > 1ns, 3",
        "noise.remainder > 0, 0"})
    void shouldFailByAFigureOfAPart(final String condition, final int exitCode) throws IOException
    {
        assertEquals(exitCode, storm("fail-if: ['" + condition + "']"), err.toString());

        assertEquals(exitCode != 0, err.toString().contains(": fail-if '" + condition + "': "), err.toString());
    }

    @Test
    void shouldStopAtAnInterruptOfAPart() throws IOException
    {
        final Path json = directory.resolve("r.json");
        assertEquals(ExitCode.CHECK_FAILED, storm("stop-if: ['loud.noise.response > 1ns']", "--json",
            json.toString()), err.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals("loud.noise.response > 1ns", report.at("/stopped/condition").asText());
        assertEquals(2, report.at("/stopped/outlier/vm").asInt());
        assertNotEquals(0, report.at("/phases/1/groups/1/accounting/offered").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fail-if: ['quite.offered > 1']|fail-if: no metric 'quite.offered': did you mean 'quiet.offered'?",
        "stop-if: ['quite.noise.response > 1ms']|stop-if: 'quite.noise.response > 1000000ns': the storm has no part " +
            "'quite.noise': did you mean 'quiet.noise'?",
        "stop-if: ['noise.stall > 1ms']|stop-if: 'noise.stall > 1000000ns': a stall belongs to the whole storm (try " +
            "'stall > 10ms')",
        "stop-if: ['loud.noise.request > 1ms']|stop-if: 'loud.noise.request > 1000000ns': no device there has " +
            "requests (try 'response > 1ms')"})
    void shouldRefuseAPartThatIsNotThereWhenItPlans(final String key, final String message) throws IOException
    {
        assertEquals(ExitCode.USAGE, storm(key, "--json", directory.resolve("r.json").toString()));
        final Path job = directory.resolve("job.yaml");
        final String line = ": " + job + ":15:10: " + message + '\n';
        assertEquals("gale storm" + line, err.toString());
        assertEquals("", out.toString());
        err.getBuffer().setLength(0);

        assertEquals(ExitCode.USAGE, run("job", "check", job.toString()));
        assertEquals("gale job check" + line, err.toString());
    }

    /**
     * Checks that a stream at an even rate offered what it should, but for its first and last event. On the wall clock
     * a busy host leaves out what it has no time for.
     */
    private static void assertOffered(final String clock, final long expected, final JsonNode actual)
    {
        final long least = clock.equals("virtual") ? expected - 4 : 1;
        assertTrue(actual.asLong() >= least && actual.asLong() <= expected + 4, expected + " expected: " + actual);
    }

    /** Runs the job with a further key. */
    private int storm(final String key, final String... options) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB + key + '\n');
        final String[] words = Stream.concat(
            Stream.of("storm", job.toString()), Stream.of(options)).toArray(String[]::new);

        return run(words);
    }

    private int run(final String... words)
    {
        return GaleRun.of(out, err, words);
    }
}
