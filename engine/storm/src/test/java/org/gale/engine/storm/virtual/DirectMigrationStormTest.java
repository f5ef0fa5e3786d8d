package org.gale.engine.storm.virtual;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormMigrations;
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

/** Tests of storms of a GICv4 host whose VMs migrate, with direct vCPUs and forwarded ones. */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
@Tag("M-MIG-3")
@Tag("M-MIG-4")
class DirectMigrationStormTest
{
    private static final int VMS = 3;
    private static final int VPES = 2;
    private static final int PES = 3;
    private static final int EVENTS = 64;
    private static final double RATE = 40_000;
    private static final long COUNT = 6_000;
    private static final long MIGRATIONS = 20;
    private static final CostModel COSTS = CostModel.of(CostModel.GICV4_VHE)
        .with(Cost.MIGRATE_VM, Distribution.constant(40_000)).with(Cost.MIGRATE_ENTRY, Distribution.constant(2_000))
        .with(Cost.MIGRATE_ROUTE, Distribution.constant(400));

    private static StormResult run(final long seed, final GuestShape guest, final Map<String, String> own)
    {
        return run(seed, EVENTS, guest, own);
    }

    private static StormResult run(
        final long seed, final int events, final GuestShape guest, final Map<String, String> own)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(COUNT, PES,
            vms("vm", VMS, VPES, events, new OpenStream(RATE, true), guest)))
            .with(StormSettings.SEED, seed).build();
        final Map<String, String> keys = new HashMap<>(own);
        keys.putIfAbsent("migration-every", "1/300");

        return VirtualStorms.profile("direct", config, COSTS, keys);
    }

    private static AskedActions migrations(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, per-vcpu, 65536", "2, false, per-vcpu, 3", "3, false, none, 65536", "1, true, per-vcpu, 3",
        "2, true, all-or-nothing, 65536", "3, true, first-come, 4" })
    void shouldLoseNothingWhileVmsMigrate(
        final long seed, final boolean isWorking, final String policy, final String vpeids)
    {
        final StormResult result = run(seed, guest(3_000, isWorking),
            Map.of("policy", policy, "vpeids", vpeids, "slice", "30us"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(result.verdict().end().isDrained());
        assertEquals(COUNT, result.totals().accounting().offered());
        assertEquals(COUNT, result.totals().accounting().delivered() + result.totals().accounting().coalesced());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(MIGRATIONS, migrations(result).due());
        assertEquals(migrations(result).begun(), migrations(result).completed());
        assertTrue(migrations(result).completed() > MIGRATIONS / 2, migrations(result)::toString);
        assertTrue(result.totals().actions().migrations().held() > 0, result.totals().actions()::toString);
    }

    @ParameterizedTest
    @CsvSource({ "stop 1/3, 65536", "quiet 1/2, 65536", "save 1/2, 3", "restore 1/3, 3", "resume 1/3, 65536" })
    @Tag("M-MIG-6")
    void shouldLoseNothingByAStepThatFails(final String failing, final String vpeids)
    {
        final StormResult result = run(2, guest(3_000, false), Map.of("migration-fail", failing, "vpeids", vpeids));

        final StormMigrations course = result.totals().actions().migrations();
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(migrations(result).begun(), migrations(result).completed() + course.rolledBack());
        assertTrue(Stream.of(course.course().rolledBack(), course.course().restoredAgain())
            .flatMap(counts -> counts.values().stream()).allMatch(count -> count > 4), course::toString);
    }

    @ParameterizedTest
    @CsvSource({ "none, 65536", "save 1/3, 3", "restore 1/4, 3" })
    @Tag("M-MIG-7")
    void shouldUpdateAllVmsTogether(final String failing, final String vpeids)
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-kind", "update", "migration-fail",
            failing, "vpeids", vpeids, "migration-every", "1/1000"));

        final StormMigrations all = result.totals().actions().migrations();
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(VMS * migrations(result).begun(), all.course().vms().completed() + all.rolledBack());
        assertTrue(migrations(result).completed() > 3, migrations(result)::toString);
    }

    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesOfPendingTables()
    {
        final StormConfig config = VirtualStorms.config(COUNT, PES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(RATE, true), guest(3_000, false)));
        final StormResult result = VirtualStorms.profile("direct", config,
            COSTS.with(Cost.MIGRATE_PAGE, Distribution.constant(2_000)),
            Map.of("migration-every", "1/300", "migration-precopy", "2"));

        final Map<String, Map<String, Long>> pages = result.totals().actions().migrations().course().precopy();
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertTrue(pages.get("pass_2").get("pending") > 0, pages::toString);
        assertTrue(pages.get("pass_2").get("pending") <= VPES * migrations(result).begun(), pages::toString);
        assertEquals(0, pages.get("pass_2").get("properties"), pages::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = { "restore", "resume" })
    @Tag("M-MIG-6")
    void shouldEndWhereTheImageCannotBeRestored(final String step)
    {
        final StormResult result = run(1, guest(12_000, false), Map.of("migration-fail", step + " 1/1"));

        final EventAccount account = result.totals().accounting().account();
        assertEquals(Outcome.RESOURCES, result.verdict().outcome());
        assertTrue(result.verdict().failure().contains(" failed twice at " + step), result.verdict().failure());
        assertTrue(account.held() > 0, account::toString);
        assertEquals(0, account.remainder());
        result.totals().accounting().vms().forEach(vm -> assertEquals(0, vm.account().remainder(), vm::toString));
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

    @ParameterizedTest
    @CsvSource({
        "late-redirect, P1", "old-id, P1", "vpt-unread, P1", "unmapped-late, P1", "discard-first, P1",
        "no-doorbell, P5" })
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order, final String promise)
    {
        for (long seed = 1; seed <= 3; seed++)
        {
            final StormResult result = run(seed, guest(12_000, false), Map.of("migration-order", order));

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), order + " of seed " + seed);
            assertEquals(promise, result.verdict().broken().promise(), result.verdict().failure());
            assertTrue(result.verdict().broken().finding().matches(
                "(the migration of )?VM [0-" + (VMS - 1) + "] .*(LPI|vINTID) \\d+.*"),
                result.verdict().broken().finding());
            final StormControl control = result.totals().controls().each().get(0);
            assertEquals("v4 migrate order=" + order, control.name());
            assertTrue(control.acted() > 0, order);
        }
    }

    /** A message that waited makes an interrupt pending again that was lost. */
    @ParameterizedTest
    @ValueSource(strings = { "vpt-unread", "discard-first" })
    void shouldNameAnInterruptWhoseLossAnotherMessageHides(final String order)
    {
        final StormResult result = run(1, 1, guest(12_000, false), Map.of("migration-order", order));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
        assertEquals("P1", result.verdict().broken().promise(), result.verdict().failure());
        assertTrue(result.verdict().broken().finding().matches(
            "the migration of .* LPI .*, and was inactive in its successor until another message came .*"),
            result.verdict().broken().finding());
    }

    /** Events that come while an image holds their VM are of the same route as before. */
    @ParameterizedTest
    @CsvSource({ "per-vcpu, forwarded", "none, direct" })
    void shouldKeepTheRouteOfAVcpuWhileAnImageHoldsIt(final String policy, final String other)
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("policy", policy));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.model().counts().get(other));
        assertEquals(COUNT, result.model().counts().get("direct") + result.model().counts().get("forwarded"));
    }

    @Test
    void shouldSayThatAnOrderNeverActed()
    {
        final StormResult result = run(1, guest(3_000, false),
            Map.of("migration-order", "vpt-unread", "policy", "none"));

        assertEquals(Outcome.SKIPPED, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().controls().each().get(0).acted());
    }
}
