package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of laws on the virtual clock that hold by partition, whatever other partitions are there. */
class PartitionLawsTest
{
    private static final String HELD = """
        job: masked
        clock: virtual
        duration: 1ms
        machine: {kind: kvm, scheduler: {slice: 10us}, partitions: [{name: x, pes: 1}%s]}
        vms:
        - {name: a, count: 1, vpes: 2, partition: x, guest: {work: on, mask: 4},
          devices: [{name: d, events: 4, priority: 20, traffic: {kind: open, rate: 20k}}]}
        %s
        """;

    @TempDir
    private Path directory;

    private JsonNode report(final String job) throws IOException
    {
        final Path json = directory.resolve("report.json");
        GaleStorm.gale("storm", Files.writeString(directory.resolve("job.yaml"), job).toString(), "--journal", "none",
            "--json", json.toString());

        return new ObjectMapper().readTree(json.toFile());
    }

    /** A guest whose mask holds all interrupts ends behind slices in which each vCPU of its own partition has run. */
    @Test
    void shouldEndAPartitionInSilenceByItsOwnVcpus() throws IOException
    {
        final JsonNode alone = report(String.format(HELD, "", ""));
        final JsonNode beside = report(String.format(HELD, ", {name: y, pes: 2}",
            "- {name: b, count: 4, vpes: 4, partition: y, devices: [{name: d, traffic: {kind: open, rate: 20k}}]}"));

        assertEquals(alone.get("elapsed_s"), beside.at("/partitions/0/elapsed_s"));
        assertEquals(alone.get("pe_time_ns"), beside.at("/partitions/0/pe_time_ns"));
    }

    @Test
    void shouldDivideMovesAndTogglesASecondByTheVcpusOfPartitions() throws IOException
    {
        final JsonNode report = report("""
            job: moved
            clock: virtual
            duration: 100ms
            machine: {kind: gicv4, partitions: [{name: node, count: 4, pes: 4}], injection: {toggles: 400, moves: 800}}
            vms: [{name: a, count: 4, vpes: 2, partition: node, devices: [{name: d, traffic: {kind: open, rate: 2k}}]}]
            """);

        assertEquals(4 * 9, report.at("/actions/toggles/due").asLong(), report.at("/actions")::toString);
        assertEquals(4 * 19, report.at("/actions/moves/due").asLong(), report.at("/actions")::toString);
    }
}
