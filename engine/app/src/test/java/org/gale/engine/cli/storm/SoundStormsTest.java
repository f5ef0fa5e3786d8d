package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose figures follow from one another: samples, intervals, pauses and the ends of engines. */
class SoundStormsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long NS_PER_S = 1_000_000_000;
    private static final String WALL = """
        job: wall
        seed: 5
        count: 20k
        latency: all
        warmup: 0
        replay: off
        machine: {kind: gicv5, pes: 8}
        vms:
        - {name: a, count: 4, vpes: 2, devices: [{name: nic, events: 32, traffic: {kind: open, rate: 100k}}]}
        """;
    private static final String MODELS = """
        job: models
        seed: 3
        clock: virtual
        machine: {kind: kvm, pes: 2}
        vms:
        - {name: b, count: 2, vpes: 2, devices: [{name: e, events: 2, traffic: {kind: io, depth: 4}}]}
        - {name: a, count: 2, vpes: 2, devices: [{name: d, events: 16, traffic: {kind: open, rate: 50k}}]}
        phases:
        - {name: calm, duration: 4ms, change: {a: {pause: true}}}
        - {name: noise, duration: 4ms}
        """;
    private static final String DEVICES = """
        job: devices
        seed: 3
        clock: virtual
        count: 3k
        machine: {kind: kvm, pes: 2}
        vms:
        - {name: a, count: 1, vpes: 2, devices: [{name: d, events: 2, traffic: {kind: io, depth: 16}}]}
        - {name: b, count: 1, vpes: 2, devices: [{name: l, count: 2, traffic: {kind: line, rate: 20k}}]}
        TIMERS
        """;
    private static final String TIMERS =
        "- {name: c, count: 1, vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 10000, jitter: 0}}]}";
    private static final String SENDERS = """
        job: senders
        seed: 3
        clock: virtual
        count: 5k
        machine: {kind: kvm, pes: 2}
        vms: [{name: a, count: 2, vpes: 4, devices: [{name: i, traffic: {kind: ipi, broadcast: 500}}]}]
        """;
    private static final String OVERLOADED = """
        job: overloaded
        seed: 3
        clock: virtual
        count: 6k
        machine: {kind: kvm, partitions: [{name: n, count: 3, pes: 2}]}
        vms:
        - name: a
          count: 6
          vpes: 2
          partition: n
          guest: {handler: 20us}
          devices: [{name: d, events: 8, traffic: {kind: open, rate: 300k, arrivals: poisson}}]
        """;

    private static final String PARTITIONS = """
        job: partitions
        seed: 3
        clock: virtual
        warmup: 1ms
        machine: {kind: kvm, partitions: [{name: n, count: 2, pes: 2}]}
        vms:
        - name: a
          count: 2
          vpes: 2
          partition: n
          devices: [{name: d, events: 8, traffic: {kind: open, rate: 100k, arrivals: poisson}}]
        - name: b
          count: 2
          vpes: 2
          partition: n
          devices: [{name: d, events: 2, traffic: {kind: io, depth: 8, coalesce: {threshold: 4, time: 100us}}}]
        phases: [{name: p, duration: 4ms}, {name: q, duration: 4ms, change: {b: {pause: true}}}]
        """;

    /** Each interrupt waits a second longer than the one before it: beyond what histograms distinguish. */
    private static final String BACKLOG = """
        job: backlog
        clock: virtual
        count: 200
        warmup: 0
        machine: {kind: gicv5, pes: 1}
        vms:
        - name: a
          count: 1
          vpes: 1
          guest: {handler: 1s}
          devices: [{name: d, events: 256, traffic: {kind: open, rate: 1M}}]
        """;

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    private Path run(final String job, final String... more) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("job.yaml"), job);
        final Path report = directory.resolve("report.json");
        final List<String> words = new ArrayList<>(List.of(
            "storm", file.toString(), "--json", report.toString(), "--quiet", "--journal", "none"));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, words.toArray(new String[0])), err.toString());

        return report;
    }

    private int compare(final JsonNode report) throws IOException
    {
        final String file = Files.writeString(directory.resolve("changed.json"), report.toString()).toString();

        return GaleRun.of(new StringWriter(), err, "compare", file, file);
    }

    @Test
    void shouldSampleEachInterruptOfTheWallClock() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(WALL).toFile());
        assertEquals(report.at("/latency_ns/delivered"), report.at("/latency_ns/response/count"));
    }

    @Test
    void shouldOfferNothingInAPauseAndCountAllWorkInIntervals() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(MODELS).toFile());
        assertEquals(0, report.at("/phases/0/groups/1/accounting/offered").asLong());
        assertTrue(report.at("/groups/0/completions").asLong() > 0);
    }

    /** Devices, their books, timers and the scheduler of the host each count for themselves. */
    @Test
    void shouldCountMessagesWiresAndWakesAlike() throws IOException
    {
        final JsonNode doorbells = MAPPER.readTree(run(DEVICES.replace("TIMERS", "")).toFile());
        assertEquals(doorbells.at("/accounting/doorbells_rung").asLong(),
            doorbells.at("/model/woken").asLong() + doorbells.at("/model/polled").asLong());
        assertEquals(doorbells.at("/groups/0/accounting/sent"), doorbells.at("/groups/0/interrupts"));
        assertEquals(doorbells.at("/groups/1/accounting/sent").asLong() -
            doorbells.at("/groups/1/accounting/ticks_high").asLong(), doorbells.at("/groups/1/interrupts").asLong());

        final JsonNode timers = MAPPER.readTree(run(DEVICES.replace("TIMERS", TIMERS)).toFile());
        assertTrue(timers.at("/accounting/ppis_raised").asLong() > 0, "ppis_raised");
        assertEquals(timers.at("/accounting/ppis_raised").asLong(),
            timers.at("/accounting/ppis_acknowledged").asLong() + timers.at("/accounting/ppis_pending").asLong());
    }

    @Test
    void shouldRecordTheWaitOfEachSenderThatIsLetGoOn() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(SENDERS).toFile());
        assertTrue(report.at("/groups/0/latency_ns/sender_wait/count").asLong() > 0,
            report.at("/groups/0/latency_ns").toString());
    }

    @Test
    void shouldKnowTheMeanOfResponsesThatAreLongerThanTheirHistogram() throws IOException
    {
        final JsonNode response = MAPPER.readTree(run(BACKLOG).toFile()).at("/latency_ns/response");
        assertEquals(99.5, response.get("mean").asDouble() / NS_PER_S, 0.1);
        assertEquals(60, response.get("max").asLong() / NS_PER_S);
    }

    @Test
    void shouldAddTheLoadsOfAllPartitions() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(OVERLOADED).toFile());
        assertTrue(report.at("/saturation/merged").asLong() > 0, report.at("/saturation").toString());
        assertEquals(report.at("/accounting/coalesced"), report.at("/saturation/merged"));
    }

    /** Work of devices, samples and steps of the host add up over the partitions, by group. */
    @Test
    void shouldAddWhatAllPartitionsHaveDone() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(PARTITIONS).toFile());
        assertTrue(report.at("/groups/1/completions").asLong() > 0, report.at("/groups/1").toString());
        assertTrue(report.at("/groups/0/latency_ns/response/count").asLong() > 0, report.at("/groups/0").toString());
    }

    /** A warm-up that has not ended before its storm is all of it, and is measured. */
    @Test
    void shouldDivideTheTimeBetweenTheWarmupAndTheMeasuredPart() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(WALL.replace("warmup: 0", "warmup: 10ms")).toFile());
        final long warmupNs = report.at("/warmup/ns").asLong();
        final long measuredNs = report.at("/measured_ns").asLong();
        final double elapsedS = report.at("/elapsed_s").asDouble();

        assertTrue(warmupNs > 0, report.at("/warmup").toString());
        assertEquals(elapsedS, (warmupNs == measuredNs ? measuredNs : warmupNs + measuredNs) / 1e9, 1e-6);
    }

    @Test
    void shouldRefuseAReportWhoseEnginesDidNotEndApartAsItSays() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(WALL, "--engines", "2").toFile());
        final ObjectNode host = (ObjectNode)report.path("host");
        final double fewer = host.path("engines_fewer_s").asDouble(-1);
        assertTrue(fewer >= 0, "engines_fewer_s");
        final int sound = compare(report);
        host.put("engines_fewer_s", fewer + 1);
        final int unsound = compare(report);

        assertTrue(sound != ExitCode.USAGE, err.toString());
        assertEquals(ExitCode.USAGE, unsound, err.toString());
        assertTrue(err.toString().contains("/host/engines_fewer_s"), err.toString());
    }

    /** Tests a machine with more PEs than vCPUs, in one partition and in two: the others are no part of the host. */
    @ParameterizedTest
    @CsvSource({"gicv5, 1", "gicv5, 2", "msix, 1", "msix, 2"})
    @Tag("P14")
    void shouldCountTheTimeOfThePesThatVcpusHave(final String kind, final int vms) throws IOException
    {
        final long one = peTime(kind, vms, 2 * vms);

        assertEquals(one, peTime(kind, vms, 2 * vms + 1));
        assertEquals(one, peTime(kind, vms, 8));
    }

    private long peTime(final String kind, final int vms, final int pes) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), """
            job: spare
            clock: virtual
            count: 500
            machine: {kind: KIND, pes: PES}
            vms: [{name: a, count: VMS, vpes: 2, devices: [{name: d, events: 4, traffic: {kind: open, rate: 10k}}]}]
            """.replace("KIND", kind).replace("PES", Integer.toString(pes)).replace("VMS", Integer.toString(vms)));
        final Path report = directory.resolve("report.json");
        GaleRun.said(ExitCode.OK, "storm", job.toString(), "--json", report.toString());
        long sum = 0;
        for (final JsonNode ns : MAPPER.readTree(report.toFile()).get("pe_time_ns"))
        {
            sum += ns.asLong();
        }

        return sum;
    }

    /** Laws that a run asks of its own figures are asked of a report of them, too. */
    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({
        "MODELS, /groups/0/interrupts, what its devices sent",
        "MODELS, /groups/0/deferred_ns/count, those of its devices",
        "TIMERS, /accounting/ppis_raised, acknowledged and pending",
        "TIMERS, /accounting/ppis_acknowledged, acknowledged and pending",
        "DEVICES, /accounting/doorbells_rung, by which they are",
        "DEVICES, /model/woken, by which they are",
        "OVERLOADED, /off_pe_ns/trap, the sum of the partitions",
        "OVERLOADED, /partitions/0/off_pe_ns/trap, the sum of the partitions",
        "WALL, /accounting/lanes/generator/drained, drained and left",
        "WALL, /latency_ns/vms/1/response/count, the interrupts of VM 1",
        "WARMUP, /warmup/ns, the warm-up with the measured part",
        "WARMUP, /measured_ns, the warm-up with the measured part"})
    void shouldRefuseAReportWhoseFigureDoesNotFollow(final String job, final String place, final String words)
        throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(Map.of("MODELS", MODELS, "TIMERS", DEVICES.replace("TIMERS",
            TIMERS), "DEVICES", DEVICES.replace("TIMERS", ""), "OVERLOADED", OVERLOADED, "WALL", WALL, "WARMUP",
            WALL.replace("warmup: 0", "warmup: 10ms").replace("20k", "50k")).get(job)).toFile());
        final int sound = compare(report);
        final int last = place.lastIndexOf('/');
        final long value = report.at(place).asLong(-1);
        assertTrue(value >= 0, place + " is " + report.at(place));
        final long by = place.equals("/accounting/doorbells_rung") ? -value :
            place.contains("/vms/") || place.endsWith("_ns") || place.endsWith("ns") ? 1_000_000 : 1;
        ((ObjectNode)report.at(place.substring(0, last))).put(place.substring(last + 1), value + by);
        final int unsound = compare(report);

        assertTrue(sound != ExitCode.USAGE, err.toString());
        assertEquals(ExitCode.USAGE, unsound, err.toString());
        assertTrue(err.toString().contains(words), err.toString());
    }

    @Test
    void shouldRefuseAReportOfAPauseInWhichEventsWereOffered() throws IOException
    {
        final JsonNode report = MAPPER.readTree(run(MODELS).toFile());
        final ObjectNode noise = (ObjectNode)report.at("/config/phases/1");
        noise.set("changes", report.at("/config/phases/0/changes"));
        final int unsound = compare(report);

        assertEquals(ExitCode.USAGE, unsound, err.toString());
        assertTrue(err.toString().contains("/phases/1/groups/1/accounting/offered is " +
            report.at("/phases/1/groups/1/accounting/offered")), err.toString());
    }
}
