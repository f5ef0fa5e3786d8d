package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Timers of guests with a priority mask: a timer is urgent, unless its job gives it a priority. */
class MaskedTimerStormTest
{
    private static final String JOB = """
        job: masked-timer
        clock: virtual
        duration: 50ms
        machine: {kind: gicv5, pes: 4}
        vms:
          - name: nic
            count: 1
            vpes: 4
            guest: {handler: 4us, mask: 20}
            devices:
              - {name: d, count: 2, events: 3, traffic: {kind: open, rate: 100k, arrivals: poisson}}
              - {name: t, %straffic: {kind: timer, hz: 1000}}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"'', 1, true", "'', 2, true", "'', 3, true", "'priority: 20, ', 1, true", "'priority: 21, ', 1, false"})
    void shouldTakeATimerWhosePriorityTheMaskLets(final String priority, final String seed, final boolean isTaken)
        throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB.formatted(priority));
        final Path json = directory.resolve("report.json");

        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", job.toString(), "--seed", seed, "--journal", "none",
            "--json", json.toString()), err.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals(isTaken, report.at("/accounting/ppis_acknowledged").asLong() > 150,
            report.path("accounting").toString());
        assertTrue(report.at("/accounting/delivered").asLong() > 1_000, report.path("accounting").toString());
    }
}
