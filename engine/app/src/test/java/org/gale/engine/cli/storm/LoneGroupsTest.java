package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Groups that are in some partitions alone, of one PE each: any number of engines reports the same, and the load
 * of a group follows from the times of its own partitions.
 */
class LoneGroupsTest
{
    private static final double PPM = 1e6;
    private static final Map<String, List<String>> PARTITIONS = Map.of(
        "loud", List.of("one"), "quiet", List.of("two"), "wide", List.of("pair0", "pair1"));
    private static final String JOB = """
        job: lone
        clock: virtual
        count: 3k
        order: group
        journal: none
        machine: {kind: kvm, partitions: [{name: one, pes: 1}, {name: two, pes: 1}, {name: pair, count: 2, pes: 1}]}
        vms:
          - name: loud
            partition: one
            guest: {handler: 9us}
            devices: [{name: d, events: 4, traffic: {kind: open, rate: 60k}}]
          - name: quiet
            partition: two
            guest: {handler: 2us}
            devices: [{name: d, events: 4, traffic: {kind: closed}}]
          - {name: wide, count: 2, partition: pair, devices: [{name: d, events: 4, traffic: {kind: open, rate: 20k}}]}
        """;

    @TempDir
    private static Path directory;
    private static ObjectNode report;

    @BeforeAll
    static void runTheStorm() throws IOException
    {
        Files.writeString(directory.resolve("job.yaml"), JOB);
        report = storm();
    }

    private static ObjectNode storm(final String... words) throws IOException
    {
        final Path json = directory.resolve("report.json");
        final StringWriter err = new StringWriter();
        final String[] line = new String[5 + words.length];
        System.arraycopy(new String[] {
            "storm", directory.resolve("job.yaml").toString(), "--quiet", "--json", json.toString()}, 0, line, 0, 5);
        System.arraycopy(words, 0, line, 5, words.length);
        assertEquals(0, GaleRun.of(new StringWriter(), err, line), err.toString());
        final ObjectNode tree = (ObjectNode)new ObjectMapper().readTree(json.toFile());
        tree.remove("host");

        return tree;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4"})
    void shouldReportTheSameByAnyNumberOfEngines(final String engines) throws IOException
    {
        final ObjectNode other = storm("--engines", engines);

        assertEquals(report.get("groups"), other.get("groups"));
        assertEquals(report, other);
    }

    @Test
    void shouldJudgeAGroupByItsOwnPartitions()
    {
        final Map<String, Double> left = new HashMap<>();
        for (final JsonNode partition : report.get("partitions"))
        {
            final JsonNode times = partition.get("pe_time_ns");
            long allNs = 0;
            for (final JsonNode ns : times)
            {
                allNs += ns.asLong();
            }
            final long takenNs = times.get("handler").asLong() + times.get("host").asLong() +
                times.get("stolen").asLong();
            left.put(partition.get("name").asText(), 1 - (double)takenNs / allNs);
        }
        for (final JsonNode group : report.get("groups"))
        {
            final double least = PARTITIONS.get(group.get("name").asText()).stream().mapToDouble(left::get).min()
                .orElseThrow();
            assertEquals(least, group.at("/saturation/pe_time_left").asDouble(), 1 / PPM, group.toString());
        }
        assertEquals(left.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
            report.at("/saturation/pe_time_left").asDouble(), 1 / PPM);
    }

    /** One group whose sources wait for it is at capacity; the storm has others, and is overloaded. */
    @Test
    void shouldBeBoundedOnlyWhereAllStreamsAre()
    {
        assertEquals("overloaded", report.at("/saturation/verdict").asText());
        assertEquals("at capacity", report.at("/groups/1/saturation/verdict").asText());
    }
}
