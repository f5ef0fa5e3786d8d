package org.gale.engine.storm.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.MigrationCourse;
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
        return run(seed, guest, COSTS, own);
    }

    private static StormResult run(
        final long seed, final GuestShape guest, final CostModel costs, final Map<String, String> own)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(COUNT, PES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(RATE, true), guest)))
            .with(StormSettings.SEED, seed).build();
        final Map<String, String> keys = new HashMap<>(own);
        keys.putIfAbsent("migration-every", "1/300");

        return VirtualStorms.profile("overcommit", config, costs, keys);
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
    @ValueSource(longs = { 3 })
    void shouldWakeAVcpuWhoseMessageCameAsItsVmStopped(final long seed)
    {
        final StormResult result = quiet(seed);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(migrations(result).completed() > 100, migrations(result)::toString);
    }

    /** Each N-th attempt at the step fails; nothing is lost by the way back. */
    @ParameterizedTest
    @CsvSource({ "stop 1/3, 6", "quiet 1/2, 10", "save 1/4, 5", "save 1/1, 20" })
    @Tag("M-MIG-6")
    void shouldRollBackAndLoseNothing(final String failing, final long rolledBack)
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-fail", failing));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(COUNT, result.totals().accounting().delivered() + result.totals().accounting().coalesced());
        final StormMigrations course = result.totals().actions().migrations();
        final long missed = MIGRATIONS - migrations(result).begun();
        assertTrue(missed <= 2, migrations(result)::toString);
        assertTrue(course.rolledBack() <= rolledBack && course.rolledBack() >= rolledBack - missed, course::toString);
        assertEquals(Map.of(failing.split(" ", -1)[0], course.rolledBack()), course.course().rolledBack());
        assertEquals(Map.of(), course.course().restoredAgain());
        assertEquals(migrations(result).begun(), migrations(result).completed() + course.rolledBack());
    }

    /** Restores of an image once more count as attempts, too. */
    @ParameterizedTest
    @ValueSource(strings = { "restore 1/3", "resume 1/3" })
    @Tag("M-MIG-6")
    void shouldRestoreOnceMoreAndLoseNothing(final String failing)
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-fail", failing));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        final StormMigrations course = result.totals().actions().migrations();
        final long again = course.course().restoredAgain().get(failing.split(" ", -1)[0]);
        assertEquals((migrations(result).begun() + again) / 3, again);
        assertEquals(0, course.rolledBack());
        assertEquals(migrations(result).begun(), migrations(result).completed());
    }

    /** The source is gone though destroying it fails, and the image is restored all the same. */
    @Test
    @Tag("M-MIG-6")
    void shouldRestoreThoughDestroyingFails()
    {
        final StormResult result = run(1, guest(3_000, false), Map.of("migration-fail", "destroy 1/2"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        assertEquals(Map.of("destroy", migrations(result).begun() / 2),
            result.totals().actions().migrations().course().restoredAgain());
        assertEquals(migrations(result).begun(), migrations(result).completed());
    }

    /** The image is the place of what was pending, and messages wait: both are held, and the identity closes. */
    @ParameterizedTest
    @ValueSource(strings = { "restore", "resume" })
    @Tag("M-MIG-6")
    void shouldEndWhereTheImageCannotBeRestored(final String step)
    {
        final StormResult result = run(1, guest(12_000, false),
            COSTS.with(Cost.MIGRATE_ROUTE, Distribution.constant(8_000)), Map.of("migration-fail", step + " 1/1"));

        assertEquals(Outcome.RESOURCES, result.verdict().outcome());
        final Matcher said = Pattern.compile("the migration of VM (\\d) failed twice at " + step + ", after its " +
            "source was destroyed: its image holds (\\d+) pending interrupts?, and (\\d+) messages? for it waits?")
            .matcher(result.verdict().failure());
        assertTrue(said.matches(), result.verdict().failure());
        final EventAccount account = result.totals().accounting().account();
        assertEquals(Long.parseLong(said.group(2)) + Long.parseLong(said.group(3)), account.held());
        assertTrue(Long.parseLong(said.group(2)) > 0 && Long.parseLong(said.group(3)) > 0, result.verdict().failure());
        assertEquals(0, account.remainder());
        final EventAccount ofVm =
            result.totals().accounting().vms().get(Integer.parseInt(said.group(1))).account();
        assertEquals(account.held(), ofVm.held());
        assertEquals(0, ofVm.pending());
        result.totals().accounting().vms().forEach(vm -> assertEquals(0, vm.account().remainder(), vm::toString));
        assertEquals(0, migrations(result).completed());
    }

    @Test
    void shouldResumeNoEarlierThanAsked()
    {
        final StormResult free = run(1, guest(3_000, false), Map.of());
        final StormResult least = run(1, guest(3_000, false), Map.of("migration-least-downtime", "3ms"));
        final StormResult short1 = run(1, guest(3_000, false), Map.of("migration-least-downtime", "1us"));

        assertEquals(Outcome.OK, least.verdict().outcome(), least.verdict().failure());
        assertTrue(free.totals().actions().migrations().downtime().getMaxValue() < 2_000_000);
        assertEquals(3e6, (double)least.totals().actions().migrations().downtime().getMinValue(), 5_000.0);
        assertEquals(3e6, (double)least.totals().actions().migrations().downtime().getMaxValue(), 5_000.0);
        assertEquals(free.journal().runDigest(), short1.journal().runDigest());
    }

    /** VMs of an update are down together, until the last of them is there. */
    @ParameterizedTest
    @CsvSource({ "1, none, 0", "2, save 1/2, 1", "3, resume 1/4, 0" })
    @Tag("M-MIG-7")
    void shouldUpdateAllVmsTogether(final long seed, final String failing, final int isRolledBack)
    {
        final long oneNs = 40_000 + 2 * 20L * ((1 << 14) + 32) + 2 * 400L * EVENTS;
        final StormResult result = run(seed, guest(3_000, false),
            Map.of("migration-kind", "update", "migration-fail", failing, "migration-every", "1/1000"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        final StormMigrations all = result.totals().actions().migrations();
        final MigrationCourse.Vms vms = all.course().vms();
        assertEquals(COUNT / 1_000, migrations(result).due());
        assertEquals(VMS * migrations(result).due(), vms.asked());
        assertEquals(VMS * migrations(result).begun(), vms.started());
        assertEquals(vms.started(), vms.completed() + all.rolledBack());
        assertEquals(isRolledBack * (vms.started() / 2), all.rolledBack());
        assertEquals(vms.started(), all.stop().getTotalCount());
        assertEquals(vms.completed(), all.downtime().getTotalCount());
        assertTrue(all.downtime().getMinValue() >= (oneNs - 1_000) * (VMS - isRolledBack * 2),
            all.downtime().getMinValue() + " of " + oneNs);
    }

    private static long sum(final Map<String, Long> tables)
    {
        return tables.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All 64 LPIs of a VM lie in one page, so a pass finds at most one page of its LPIs written. */
    @ParameterizedTest
    @ValueSource(ints = { 1, 3 })
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSince(final int passes)
    {
        final CostModel costs = COSTS.with(Cost.MIGRATE_PAGE, Distribution.constant(2_000));
        final StormResult whole = run(1, guest(3_000, false), costs, Map.of());
        final StormResult result =
            run(1, guest(3_000, false), costs, Map.of("migration-precopy", Integer.toString(passes)));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        final Map<String, Map<String, Long>> pages = result.totals().actions().migrations().course().precopy();
        final long begun = migrations(result).begun();
        assertEquals(passes + 2, pages.size());
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertTrue(pages.get("pages").get("lpis") >= begun * 16, pages::toString);
        for (final String later : pages.keySet().stream().skip(2).toList())
        {
            assertTrue(pages.get(later).get("lpis") > 0, pages::toString);
            assertTrue(pages.get(later).get("lpis") <= begun, pages::toString);
            assertEquals(0, pages.get(later).get("spis"), pages::toString);
        }
        final long entries = (1 << 14) + 32;
        final long sent = sum(pages.get("save"));
        final double left = (double)sent / sum(pages.get("pages"));
        final double meanNs = 40_000 + 20 * entries * (1 + left) + 2 * 400 * EVENTS + 2_000.0 * sent / begun;
        assertEquals(meanNs, result.totals().actions().migrations().downtime().getMean(), meanNs / 500);
        assertTrue(whole.totals().actions().migrations().downtime().getMinValue() >
            result.totals().actions().migrations().downtime().getMaxValue());
    }

    /** A pass that takes no time changes nothing but the journal, which has its command. */
    @Test
    @Tag("M-MIG-8")
    void shouldChangeNothingByPassesThatTakeNoTime()
    {
        final CostModel free = COSTS.with(Cost.MIGRATE_ENTRY, Distribution.constant(0));
        final StormResult without = run(2, guest(3_000, false), free, Map.of());
        final StormResult with = run(2, guest(3_000, false), free, Map.of("migration-precopy", "2"));

        assertEquals(without.totals().accounting(), with.totals().accounting());
        assertEquals(without.latencies().response().getMean(), with.latencies().response().getMean());
        assertEquals(without.totals().actions().migrations().held(), with.totals().actions().migrations().held());
        assertTrue(without.journal().commands() + 2 * migrations(with).begun() <= with.journal().commands());
        assertEquals(0, with.totals().actions().migrations().course().precopy().get("pass_2").get("lpis"));
    }

    @Test
    @Tag("M-MIG-7")
    void shouldUpdateTheVmsOfAGroup()
    {
        final StormConfig config = VirtualStorms.config(COUNT, PES,
            vms("one", 2, VPES, EVENTS, new OpenStream(RATE, true), guest(3_000, false)),
            vms("other", 3, VPES, EVENTS, new OpenStream(RATE, true), guest(3_000, false)));
        final StormResult result = VirtualStorms.profile("overcommit", config, COSTS,
            Map.of("migration-every", "1/1000", "migration-kind", "update", "migration-groups", "other"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final MigrationCourse.Vms vms = result.totals().actions().migrations().course().vms();
        assertEquals(3 * migrations(result).begun(), vms.completed());
        assertTrue(vms.completed() > 0);
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
    @ValueSource(longs = { 1 })
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
