package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of each kind of traffic beside a second group, where both have the longest names. */
class LongGroupNamesTest
{
    private static final int LONGEST = 32;
    private static final String TALKERS = "t".repeat(LONGEST);
    private static final String OTHERS = "o".repeat(LONGEST);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0} on the {1} clock")
    @CsvSource(delimiter = ';', value = {
        "ipi; virtual; kvm; {kind: ipi}",
        "ipi; wall; gicv5; {kind: ipi}",
        "timer; virtual; kvm; {kind: timer}",
        "timer; wall; gicv5; {kind: timer}",
        "io; virtual; kvm; {kind: io, depth: 2}",
        "virtio; virtual; kvm; {kind: virtio}",
        "packets; virtual; kvm; {kind: packets, rate: 100k}",
        "open; virtual; gicv4; {kind: open, rate: 100k}",
        "closed; wall; gicv5; {kind: closed}"
    })
    void shouldReportBesideASecondGroupWithALongName(
        final String kind, final String clock, final String machine, final String traffic) throws IOException
    {
        final boolean isSender = kind.equals("ipi") || kind.equals("timer");
        final String modelled = kind.equals("closed") ? "{kind: open, rate: 50k}" : "{kind: io, depth: 1}";
        final Path job = Files.writeString(directory.resolve("job.yaml"), String.join("\n",
            "job: names", "clock: " + clock, "count: 200", "warmup: 0", clock.equals("wall") ? "threads: 1" : "",
            "machine: {kind: " + machine + (machine.equals("gicv5") ? "" : ", pes: 2") + "}",
            "vms:",
            "- {name: " + TALKERS + ", count: 1, vpes: 2, devices: [{name: d, " +
                (isSender ? "" : "count: 1, events: 2, ") + "traffic: " + traffic + "}]}",
            "- {name: " + OTHERS + ", count: 1, vpes: 1, devices: [{name: d, count: 1, events: 1, traffic: " +
                modelled + "}]}", ""));
        final Path report = directory.resolve("report.json");

        final int exit = GaleRun.of(out, err, "storm", job.toString(), "--json", report.toString());

        assertEquals(ExitCode.OK, exit, out.toString() + err);
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(TALKERS, json.at("/groups/0/name").asText());
        assertEquals(0, json.at("/accounting/remainder").asInt(-1));
        if (kind.equals("ipi"))
        {
            final long waits = json.at("/groups/0/latency_ns/sender_wait/count").asLong();
            assertTrue(out.toString().lines().anyMatch(line -> line.matches("sender wait " + TALKERS + " .*")),
                out.toString());
            assertTrue(waits > 0, json.at("/groups/0").toString());
        }
    }
}
