package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose guests move vectors by the number of events: what reports count, and what is refused. */
class DrawnMovesStormTest
{
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    private Path job(final String clock, final String machine, final int vpes, final String guest, final String traffic)
        throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), "job: moves\nclock: " + clock +
            "\ncount: 4000\nmachine: " + machine + "\nvms:\n  - name: nic\n    count: 2\n    vpes: " + vpes +
            (guest.isEmpty() ? "" : "\n    guest: " + guest) +
            "\n    devices: [{name: rx, count: 1, events: 4, target: vector, traffic: " + traffic + "}]\n");
    }

    private Path open(final String clock, final String machine, final int vpes, final String guest) throws IOException
    {
        return job(clock, machine, vpes, guest, "{kind: open, rate: 50k, arrivals: poisson}");
    }

    private JsonNode report(final Path json) throws IOException
    {
        return new ObjectMapper().readTree(json.toFile());
    }

    /** Tests that each kind makes the moves that are due, loses nothing, and that replays are equal. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{kind: gicv5, pes: 4, moves: 1/20}", "{kind: kvm, pes: 2, moves: 1/20}",
        "{kind: msix, pes: 4, moves: 1/20, functions: {masks: 1/200, retargets: 1/500}}"})
    void shouldMakeTheMovesThatAreDueByEvents(final String machine) throws IOException
    {
        final Path job = open("virtual", machine, 2, "{handler: 10us}");
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(seed + ".json");
            final Path journal = directory.resolve("journal" + seed);

            assertEquals(ExitCode.OK, gale("storm", job.toString(), "--seed", Integer.toString(seed), "--json",
                json.toString(), "--journal", journal.toString()), err.toString());

            final JsonNode moves = report(json).at("/actions/vector_moves");
            assertEquals("1/20", moves.at("/asked").asText());
            assertEquals(200, moves.at("/due").asLong());                       // 4,000 events
            assertEquals(200, moves.at("/completed").asLong());
            assertTrue(moves.at("/kept_up").asBoolean());
            assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
        }
    }

    /** Tests that a wrong order of a guest without a balancer acts where moves are drawn, and is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5 | forget-pending | it is lost since its vector moved to VPE",
        "gicv5 | no-sync | has no handler for it since its vector", "gicv5 | two-stores | reached no LPI, and is lost",
        "kvm | forget-pending | it is lost since its vector moved to VPE",
        "kvm | no-sync | has no handler for it since its vector", "kvm | two-stores | reached no LPI, and is lost",
        "msix | forget-pending | it is lost since its vector moved to VPE",
        "msix | no-sync | has no handler for it since its vector",
        "msix | two-stores | is lost: its LPI is neither pending nor acknowledged"})
    void shouldTellEachWrongOrder(final String kind, final String order, final String clause) throws IOException
    {
        final Path job = open("virtual", "{kind: " + kind + ", pes: 4, moves: 1/20}", 2,
            "{handler: 10us, affinity: {order: " + order + "}}");
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(order + seed + ".json");

            assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", job.toString(), "--seed", Integer.toString(seed),
                "--json", json.toString(), "--journal", "none"), out.toString());

            assertEquals(order, report(json).at("/config/groups/0/guest/affinity/order").asText());
            assertTrue(report(json).at("/controls/each/guest.affinity.order=" + order).asLong() > 0);
            assertTrue(err.toString().contains(clause), err.toString());
        }
    }

    /** Tests that a rate by the clock is kept, and that a storm that moved nothing says so. */
    @Test
    void shouldMoveByTheClockAndSayWhatNeverMoved() throws IOException
    {
        final Path job = open("virtual", "{kind: gicv5, pes: 4, moves: 2k}", 2, "");
        final Path json = directory.resolve("clock.json");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--journal", "none"));
        final JsonNode report = report(json);
        final long due = (long)(report.at("/elapsed_s").asDouble() * 2_000);
        assertTrue(Math.abs(due - report.at("/actions/vector_moves/completed").asLong()) <= 1, () -> due + " were due");

        assertEquals(ExitCode.SKIPPED, gale("storm", job.toString(), "-C", "vector-moves=1/1M", "--journal", "none"));
        assertTrue(err.toString().contains("no move was completed"), err.toString());
    }

    /** Tests that events which vCPUs send to each other count, so that moves are due by all events. */
    @Test
    void shouldCountTheEventsThatVcpusSend() throws IOException
    {
        final Path json = directory.resolve("sent.json");
        final Path job = Files.writeString(directory.resolve("sent.yaml"), """
            job: sent
            clock: virtual
            count: 2000
            machine: {kind: gicv5, pes: 4, moves: 1/4}
            vms:
              - name: vm
                count: 1
                vpes: 4
                devices:
                  - {name: rx, count: 1, events: 4, target: vector, traffic: {kind: open, rate: 100}}
                  - {name: ipi, count: 1, traffic: {kind: ipi, unicast: 20k}}
            """);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--journal", "none"),
            err.toString());

        assertEquals(500, report(json).at("/actions/vector_moves/due").asLong());
        assertEquals(500, report(json).at("/actions/vector_moves/completed").asLong());
    }

    /** Tests that a condition takes the number of moves, and that a job gives the time of one. */
    @Test
    void shouldJudgeTheNumberOfMoves() throws IOException
    {
        final Path job = open("virtual", "{kind: gicv5, pes: 4, moves: 1/20}", 2, "{affinity: {every: 1ms}}");
        final Path json = directory.resolve("judged.json");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--journal", "none", "--json", json.toString(),
            "--fail-if", "vector_moves.drawn < 200",
            "--fail-if", "vector_moves.drawn > 200", "--fail-if", "vector_moves.balanced < 1",
            "--set", "costs.move=700ns"),
            err.toString());
        assertEquals("700ns", report(json).at("/config/costs/move").asText());
        assertEquals(ExitCode.CHECK_FAILED, gale("storm", job.toString(), "--journal", "none", "--fail-if",
            "vector_moves.drawn > 199"), err.toString());
    }

    @Test
    void shouldLeaveTheReportOfOtherStormsAsItIs() throws IOException
    {
        final Path json = directory.resolve("none.json");
        final Path job = open("virtual", "{kind: gicv5, pes: 4, moves: 0}", 2, "");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--journal", "none"));

        assertFalse(Files.readString(json).contains("vector_moves"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "wall | {kind: gicv5, pes: 4, moves: 1/20} | 2 | | machine.moves: '1/20' needs virtual time",
        "wall | {kind: kvm, pes: 4, moves: 1/20} | 2 | | machine.moves: '1/20' needs virtual time",
        "virtual | {kind: gicv4, pes: 4, moves: 1/20} | 2 | | has no such key (gicv5 and kvm have)",
        "virtual | {kind: gicv5, pes: 4, moves: 1/20} | 1 | | needs another vCPU to which vectors can move",
        "virtual | {kind: kvm, pes: 4, moves: 1/20, irsen: 100} | 2 | | both act on a VM",
        "virtual | {kind: kvm, pes: 4, moves: 1/20, migrations: {every: 10}} | 2 | | both act on a VM",
        "virtual | {kind: gicv5, pes: 4} | 2 | {affinity: {order: no-sync}} | affinity.every: is missing",
        "virtual | {kind: gicv5, pes: 4, moves: 1/20} | 2 | {affinity: {policy: load}} | affinity.every: is missing"})
    void shouldRefuseWhatDoesNotMove(
        final String clock, final String machine, final int vpes, final String guest, final String message)
        throws IOException
    {
        final Path job = open(clock, machine, vpes, guest == null ? "" : guest);

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }
}
