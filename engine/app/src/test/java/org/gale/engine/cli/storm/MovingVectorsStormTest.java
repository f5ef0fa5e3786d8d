package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose guests move their vectors: what reports count, and what is refused. */
class MovingVectorsStormTest
{
    private static final String NIC = "{name: rx, count: 1, events: 4, target: vector, " +
        "traffic: {kind: packets, rate: 20k, moderation: dim}}";

    private static final String OPEN = "{name: rx, count: 1, events: 4, target: vector, " +
        "traffic: {kind: open, rate: 100k, arrivals: poisson}}";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    private Path job(final String clock, final String machine, final int vpes, final String affinity,
        final String device) throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), "job: moves\nclock: " + clock +
            "\nduration: 100ms\nmachine: " + machine + "\nvms:\n  - name: nic\n    count: 1\n    vpes: " + vpes +
            "\n    guest: {affinity: " + affinity + "}\n    devices: [" + device + "]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5"})
    void shouldCountMovesAndLoseNothing(final String seed) throws IOException
    {
        final Path json = directory.resolve("moves.json");
        final Path journal = directory.resolve("journal");
        final Path job = job("virtual", "{kind: gicv5, pes: 4}", 4, "{every: 10ms}", NIC);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--seed", seed, "--json", json.toString(),
            "--journal", journal.toString()), err.toString());

        // 4 vectors at 10, 20, ... 100 ms; the run lasts at least as long.
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals("10ms", report.at("/actions/affinity_every/asked").asText());
        assertEquals(40, report.at("/actions/affinity_every/due").asLong());
        assertEquals(40, report.at("/actions/affinity_every/completed").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong(-1));
        assertEquals("round", report.at("/config/groups/0/guest/affinity/policy").asText());
        assertTrue(out.toString().contains("affinity.every 10ms: 40 of 40 begun, 40 completed"), out.toString());
        assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
    }

    /** Tests that each wrong order loses an interrupt, and that the storm names the interrupt and the loss. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5 | forget-pending | VM 0 LPI | it is lost since its vector moved to VPE",
        "gicv5 | no-sync | VM 0 LPI | has no handler for it since its vector",
        "gicv5 | two-stores | VM 0 LPI | reached no LPI, and is lost",
        "kvm | forget-pending | VM 0 LPI | it is lost since its vector moved to VPE",
        "kvm | no-sync | VM 0 LPI | has no handler for it since its vector",
        "kvm | two-stores | VM 0 LPI | reached no LPI, and is lost",
        "msix | forget-pending | VM 0 LPI | it is lost since its vector moved to VPE",
        "msix | no-sync | VM 0 LPI | has no handler for it since its vector",
        "msix | two-stores | vector | is lost: its LPI is neither pending nor acknowledged"})
    void shouldTellEachWrongOrder(
        final String kind, final String order, final String subject, final String clause) throws IOException
    {
        final Path job = job("virtual", "{kind: " + kind + ", pes: 4}", 4, "{every: 5ms, order: " + order +
            "}, handler: 60us", OPEN);
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(order + seed + ".json");

            assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", job.toString(), "--seed", Integer.toString(seed),
                "--json", json.toString(), "--journal", "none"), out.toString());

            final JsonNode report = new ObjectMapper().readTree(json.toFile());
            assertEquals(order, report.at("/config/groups/0/guest/affinity/order").asText());
            assertTrue(report.at("/controls/each/guest.affinity.order=" + order).asLong() > 0);
            assertTrue(err.toString().contains("P1 broken: " + subject + ' '), err.toString());
            assertTrue(err.toString().contains(clause), err.toString());
        }
    }

    /** Tests that each wrong order loses an interrupt also where vectors move by translation entry. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5 | forget-pending | it is lost since its vector moved to VPE",
        "gicv5 | no-sync | has no handler for it since its vector", "gicv5 | two-stores | reached no LPI, and is lost",
        "kvm | forget-pending | it is lost since its vector moved to VPE",
        "kvm | no-sync | has no handler for it since its vector", "kvm | two-stores | reached no LPI, and is lost"})
    void shouldTellEachWrongOrderByTranslationEntry(final String kind, final String order, final String clause)
        throws IOException
    {
        assertTold(kind, order, clause, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5 | forget-pending | it is lost since its vector moved to VPE",
        "gicv5 | no-sync | has no handler for it since its vector", "gicv5 | two-stores | reached no LPI, and is lost",
        "kvm | forget-pending | it is lost since its vector moved to VPE",
        "kvm | no-sync | has no handler for it since its vector", "kvm | two-stores | reached no LPI, and is lost"})
    void shouldTellEachWrongOrderByTranslationEntryOfFiveSeeds(
        final String kind, final String order, final String clause) throws IOException
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            assertTold(kind, order, clause, seed);
        }
    }

    private void assertTold(final String kind, final String order, final String clause, final int seed)
        throws IOException
    {
        final Path json = directory.resolve(order + seed + ".json");
        final Path job = job("virtual", "{kind: " + kind + ", pes: 4}", 4, "{every: 5ms, by: entry, order: " + order +
            "}, handler: 8us", "{name: rx, count: 1, events: 16, target: vector, traffic: {kind: open, rate: 200k, " +
            "arrivals: poisson}}");

        assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", job.toString(), "--seed", Integer.toString(seed),
            "--json", json.toString(), "--journal", "none"), out.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals("entry", report.at("/config/groups/0/guest/affinity/by").asText());
        assertTrue(report.at("/controls/each/guest.affinity.order=" + order).asLong() > 0);
        assertTrue(err.toString().contains(clause), err.toString());
    }

    /** Tests that vectors move by translation entry under load, that nothing is lost, and that replays are equal. */
    @ParameterizedTest
    @CsvSource({"'{kind: gicv5, pes: 4}', '{every: 2ms, by: entry}'",
        "'{kind: kvm, pes: 2}', '{every: 2ms, by: entry}'",
        "'{kind: gicv5, pes: 4, its.cache: eager}', '{every: 2ms, by: entry}'",
        "'{kind: gicv5, pes: 4}', '{by: entry, offline: {every: 10ms, for: 4ms}}'"})
    void shouldMoveByTranslationEntry(final String machine, final String affinity) throws IOException
    {
        final Path json = directory.resolve("entry.json");
        final Path journal = directory.resolve("journal");
        final Path job = job("virtual", machine, 4, affinity + ", handler: 20us", OPEN);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--journal",
            journal.toString()), err.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.at("/accounting/remainder").asLong(-1));
        assertEquals(report.at("/accounting/sent").asLong(-1), report.at("/accounting/offered").asLong());
        assertEquals(0, report.at("/accounting/rejected/withdrawn-cleared").asLong(-1));
        assertTrue(report.at("/actions/affinity_every/completed").asLong() +
            report.at("/actions/affinity_offline_every/completed").asLong() > 10, report.at("/actions").toString());
        assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
    }

    /** An event waits for a vCPU that is offline, is triggered then, and is held by its masked vector. */
    @Test
    void shouldCountAnEventThatWaitedForItsVcpuAndIsHeldThen() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("managed.yaml"), """
            job: managed
            seed: 177442
            clock: virtual
            latency: all
            warmup: 600us
            count: 602
            duration: 20ms
            machine: {kind: msix, pes: 12, functions: {masks: 1/40, retargets: 1/25, plugs: 800}}
            costs: {base: armv8.0-split, poll: 0, signal: {exponential: 2us}, msix-table: 500ns, move: 400ns}
            vms:
            - name: g0
              count: 3
              vpes: 4
              guest: {handler: 500ns, affinity: {offline: {every: 400us, for: 100us, managed: on}}}
              devices:
              - {name: d0, count: 1, events: 4, threaded: {wake: 0, work: {exponential: 6us}},
                 traffic: {kind: open, rate: 9700, arrivals: {on-off: {alpha: 1.5, on: 200us, off: 300us}}}}
            """);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--journal", "none"), err.toString());
    }

    /** Tests that a storm whose wrong order never acted says what did not come about. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "forget-pending | no interrupt was pending as its vector moved", "no-sync | no old vCPU was interrupted",
        "two-stores | no message was sent between the two stores"})
    void shouldSayThatAWrongOrderNeverActed(final String order, final String clause) throws IOException
    {
        final Path job = job("virtual", "{kind: gicv5, pes: 4}", 4, "{every: 90ms, order: " + order + "}",
            "{name: slow, count: 1, events: 1, target: vector, traffic: {kind: open, rate: 20}}");

        assertEquals(ExitCode.SKIPPED, gale("storm", job.toString(), "--journal", "none"), err.toString());
        assertTrue(err.toString().contains(clause), err.toString());
    }

    /** Tests that guests of each kind move vectors under load and lose nothing, and that replays are equal. */
    @ParameterizedTest
    @CsvSource({"'{kind: kvm, pes: 2}', 20us", "'{kind: kvm, pes: 4}', 80us",
        "'{kind: msix, pes: 4, functions: {masks: 1/200, retargets: 1/500}}', 20us"})
    void shouldMoveVectorsOfOtherKinds(final String machine, final String handler) throws IOException
    {
        final Path job = job("virtual", machine, 4, "{every: 2ms}, handler: " + handler, OPEN);
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(seed + ".json");
            final Path journal = directory.resolve("journal" + seed);

            assertEquals(ExitCode.OK, gale("storm", job.toString(), "--seed", Integer.toString(seed), "--json",
                json.toString(), "--journal", journal.toString()), err.toString());

            final JsonNode moves = new ObjectMapper().readTree(json.toFile()).at("/actions/affinity_every");
            assertTrue(moves.at("/completed").asLong() > 100, moves.toString());
            assertEquals(moves.at("/due").asLong(), moves.at("/completed").asLong());
            assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"'{every: 5ms}', 'migrations: {every: 10}'", "'{every: 5ms}', 'irsen: 100'"})
    void shouldRefuseMovesNextToWhatElseActsOnAVm(final String affinity, final String other) throws IOException
    {
        final Path job = job("virtual", "{kind: kvm, pes: 4, " + other + '}', 4, affinity, OPEN);

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(err.toString().contains("guest.affinity.every both act on a VM"), err.toString());
    }

    @Test
    void shouldLeaveTheReportOfOtherGuestsAsItIs() throws IOException
    {
        final Path json = directory.resolve("none.json");
        final Path job = job("virtual", "{kind: gicv5, pes: 4}", 4, "{}", NIC);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString()), err.toString());

        assertFalse(Files.readString(json).contains("affinity"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "wall | gicv5 | 4 | {every: 10ms} | guest.affinity: needs virtual time",
        "virtual | msix | 4 | {every: 10ms, by: entry} | affinity.by: is not of kind msix",
        "virtual | gicv5 | 4 | {every: 10ms, by: msi} | 'msi'",
        "virtual | gicv4 | 4 | {every: 10ms} | this is gicv4 (try machine: {injection: {moves: 1/10k}})",
        "virtual | gicv5 | 1 | {every: 10ms} | needs another vCPU to which vectors can move",
        "virtual | gicv5 | 4 | {offline: {every: 10ms}} | guest.affinity.offline.for: is missing",
        "virtual | gicv5 | 4 | {offline: {for: 10ms}} | guest.affinity.offline.every: is missing",
        "virtual | gicv5 | 4 | {offline: {every: 10ms, for: 10ms}} | is not shorter than affinity.offline.every",
        "virtual | gicv5 | 4 | {every: 10ms, offline: {every: 10ms, for: 1ms}} | does not go with a balancer",
        "virtual | gicv5 | 1 | {offline: {every: 10ms, for: 1ms}} | needs another vCPU to which vectors can move",
        "wall | kvm | 4 | {offline: {every: 10ms, for: 1ms}} | guest.affinity: needs virtual time",
        "virtual | gicv5 | 4 | {every: 150us, order: no-sync} | is too short for moves in two steps 100us apart",
        "virtual | gicv5 | 4 | {every: 10ms, order: wrong} | 'wrong'",
        "virtual | gicv5 | 4 | {policy: load} | guest.affinity.every: is missing",
        "virtual | gicv5 | 4 | {every: 10us} | every: 10000 is not in 100000 to",
        "virtual | gicv5 | 4 | {every: 10ms, policy: spread} | 'spread'"})
    void shouldRefuseWhatDoesNotMove(
        final String clock, final String kind, final int vpes, final String affinity, final String message)
        throws IOException
    {
        final Path job = job(clock, "{kind: " + kind + ", pes: 4}", vpes, affinity, NIC);

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    /** Tests that the moves of vCPUs that go offline and online are in the report, in the text and on the page. */
    @ParameterizedTest
    @CsvSource({"gicv5", "kvm", "msix"})
    void shouldReportVcpusThatGoOffline(final String kind) throws IOException
    {
        final Path json = directory.resolve("offline.json");
        final Path job = job("virtual", "{kind: " + kind + ", pes: 4}", 4, "{offline: {every: 10ms, for: 4ms}}",
            kind.equals("msix") ? OPEN : NIC);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--html",
            directory.resolve("offline.html").toString(), "--fail-if", "vector_moves.spread < 1",
            "--fail-if", "vector_moves.spread > 100"), err + out.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        final long moves = report.at("/actions/affinity_offline_every/completed").asLong();
        assertTrue(out.toString().contains("affinity.offline.every 10ms: " + moves + " of " + moves), out.toString());
        assertEquals("4ms", report.at("/config/groups/0/guest/affinity/offline/for").asText());
    }

    @Test
    void shouldRefuseAGuestWithoutVectors() throws IOException
    {
        final Path job = job("virtual", "{kind: gicv5, pes: 4}", 4, "{every: 10ms}",
            "{name: tick, count: 1, events: 4, traffic: {kind: timer, hz: 250}}");

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "--journal", "none"), out.toString());
        assertTrue(err.toString().contains("needs a device with vectors"), err.toString());
    }
}
