package org.gale.tests.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.system.Machines;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Test of a job that is killed in its second phase: a resume continues that phase, and loses nothing (P11). */
@Timeout(value = 300)
class JobKillTest
{
    private static final long CALM_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LIFE_NS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long WHOLE_NS = CALM_NS + TimeUnit.MILLISECONDS.toNanos(4_000);
    /** Events of two VMs at 2,000 a second each, half as many in the second phase. */
    private static final long QUIET = 2 * (600 + 4_000);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String JOB = """
        job: phased
        warmup: 0
        vms:
          - name: quiet
            count: 2
            vpes: 1
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 2k, arrivals: constant}}]
          - name: loud
            count: 1
            vpes: 2
            devices: [{name: nic, count: 2, events: 64, traffic: {kind: closed, window: 32}}]
        phases:
          - {name: calm, duration: 300ms, change: {loud: {pause: true}}}
          - {name: noise, duration: 4s, change: {quiet: {scale: 0.5}}}
        """;

    @TempDir
    private Path home;

    @Test
    @Tag("P6")
    @Tag("P11")
    void shouldResumeThePhaseInWhichItWasKilled() throws Exception
    {
        final Path job = Files.writeString(home.resolve("phased.yaml"), JOB);
        final Path run = home.resolve("run");
        final StormJournal journal = new StormJournal(run);
        try (StormProcess storm = new StormProcess(home, job.toString(), "--journal", run.toString()))
        {
            Await.until(() -> journal.acknowledged(false) > 0 || !storm.isAlive(), LIMIT, "a frame");
            final long startNs = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNs >= LIFE_NS, LIMIT, "the second phase");
            assertTrue(storm.isAlive(), storm.err());
            storm.kill();
        }
        final JournalSummary left = JournalSummary.read(run, ReplayProgress.NONE);
        assertTrue(left.timeNs() > CALM_NS && left.timeNs() < WHOLE_NS, "killed at " + left.timeNs());
        final Path report = home.resolve("report.json");
        try (StormProcess last =
            new StormProcess(home, "--resume", run.toString(), "--json", report.toString()))
        {
            assertEquals(0, last.exitCode(), last::err);
        }

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(List.of("before", "noise"), json.get("phases").findValuesAsText("name").stream()
            .filter(name -> !List.of("quiet", "loud").contains(name)).toList());
        assertTrue(json.at("/phases/1/start_s").asDouble() >= CALM_NS / 1e9, json.toString());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertEquals(0, json.at("/accounting/pending").asLong());
        assertEquals(json.at("/accounting/offered").asLong(),
            json.at("/phases/0/accounting/offered").asLong() + json.at("/phases/1/accounting/offered").asLong());
        assertTrue(json.at("/elapsed_s").asDouble() < (WHOLE_NS - left.timeNs()) / 1e9 + 1, json.toString());
        final long quiet = json.at("/groups/0/accounting/offered").asLong();
        assertTrue(quiet > QUIET - QUIET / 50 && quiet <= QUIET, quiet + ", each once: " + QUIET);
        final ReplayResult whole = Replay.verify(run, ReplayProgress.NONE, Machines.FACTORY);
        assertTrue(whole.isEqual() && whole.isCovered(), whole::toString);
        assertEquals(json.at("/host/digest").asText(), String.format("%016x", whole.digest()));
    }
}
