package org.gale.engine.storm.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.NoLog;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StateLength;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose vCPUs are switched and moved in every duty cycle. */
class DirectStormTest
{
    private static final StormConfig CONFIG = StormConfigs.begin().vms(2).vpes(3).devices(2).events(32).untimed()
        .countLimit(30_000).build();

    @TempDir
    private Path directory;
    private long nowNs;

    @Tag("V4-INV-9")
    @Tag("V4-INV-10")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"version=4.1", "version=4.0", "vpeid_bits=1", "vpeid_bits=2", "moves=0", "toggles=0",
        "policy=all-or-nothing toggles=0", "policy=all-or-nothing toggles=0 vpeid_bits=2"})
    void shouldLoseNothingAndReplay(final String keys) throws IOException, InterruptedException
    {
        final SettingValues own = own("toggles=1M moves=1M " + keys);
        final Workload workload = new DirectWorkload(CONFIG, own);
        final Path journal = directory.resolve("run");
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT)
                .create(journal, new RunConfiguration("test", workload.machine(), 1).toBytes());

            final StormResult result =
                new StormRun(Options.of(CONFIG, workload), machine, writer).run();

            assertNull(result.verdict().failure());
            final StormAccounting accounting = result.totals().accounting();
            final Map<String, AccountingRow> rows = rows(accounting);
            assertEquals(30_000, accounting.offered());
            assertEquals(0, accounting.remainder());
            assertEquals(30_000, rows.get("direct").total() + rows.get("forwarded").total() +
                rows.get("in_transition").total());
            for (final String route : new String[]{"direct", "forwarded", "in_transition"})
            {
                assertTrue(rows.get(route).remark().endsWith("remainder 0"), rows.get(route).remark());
            }
            assertEquals(0, rows.get("lost").total());
            assertEquals(!keys.contains("toggles=0"), rows.get("transitions").total() > 0);
            assertEquals(!keys.contains("moves=0"), rows.get("moves").total() > 0);
        }
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Test
    void shouldRefuseTogglesWhenThePoolIsTooSmall()
    {
        final StormResult result = run("toggles=1M vpeid_bits=1");

        assertNull(result.verdict().failure());
        assertTrue(rows(result.totals().accounting()).get("toggles_refused").total() > 0);
    }

    /** Takes every latency: each response stands under the route of its event, and under no other. */
    @Tag("V4-P-D1")
    @Test
    void shouldHaveTheResponseTimesOfEachRoute()
    {
        final StormLatencies latencies = run("toggles=1M moves=1M").latencies();
        final Map<String, Histogram> routes = latencies.responseByRoute();
        assertEquals(List.of("direct", "forwarded", "transition"), List.copyOf(routes.keySet()));
        assertEquals(latencies.response().getTotalCount(),
            routes.values().stream().mapToLong(Histogram::getTotalCount).sum());

        final StormLatencies forwarded = run("policy=all-or-nothing moves=0 vpeid_bits=1").latencies();
        assertTrue(forwarded.response().getTotalCount() > 0);
        assertEquals(
            forwarded.response().getTotalCount(), forwarded.responseByRoute().get("forwarded").getTotalCount());
        assertEquals(0, forwarded.responseByRoute().get("direct").getTotalCount());

        final StormLatencies direct = run("policy=all-or-nothing moves=0").latencies();
        assertTrue(direct.response().getTotalCount() > 0);
        assertEquals(direct.response().getTotalCount(), direct.responseByRoute().get("direct").getTotalCount());
    }

    @Test
    void shouldRouteByPolicyWhenNothingIsSwitched()
    {
        final Map<String, AccountingRow> all = rows(run("policy=all-or-nothing moves=0").totals().accounting());
        assertEquals(30_000, all.get("direct").total());

        final Map<String, AccountingRow> none =
            rows(run("policy=all-or-nothing moves=0 vpeid_bits=1").totals().accounting());
        assertEquals(30_000, none.get("forwarded").total());
    }

    @Tag("V4-RFC-5")
    @Tag("V4-SW-5")
    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldNameWhatThePostedOrderLoses(final String version)
    {
        final StormResult result = run(StormConfigs.parse(CONFIG.toKeys().replace("count=30000", "count=1000000")),
            "toggles=1M legacy=on version=" + version);                         // it ends long before that

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
        assertEquals("P1", result.verdict().broken().promise());
        assertTrue(result.verdict().failure().matches("P1 broken: VM \\d LPI 8\\d\\d\\d, set pending, is neither .*"),
            result.verdict().failure());
        final AccountingRow lost = rows(result.totals().accounting()).get("lost");
        assertTrue(lost.total() > 0);
        assertEquals(lost.total(), result.totals().accounting().remainder());
        assertTrue(lost.remark().matches("VM \\d LPI 8\\d\\d\\d.*"), lost.remark());
    }

    @Test
    void shouldAskForACheckWhenATransitionHasEnded()
    {
        final Workload workload = new DirectWorkload(CONFIG, own("toggles=1M moves=0"));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
            Storms.emitAll(workload.setUp((command, words) ->
            {
                machine.apply(command, 0);
                machine.outputs().clear();
            }));
            final TurnSource guests = workload.guests(machine, () -> nowNs += 1_000, SendingGuests.NONE);
            frame.putLong(0, Commands.msi(0, 0, 0));
            machine.apply(frame, 0);

            int checks = 0;
            for (int cycle = 0; cycle < 200; cycle++)
            {
                final int end = guests.schedule(new PeSet(Topology.of(CONFIG).pes()), frame, 0, frame.capacity());
                guests.appended();
                machine.apply(frame, 0, Math.max(end, Long.BYTES));
                machine.outputs().clear();
                final boolean isOpen = DirectQueries.of(machine).transitionVm() >= 0;
                assertTrue(!guests.isCheckDue() || !isOpen);
                checks += guests.isCheckDue() ? 1 : 0;
            }
            assertTrue(checks > 1, checks + " checks");
        }
    }

    @Test
    void shouldRefuseTogglesOfAPolicyThatHasNone()
    {
        final SettingValues own = own("policy=all-or-nothing toggles=7");

        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> new DirectWorkload(CONFIG, own));

        assertTrue(refusal.getMessage().contains("toggles: 7 needs policy=per-vcpu"), refusal.getMessage());
    }

    @ParameterizedTest(name = "{0} VMs of {1} VPEs, {2} devices of {3} events")
    @CsvSource({"1, 1, 1, 1", "2, 2, 2, 64", "4, 4, 4, 256", "16, 4, 4, 1024", "2, 64, 1, 16"})
    void shouldReserveEnoughForASnapshot(final int vms, final int vpes, final int devices, final int events)
    {
        final StormConfig config = StormConfigs.begin().vms(vms).vpes(vpes).devices(devices).events(events)
            .untimed().countLimit((long)vms * devices * events).latencyEvery(0).build();
        final Workload workload = new DirectWorkload(config, own("toggles=1000 moves=1000"));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            assertNull(new StormRun(Options.of(config, workload), machine, new NoLog()).run().verdict().failure());
            final long saved = StateLength.bytesOf(machine);

            assertTrue(saved <= workload.snapshotBytes(), saved + " of " + workload.snapshotBytes());
            assertTrue(saved > workload.snapshotBytes() / 8,
                saved + " of " + workload.snapshotBytes());
        }
    }

    private static StormResult run(final String keys)
    {
        return run(CONFIG, keys);
    }

    private static StormResult run(final StormConfig config, final String keys)
    {
        final Workload workload = new DirectWorkload(config, own(keys));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new StormRun(Options.of(config, workload), machine, new NoLog()).run();
        }
    }

    private static Map<String, AccountingRow> rows(final StormAccounting accounting)
    {
        return accounting.rows().stream().collect(Collectors.toMap(AccountingRow::key, Function.identity()));
    }

    /** Later words replace earlier ones. */
    private static SettingValues own(final String words)
    {
        SettingValues own = SettingValues.NONE;
        for (final String word : words.strip().split(" ", -1))
        {
            final String[] parts = word.split("=", -1);
            final Setting<?> setting = DirectSettings.ALL.stream().filter(known -> known.name().equals(parts[0]))
                .findFirst().orElseThrow();
            own = own.withText(setting, parts[1]);
        }

        return own;
    }
}
