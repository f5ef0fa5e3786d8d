package org.gale.engine.storm.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose VMs migrate to other VM ids under traffic. */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
@Tag("M-MIG-3")
class MigrationStormTest
{
    private static final int VMS = 3;
    private static final int VPES = 2;
    private static final int PES = 3;
    private static final int EVENTS = 64;
    private static final double RATE = 40_000;
    private static final long COUNT = 6_000;
    private static final long MIGRATIONS = 20;
    private static final CostModel COSTS = CostModel.of(CostModel.GICV4_VHE)
        .with(Cost.MIGRATE_VM, Distribution.constant(40_000)).with(Cost.MIGRATE_ENTRY, Distribution.constant(20))
        .with(Cost.MIGRATE_ROUTE, Distribution.constant(400));

    private static StormResult run(final long seed, final GuestShape guest, final Map<String, String> own)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(COUNT, PES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(RATE, true), guest)))
            .with(StormSettings.SEED, seed).build();
        final Map<String, String> keys = new HashMap<>(own);
        keys.putIfAbsent("migration-every", "1/300");

        return VirtualStorms.profile("overcommit", config, COSTS, keys);
    }

    /** Runs a storm with few messages, of which some come while a VM stops and none while it is held. */
    private static StormResult quiet(final long seed)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(2_000, PES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(1_000, true), guest(3_000, false))))
            .with(StormSettings.SEED, seed).build();

        return VirtualStorms.profile("overcommit", config,
            COSTS.with(Cost.MIGRATE_ROUTE, Distribution.constant(8_000)), Map.of("migration-every", "1/10"));
    }

    private static AskedActions migrations(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, pe, preempt", "2, false, pe, tail", "3, false, one, tail", "1, true, pe, preempt",
        "2, true, one, preempt", "3, true, pe, tail" })
    void shouldLoseNothingWhileVmsMigrate(
        final long seed, final boolean isWorking, final String queues, final String enqueue)
    {
        final StormResult result = run(seed, guest(3_000, isWorking),
            Map.of("queues", queues, "enqueue", enqueue, "slice", "30us"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(result.verdict().end().isDrained());
        assertEquals(COUNT, result.totals().accounting().offered());
        assertEquals(COUNT, result.totals().accounting().delivered() + result.totals().accounting().coalesced());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(MIGRATIONS, migrations(result).due());
        assertEquals(migrations(result).begun(), migrations(result).completed());
        assertTrue(migrations(result).completed() > MIGRATIONS / 2, migrations(result)::toString);
    }

    /** A message that comes between stop and quiet rings nobody; its vCPU is woken as the VM runs on. */
    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3 })
    void shouldWakeAVcpuWhoseMessageCameAsItsVmStopped(final long seed)
    {
        final StormResult result = quiet(seed);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(migrations(result).completed() > 100, migrations(result)::toString);
    }

    @Test
    void shouldMigrateAsManyTimesASecondAsAsked()
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-every", "500"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(Math.abs(result.totals().elapsedNs() / 2_000_000 - migrations(result).due()) <= 1,
            () -> migrations(result) + " in " + result.totals().elapsedNs() + " ns");
    }

    @ParameterizedTest
    @CsvSource({
        "late-redirect, P1", "old-id, P1", "no-sync, P1", "edge-lost, P1", "active-lost, P2", "no-doorbell, P5" })
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order, final String promise)
    {
        for (long seed = 1; seed <= 3; seed++)
        {
            final StormResult result = run(seed, guest(12_000, false), Map.of("migration-order", order));

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), order + " of seed " + seed);
            assertEquals(promise, result.verdict().broken().promise(), result.verdict().failure());
            assertTrue(result.verdict().broken().finding().matches(
                "(the migration of )?VM [0-" + (VMS - 1) + "] .*LPI \\d+ .*"), result.verdict().broken().finding());
            final StormControl control = result.totals().controls().each().get(0);
            assertEquals("kvm migrate order=" + order, control.name());
            assertTrue(control.acted() > 0, order);
        }
    }

    /** No device of such a storm has a level that software makes pending. */
    @Test
    void shouldSayThatAnOrderNeverActed()
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-order", "latch-lost"));

        assertEquals(Outcome.SKIPPED, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().controls().each().get(0).acted());
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2 })
    void shouldGiveTheSameRunAgain(final long seed)
    {
        final StormResult first = run(seed, guest(3_000, false), Map.of());
        final StormResult second = run(seed, guest(3_000, false), Map.of());

        assertEquals(first.journal().runDigest(), second.journal().runDigest());
        assertEquals(VirtualStorms.model(first), VirtualStorms.model(second));
    }

    /** An interrupt that comes while its VM migrates waits as long as that takes, and no longer. */
    @Test
    void shouldHoldMessagesUntilTheVmRunsAgain()
    {
        final long resumesNs = 40_000 + 2 * 20L * ((1 << 14) + 32) + 2 * 400L * EVENTS;

        final StormResult result = run(1, guest(0, false), Map.of("migration-every", "1/3000"));

        final List<Long> slowest = VirtualStorms.interrupts(result).stream()
            .map(outlier -> outlier.responseNs()).sorted().toList();
        final long longest = slowest.get(slowest.size() - 1);
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(longest > resumesNs - 100_000 && longest < resumesNs + 100_000, longest + " of " + resumesNs);
    }
}
