package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose VMs migrate, and which have parts: phases, engines, shares, and boards of several ITSs. */
@Tag("M-MIG-1")
class MigrationPartsTest
{
    private static final String VECTORS = """
        job: vectors
        clock: virtual
        count: 6k
        warmup: 0
        machine: {kind: msix, pes: 8, migrations: {every: 1/300, precopy: 1}, functions: {masks: 1/100}}
        costs: {migrate-vm: 50us, migrate-entry: 2ns, migrate-route: 400ns}
        defaults: {guest: {handler: 300ns}}
        vms:
          - name: vm
            count: 4
            vpes: 2
            devices: [{name: d, count: 2, events: 32, traffic: {kind: open, rate: 100k, arrivals: poisson}}]
        """;
    private static final String PHASED = """
        job: phased
        count: 6k
        warmup: 0
        machine: {kind: kvm, pes: 4, migrations: {every: 1/300}}
        vms:
          - name: web
            count: 2
            vpes: 2
            devices: [{name: nic, count: 1, events: 32, traffic: {kind: open, rate: 40k}}]
          - name: db
            count: 2
            vpes: 2
            devices: [{name: disk, count: 1, events: 16, traffic: {kind: closed, window: 8}}]
        phases:
          - {name: calm, duration: 10ms}
          - {name: busy, duration: 15ms, change: {web: {rate: 100k}}}
          - {name: rest, duration: 60s}
        """;
    private static final int RUNS = 10;
    /** Lag of a generator that some stall of a tenth of a phase explains. */
    private static final long LAG_NS = 10_000_000;
    /** Constant arrivals, and most of the time one of the VMs is stopped: ends of phases, too. */
    private static final String PHASED_ON_WALL = """
        job: phased-on-wall
        clock: wall
        warmup: 0
        machine: {kind: kvm, pes: 2, migrations: {every: 1/100, least-downtime: 70ms}}
        vms:
          - name: web
            count: 1
            vpes: 2
            devices: [{name: nic, count: 1, events: 16, traffic: {kind: open, rate: 20k, arrivals: constant}}]
          - name: db
            count: 1
            vpes: 2
            devices: [{name: disk, count: 1, events: 16, traffic: {kind: open, rate: 20k, arrivals: constant}}]
        phases:
          - {name: one, duration: 100ms}
          - {name: two, duration: 100ms}
          - {name: three, duration: 100ms}
          - {name: four, duration: 100ms}
        """;
    private static final List<String> PARTS =
        List.of("accounting", "latency_ns", "migrations", "model", "pe_time_ns", "groups");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void gale(final String... words)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, words), err.toString());
    }

    private JsonNode storm(final String job, final String... words) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("job.yaml"), job);
        final Path json = directory.resolve("report" + String.join("", words).replaceAll("\\W", "") + ".json");
        final List<String> all = new ArrayList<>(List.of("storm", file.toString(), "--json", json.toString()));
        all.addAll(List.of(words));
        gale(all.toArray(String[]::new));

        return read(json);
    }

    private static JsonNode read(final Path json) throws IOException
    {
        return new ObjectMapper().readTree(json.toFile());
    }

    /** Each VM of kind msix is a partition, which one engine or another simulates, or another process. */
    @Test
    @Tag("M-MIG-9")
    void shouldReportTheSameOfVectorsForAnyNumberOfEnginesAndShares() throws IOException
    {
        final JsonNode one = storm(VECTORS, "--no-replay", "--journal", "none");
        final JsonNode two = storm(VECTORS, "--engines", "2", "--no-replay", "--journal", "none");
        final Path[] shares = {directory.resolve("0.json"), directory.resolve("1.json")};
        for (int share = 0; share < shares.length; share++)
        {
            gale("storm", directory.resolve("job.yaml").toString(), "--share", share + "/2", "--no-replay",
                "--journal", "none", "--json", shares[share].toString());
        }
        final Path sum = directory.resolve("sum.json");
        gale("report", "add", shares[0].toString(), shares[1].toString(), "-o", sum.toString());
        final JsonNode added = read(sum);

        assertTrue(one.at("/migrations/completed").asLong() >= 12, one.path("migrations").toString());
        assertTrue(one.at("/migrations/held").asLong() > 0, one.path("migrations").toString());
        assertEquals(0, one.at("/accounting/remainder").asLong());
        assertNotEquals(0, read(shares[0]).at("/migrations/completed").asLong());
        assertNotEquals(0, read(shares[1]).at("/migrations/completed").asLong());
        for (final String part : PARTS)
        {
            assertEquals(one.path(part), two.path(part), part);
            assertEquals(one.path(part), added.path(part), part);
        }
    }

    /** Devices are dealt to the ITSs, and PEs to the IRSs, of which each VM has some. */
    @ParameterizedTest
    @ValueSource(strings = {"kind: kvm", "kind: msix"})
    void shouldLoseNothingOnABoard(final String kind) throws IOException
    {
        final Path journal = directory.resolve("board");
        final JsonNode report = storm(VECTORS.replace("kind: msix", kind + ", irss: 2, itss: 2").replace(
            kind.contains("kvm") ? ", functions: {masks: 1/100}" : "", ""), "--journal", journal.toString());

        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/migrations/completed").asLong() >= 4, report.path("migrations").toString());
        assertEquals(report.at("/migrations/completed"), report.at("/migrations/downtime_ns/count"));
        assertTrue(report.at("/migrations/held").asLong() > 0, report.path("migrations").toString());
        gale("journal", "verify", journal.toString());
    }

    /**
     * An event is of the phase in which it came, and what waits at the end of a phase is carried into the next one:
     * also what an image has, or a monitor holds.
     */
    @ParameterizedTest
    @CsvSource({"kind: kvm, pes: 4", "kind: gicv4, pes: 8"})
    void shouldAddUpOverThePhases(final String kind, final String pes) throws IOException
    {
        final JsonNode report = storm(PHASED.replace("kind: kvm", kind).replace("pes: 4", pes), "--journal", "none");

        long offered = 0;
        long delivered = 0;
        long coalesced = 0;
        long pending = 0;
        for (final JsonNode each : report.path("phases"))
        {
            final JsonNode phase = each.path("accounting");
            assertEquals(pending, phase.path("carried_in").asLong(), phase.toString());
            assertEquals(0, phase.path("remainder").asLong(), phase.toString());
            offered += phase.path("offered").asLong();
            delivered += phase.path("delivered").asLong();
            coalesced += phase.path("coalesced").asLong();
            pending = phase.path("pending").asLong() + phase.path("held").asLong();
            assertEquals(phase.path("offered").asLong() + phase.path("carried_in").asLong(),
                phase.path("delivered").asLong() + phase.path("coalesced").asLong() + pending +
                phase.path("rejected").asLong(), phase.toString());
        }
        final JsonNode all = report.path("accounting");
        assertEquals(3, report.path("phases").size());
        assertEquals(all.path("offered").asLong(), offered);
        assertEquals(all.path("delivered").asLong(), delivered);
        assertEquals(all.path("coalesced").asLong(), coalesced);
        assertEquals(0, all.path("remainder").asLong());
        assertTrue(report.at("/phases/1/accounting/offered").asLong() > 0, report.path("phases").toString());
        final JsonNode migrations = report.path("migrations");
        assertTrue(migrations.path("completed").asLong() > 0, migrations.toString());
        assertEquals(migrations.path("started"), migrations.path("completed"));
        assertEquals(delivered, migrations.at("/delivered/lived").asLong() +
            migrations.at("/delivered/others").asLong(), migrations.toString());
    }

    /** Runs a storm again while the host stalls its generator, for then events are sent in a later phase. */
    private JsonNode inTime(final String job) throws IOException
    {
        JsonNode report = storm(job, "--journal", "none");
        for (int run = 1; run < RUNS && report.at("/generator/lag_p99_ns").asLong() > LAG_NS; run++)
        {
            report = storm(job, "--journal", "none");
        }

        return report;
    }

    /** Messages that wait for a VM at the end of a phase came in it, though they are sent in a later one. */
    @ParameterizedTest
    @ValueSource(strings = {"kind: kvm, pes: 2", "kind: gicv4, pes: 4"})
    void shouldCountWhatIsHeldInThePhaseInWhichItCame(final String machine) throws IOException
    {
        final JsonNode report = inTime(PHASED_ON_WALL.replace("kind: kvm, pes: 2", machine));

        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/migrations/held").asLong() > 2_000, report.path("migrations").toString());
        long pending = 0;
        for (final JsonNode phase : report.path("phases"))
        {
            assertEquals(pending, phase.at("/accounting/carried_in").asLong(), phase.toString());
            pending = phase.at("/accounting/pending").asLong();
            final boolean isFirst = phase.path("name").asText().equals("one");      // which the generator begins late
            for (final JsonNode group : isFirst ? List.<JsonNode>of() : phase.path("groups"))
            {
                assertEquals(2_000, group.at("/accounting/offered").asDouble(), 1, phase.toString());
            }
        }
    }
}
