package org.gale.engine.storm.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms of functions whose VMs migrate to other VM ids on the same PEs. */
@Tag("M-MIG-9")
class FunctionMigrationStormTest
{
    private static final int VMS = 3;
    private static final int VPES = 2;
    private static final int EVENTS = 32;
    private static final double RATE = 200_000;
    private static final long COUNT = 6_000;
    /** Each VM is a partition of its own, and rounds by itself. */
    private static final long MIGRATIONS = VMS * (COUNT / VMS / 300);
    private static final CostModel COSTS = CostModel.of(CostModel.GICV4_VHE)
        .with(Cost.MIGRATE_VM, Distribution.constant(40_000)).with(Cost.MIGRATE_ENTRY, Distribution.constant(2))
        .with(Cost.MIGRATE_ROUTE, Distribution.constant(400));

    private static StormResult run(final long seed, final Map<String, String> own)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(COUNT, VMS * VPES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(RATE, true), guest(300, false))))
            .with(StormSettings.SEED, seed).build();
        final Map<String, String> keys = new HashMap<>(own);
        keys.putIfAbsent("migration-every", "1/300");
        keys.putIfAbsent("masks", "1/100");
        keys.putIfAbsent("retargets", "1/500");

        return VirtualStorms.profile("msix", config, COSTS, keys);
    }

    private static AskedActions migrations(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    private static void check(final StormResult result)
    {
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(COUNT, result.totals().accounting().offered());
        assertEquals(0, result.totals().accounting().account().remainder());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLoseNothingWhileVmsMigrate(final long seed)
    {
        final StormResult result = run(seed, Map.of());

        check(result);
        assertTrue(result.verdict().end().isDrained());
        assertEquals(MIGRATIONS, migrations(result).due());
        assertEquals(migrations(result).begun(), migrations(result).completed());
        assertTrue(migrations(result).completed() > MIGRATIONS / 2, migrations(result)::toString);
        assertTrue(result.totals().actions().migrations().held() > 0);
    }

    /** In a partition none of whose VMs may migrate, each migration that is due is missed. */
    @ParameterizedTest
    @ValueSource(strings = {"move", "update"})
    void shouldMigrateTheVmsOfItsGroupsAlone(final String kind)
    {
        final StormConfig config = VirtualStorms.config(COUNT, 2 * VPES,
            vms("one", 1, VPES, EVENTS, new OpenStream(RATE, true), guest(300, false)),
            vms("other", 1, VPES, EVENTS, new OpenStream(RATE, true), guest(300, false)));
        final StormResult result = VirtualStorms.profile("msix", config, COSTS,
            Map.of("migration-every", "1/300", "migration-kind", kind, "migration-groups", "other"));

        check(result);
        assertEquals(COUNT / 300, migrations(result).due());
        assertEquals(migrations(result).begun(), migrations(result).completed());
        assertTrue(migrations(result).completed() > 0);
    }

    /** Masks and retargets that were due while a VM migrated come after it. */
    @Test
    void shouldMaskAsOftenAsAsked()
    {
        final List<AskedActions> kinds = run(1, Map.of()).totals().actions().kinds();

        assertEquals(List.of("migration", "mask", "retarget"), kinds.stream().map(AskedActions::done).toList());
        assertEquals(COUNT / 100, kinds.get(1).completed());
        assertEquals(VMS * (COUNT / VMS / 500), kinds.get(2).completed());
    }

    /** Half of the functions have eventfds: 32 vectors take 3 words of bits beside 2 of counts and routes. */
    @Test
    void shouldCountTheBytesOfAnImageByItsParts()
    {
        final StormResult result = run(1, Map.of());

        final long images = migrations(result).completed();
        final Map<String, Long> parts = result.totals().actions().migrations().figures().imageBytes();
        assertEquals(images * (1 << 14) * Integer.BYTES, parts.get("lpi_ist"));
        assertEquals(images * 16 * Integer.BYTES, parts.get("spi_ist"));
        assertEquals(images * 2 * Long.BYTES, parts.get("eventfds"));
        assertEquals(images * (2 + 2 * EVENTS + 2) * Long.BYTES, parts.get("functions"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop 1/3", "quiet 1/2", "save 1/4"})
    @Tag("M-MIG-6")
    void shouldRollBackAndLoseNothing(final String failing)
    {
        final StormResult result = run(1, Map.of("migration-fail", failing));

        check(result);
        final StormMigrations course = result.totals().actions().migrations();
        assertTrue(course.rolledBack() > 0);
        assertEquals(Map.of(failing.split(" ", -1)[0], course.rolledBack()), course.course().rolledBack());
        assertEquals(migrations(result).begun(), migrations(result).completed() + course.rolledBack());
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore 1/3", "resume 1/3"})
    @Tag("M-MIG-6")
    void shouldRestoreOnceMoreAndLoseNothing(final String failing)
    {
        final StormResult result = run(1, Map.of("migration-fail", failing));

        check(result);
        final long again =
            result.totals().actions().migrations().course().restoredAgain().get(failing.split(" ", -1)[0]);
        assertEquals(migrations(result).begun(), migrations(result).completed());
        assertEquals(VMS * 2L, again);                              // of 6 of each partition attempts 3 and 6 of 8
    }

    /** The source is gone though destroying it fails, and the image is restored all the same. */
    @Test
    @Tag("M-MIG-6")
    void shouldRestoreThoughDestroyingFails()
    {
        final StormResult right = run(1, Map.of());
        final StormResult result = run(1, Map.of("migration-fail", "destroy 1/2"));

        check(result);
        final StormMigrations course = result.totals().actions().migrations();
        assertEquals(Map.of("destroy", VMS * 3L), course.course().restoredAgain());
        assertEquals(migrations(right).completed(), migrations(result).completed());
        assertEquals(right.totals().accounting(), result.totals().accounting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "resume"})
    @Tag("M-MIG-6")
    void shouldEndWhereTheImageCannotBeRestored(final String step)
    {
        final StormResult result = run(1, Map.of("migration-fail", step + " 1/1"));

        assertEquals(Outcome.RESOURCES, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().account().remainder());
        result.totals().accounting().vms().forEach(vm -> assertEquals(0, vm.account().remainder(), vm::toString));
    }

    @Test
    @Tag("M-MIG-7")
    @Tag("M-MIG-8")
    void shouldUpdateAllVmsAndSendPagesBefore()
    {
        final StormResult update = run(1, Map.of("migration-kind", "update", "migration-every", "1/1000"));
        final StormResult precopy = run(1, Map.of("migration-precopy", "2"));

        check(update);
        check(precopy);
        assertEquals(migrations(update).begun(),
            update.totals().actions().migrations().course().vms().completed());
        final Map<String, Map<String, Long>> pages = precopy.totals().actions().migrations().course().precopy();
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertTrue(pages.get("pass_2").get("lpis") <= migrations(precopy).begun(), pages::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"late-redirect", "old-id", "no-sync", "eventfd-closed", "pba-unsaved"})
    @Tag("M-MIG-3")
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order)
    {
        for (long seed = 1; seed <= 3; seed++)
        {
            final StormResult result = run(seed, Map.of("migration-order", order));

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), order + " of seed " + seed);
            assertEquals("P1", result.verdict().broken().promise(), result.verdict().failure());
            assertTrue(result.verdict().broken().finding().matches(".*(LPI|vector) \\d+.*"),
                result.verdict().broken().finding());
            final StormControl control = result.totals().controls().each().get(0);
            assertEquals("vm migrate order=" + order, control.name());
            assertTrue(control.acted() > 0, order);
        }
    }

    /**
     * A retarget that is due with a migration comes after it, while its vCPU is on its way to its guest. Its three
     * traps are part of that entry, so the event that comes meanwhile finds a vCPU that is runnable. The LPI of this
     * event has the lower number, so its handler runs first:
     * <pre>
     *   9 ms: event, exit, put │ all steps │ load │ 3 traps of 400 us, enter │ signal, handler, eoi │ handler of 9 ms
     *                                                 ▲ 10 ms: event
     * </pre>
     */
    @Test
    void shouldTrapWithinTheEntryAfterAMigration()
    {
        final long trapNs = 400_000;
        final StormResult result = VirtualStorms.profile("msix", VirtualStorms.config(12, 1,
            vms("vm", 1, 4, 1_000, guest(PathCosts.HANDLER, false))),
            PathCosts.with(PathCosts.ALL, Cost.MSIX_TABLE, trapNs),
            Map.of("migration-every", "1/10", "masks", "0", "retargets", "1/10"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        final long enteredNs = PathCosts.EXIT + PathCosts.PUT + PathCosts.LOAD + PathCosts.ENTER + 3 * trapNs;
        assertTrue(interrupts.get(10).lpiId() < interrupts.get(9).lpiId(), interrupts::toString);
        assertEquals(List.of(PathCosts.SIGNAL, enteredNs + PathCosts.SIGNAL + PathCosts.HANDLER + PathCosts.EOI,
            enteredNs + PathCosts.SIGNAL - 1_000_000, PathCosts.SIGNAL),
            interrupts.subList(8, 12).stream().map(Outlier::responseNs).toList());
        assertEquals(List.of(InterruptPath.RESIDENT, InterruptPath.RESIDENT, InterruptPath.DIRECT_RUNNABLE,
            InterruptPath.RESIDENT), interrupts.subList(8, 12).stream().map(each -> each.model().path()).toList());
    }

    @Test
    void shouldGiveTheSameRunAgain()
    {
        assertEquals(run(1, Map.of()).journal().runDigest(), run(1, Map.of()).journal().runDigest());
    }
}
