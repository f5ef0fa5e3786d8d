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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of jobs whose vectors stay on a vCPU that goes offline: nothing is lost, and what waits is counted. */
@Tag("P13")
class ManagedVectorsStormTest
{
    private static final String STREAMS = "{name: open, count: 1, events: 4, target: vector, traffic: {kind: open, " +
        "rate: 20k, arrivals: poisson}}, {name: closed, count: 1, events: 4, target: vector, traffic: " +
        "{kind: closed, window: 2}}";
    private static final String QUEUES = "{name: disk, count: 1, events: 4, target: vector, traffic: {kind: io, " +
        "depth: 8, think: 20us}}, {name: blk, count: 1, events: 4, target: vector, traffic: {kind: virtio, " +
        "depth: 8}}, {name: rx, count: 1, events: 4, target: vector, traffic: {kind: packets, rate: 20k}}";
    private static final String OFFLINE = "offline: {every: 10ms, for: 4ms, managed: on}";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    private Path job(final String kind, final String guest, final String devices) throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), "job: managed\nclock: virtual\nduration: 60ms\n" +
            "machine: {kind: " + kind + ", pes: 4}\nvms:\n  - name: vm\n    count: 1\n    vpes: 4\n    guest: {" +
            guest + "}\n    devices: [" + devices + "]\n");
    }

    /** Tests that all kinds of queues lose nothing, that all of what waits goes on, and that replays are equal. */
    @ParameterizedTest
    @CsvSource({"gicv5, true, ''", "kvm, true, ''", "msix, false, ''", "gicv5, true, 'softirq: {work: 5us}, '",
        "kvm, true, 'threaded: {wake: 3us, work: 5us}, '"})
    void shouldLoseNothingWhileVectorsAreShutDown(final String kind, final boolean hasQueues, final String later)
        throws IOException
    {
        final Path job = job(kind, "handler: 2us, " + later + "affinity: {" + OFFLINE + '}',
            hasQueues ? STREAMS + ", " + QUEUES : STREAMS);
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(seed + ".json");
            final Path journal = directory.resolve("journal" + seed);

            assertEquals(ExitCode.OK, gale("storm", job.toString(), "--seed", Integer.toString(seed), "--json",
                json.toString(), "--journal", journal.toString()), err.toString());

            final JsonNode report = new ObjectMapper().readTree(json.toFile());
            assertEquals(0, report.at("/accounting/remainder").asLong(-1));
            assertEquals(report.at("/accounting/sent").asLong(-1), report.at("/accounting/offered").asLong());
            // At 10, 20, ... 50 ms: the vectors of one vCPU, one of each device.
            assertEquals(5L * (hasQueues ? 5 : 2), report.at("/actions/affinity_offline_managed/completed").asLong());
            final JsonNode waits = report.at("/actions/affinity_offline_for");
            assertTrue(waits.at("/due").asLong() > 50, waits.toString());
            assertEquals(waits.at("/due").asLong(), waits.at("/completed").asLong());
            assertTrue(report.at("/actions/affinity_offline_every").isMissingNode());
            assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
        }
    }

    @Test
    void shouldShowManagedVectorsInTextAndFigures() throws IOException
    {
        final Path json = directory.resolve("managed.json");
        final Path page = directory.resolve("managed.html");
        final Path job = job("gicv5", "affinity: {" + OFFLINE + '}', QUEUES);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--journal", "none", "--json", json.toString(),
            "--html", page.toString(), "--fail-if", "managed_vectors.shut_down < 15", "--fail-if",
            "managed_vectors.shut_down > 15", "--fail-if", "managed_vectors.waited < 1"), err + out.toString());

        assertTrue(out.toString().contains("affinity.offline.managed 10ms: 15 of 15 begun, 15 completed"),
            out.toString());
        assertTrue(Files.readString(page).contains("affinity.offline.managed"));
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals("on", report.at("/config/groups/0/guest/affinity/offline/managed").asText());
        assertFalse(out.toString().contains("affinity.offline.every"), out.toString());
        assertEquals(ExitCode.CHECK_FAILED, gale("storm", job.toString(), "--journal", "none", "--fail-if",
            "managed_vectors.shut_down > 14"), err.toString());
    }

    /** Tests that the vCPU of a request whose service outlives all checks stays online, and the run shows nothing. */
    @Test
    void shouldGiveUpAQueueThatDoesNotComeToItsEnd() throws IOException
    {
        final Path job = job("gicv5", "affinity: {" + OFFLINE + '}', "{name: slow, count: 1, events: 1, target: 1, " +
            "traffic: {kind: io, depth: 2, parallel: 1, service: 1s}}, {name: tick, count: 1, events: 1, target: 0, " +
            "traffic: {kind: open, rate: 100}}");
        Files.writeString(job, Files.readString(job).replace("duration: 60ms", "duration: 4s"));

        assertEquals(ExitCode.SKIPPED, gale("storm", job.toString(), "--journal", "none"), err.toString());

        assertTrue(err.toString().contains("a queue did not come to its end within a second"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{offline: {managed: on}} | offline.every: is missing",
        "{offline: {every: 10ms, for: 4ms, managed: maybe}} | 'maybe'",
        "{by: entry, offline: {every: 10ms, for: 4ms, managed: on}} | managed vectors do not move",
        "{order: forget-pending, offline: {every: 10ms, for: 4ms, managed: on}} | managed vectors do not move",
        "{every: 10ms, offline: {every: 10ms, for: 4ms, managed: on}} | does not go with a balancer",
        "{offline: {every: 10ms, for: 4ms, managed: on}}, softirq: {work: 1us, defer: 2, flush: 20us} | " +
            "a driver that polls by a timer may never come to an end"})
    void shouldRefuseWhatManagedVectorsDoNotGoWith(final String affinity, final String message) throws IOException
    {
        final Path job = job("gicv5", "affinity: " + affinity, QUEUES);

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }
}
