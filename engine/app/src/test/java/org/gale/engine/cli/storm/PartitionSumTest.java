package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of several partitions, whose sum is judged by the storm itself: a fault in a sum ends with 7. */
class PartitionSumTest
{
    private static final int COUNT = 5_001;
    private static final String JOB = """
        job: p
        seed: 3
        clock: virtual
        count: 5001
        machine: {kind: kvm, partitions: [{name: n, count: 3, pes: 2}]}
        vms:
        - {name: a, count: 4, vpes: 2, partition: n,
           devices: [{name: d, count: 1, events: 16, traffic: {kind: open, rate: 50k}}]}
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Tag("P1")
    @ParameterizedTest
    @ValueSource(ints = { 1, 3 })
    void shouldAddUpWhoeverRunsThePartitions(final int engines) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("p.yaml"), JOB);
        final Path json = directory.resolve("r.json");

        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", job.toString(), "--journal", "none", "--engines",
            Integer.toString(engines), "--json", json.toString()), err.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(COUNT, report.at("/accounting/offered").asLong());
        assertEquals(report.at("/accounting/delivered").asLong(), report.at("/latency_ns/response/count").asLong());
        assertEquals("count", report.at("/drained_reason").asText());
        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }

    /** An engine sums sixteen results at a time, those of three engines are summed once: all figures are the same. */
    @ParameterizedTest
    @ValueSource(ints = { 15, 16, 17, 30, 31, 32, 46, 47 })
    void shouldAddUpInAnyGrouping(final int vms) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("g.yaml"), """
            job: g
            seed: 3
            clock: virtual
            count: 2003
            machine: {kind: gicv5, pes: 128}
            vms:
            - {name: a, count: %d, vpes: 2, guest: {handler: {exponential: 3us}},
               devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 150k}}]}
            """.formatted(vms));

        assertEquals(report(job, 3), report(job, 1));
    }

    private JsonNode report(final Path job, final int engines) throws IOException
    {
        final Path json = directory.resolve("g" + engines + ".json");
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", job.toString(), "--journal", "none", "--engines",
            Integer.toString(engines), "--json", json.toString()), err.toString());
        final ObjectNode report = (ObjectNode)new ObjectMapper().readTree(json.toFile());
        report.remove("host");
        assertEquals(2_003, report.at("/accounting/offered").asLong());

        return report;
    }

    @Tag("P13")
    @Test
    void shouldComeBackToAClosedLoop() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("c.yaml"), """
            job: c
            seed: 3
            clock: virtual
            count: 5k
            machine: {kind: kvm, pes: 2}
            vms: [{name: a, count: 2, vpes: 2, devices: [{name: d, events: 16, traffic: {kind: closed, window: 8}}]}]
            """);

        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", job.toString(), "--journal", "none"), err.toString());
        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }
}
