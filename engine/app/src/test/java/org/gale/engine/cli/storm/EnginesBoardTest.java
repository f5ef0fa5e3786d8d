package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms of several engines on boards: each engine has the whole board, and runs the VMs of its own. */
class EnginesBoardTest
{
    private static final int ROUNDS = 40;
    /** Events of all groups, which are unlike. */
    private static final int EVENTS = 4 * 30 + 2 * 7 + 100;
    private static final String JOB = """
        job: board
        defaults: {count: 1}
        machine: {kind: %s, pes: 9, irss: 3, itss: 3, link: %s, iaffids: '7,300,0,9,65535,2,3,1,4',
          irs.pes: '0,7', irs.1.pes: none, irs.2.pes: '1-6,8'}
        vms:
          - {name: a, count: 4, vpes: 1, devices: [{name: d, count: 3, events: 10, traffic: {kind: closed}}]}
          - {name: b, count: 2, vpes: 2, devices: [{name: d, count: 1, events: 7, traffic: {kind: closed, window: 2}}]}
          - {name: c, vpes: 1, devices: [{name: d, count: 4, events: 25, traffic: {kind: closed, window: 9}}]}
        """;

    @TempDir
    private Path directory;

    private final EngineStorms storms = new EngineStorms();

    @Tag("P6")
    @Tag("P7")
    @Tag("T-ITS-2")
    @Tag("T-LINK-3")
    @ParameterizedTest(name = "{0}, {1} engines, link={2}")
    @CsvSource({"gicv5, 1, up", "gicv5, 2, down", "gicv5, 3, fixed", "gicv5, 7, down", "kvm, 1, down"})
    void shouldOfferEachEventAsOftenAsAskedWhoeverRunsIt(final String kind, final int engines, final String link)
        throws IOException
    {
        final Path journal = directory.resolve("run");

        final JsonNode report = report(kind, link, "--engines", Integer.toString(engines), "--journal",
            journal.toString());

        assertEquals((long)ROUNDS * EVENTS, report.at("/accounting/offered").asLong());
        assertEquals((long)ROUNDS * EVENTS, report.at("/accounting/delivered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean());
    }

    /** A board has the figures of a machine of one IRS and one ITS, by as many engines. */
    @Test
    void shouldHaveTheGroupsOfAMachineOfOneEach() throws IOException
    {
        final JsonNode board = report("gicv5", "down", "--engines", "2");
        final Path file = Files.writeString(directory.resolve("one.yaml"),
            JOB.formatted("gicv5", "x").replaceAll("(?s)machine:.*?}", "machine: {pes: 9}"));
        final JsonNode one = run(file, "--engines", "2");

        for (int group = 0; group < 3; group++)
        {
            assertEquals(one.at("/groups/" + group + "/accounting"), board.at("/groups/" + group + "/accounting"));
        }
    }

    private JsonNode report(final String kind, final String link, final String... options) throws IOException
    {
        return run(Files.writeString(directory.resolve("job.yaml"), JOB.formatted(kind, link)), options);
    }

    private JsonNode run(final Path job, final String... options) throws IOException
    {
        final Path file = directory.resolve("r.json");
        final List<String> words = new ArrayList<>(
            List.of(job.toString(), "-C", "iterations=" + ROUNDS, "--json", file.toString()));
        words.addAll(List.of(options));

        assertEquals(ExitCode.OK, storms.storm(words.toArray(new String[0])), storms.err());

        return EngineStorms.read(file);
    }
}
