package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms of functions on the wall clock whose VMs migrate under traffic. */
@Tag("M-MIG-1")
@Tag("M-MIG-3")
@Tag("M-MIG-9")
class WallFunctionMigrationStormTest
{
    private static final long COUNT = 8_000;
    private static final long MIGRATIONS = 20;
    private static final int EVENTS = 32;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private static StormConfig config(final long seed)
    {
        return StormConfigs.begin().vms(3).vpes(2).pes(6).devices(2).events(EVENTS).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(4e6).build().with(StormSettings.SEED, seed);
    }

    private static Map<String, String> keys(final String... others)
    {
        final Map<String, String> keys =
            new HashMap<>(Map.of("migration-every", "1/400", "masks", "1/200", "retargets", "1/500"));
        for (int i = 0; i < others.length; i += 2)
        {
            keys.put(others[i], others[i + 1]);
        }

        return keys;
    }

    private static StormResult run(final String... others)
    {
        return MigratingStorm.run("msix", config(1), keys(others));
    }

    private static AskedActions migrations(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    private static void check(final StormResult result)
    {
        assertNull(result.verdict().failure());
        assertEquals(COUNT, result.totals().accounting().offered());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    @Tag("P6")
    void shouldDeliverEachInterruptOfVmsThatMigrate() throws IOException
    {
        final Path journal = directory.resolve("run");
        final StormResult result = MigratingStorm.journaled("msix", config(1), keys(), journal);

        check(result);
        assertEquals(List.of(MIGRATIONS, MIGRATIONS, MIGRATIONS), List.of(migrations(result).due(),
            migrations(result).begun(), migrations(result).completed()));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
        final StormMigrations figures = result.totals().actions().migrations();
        assertTrue(figures.held() > 0);
        assertEquals(MIGRATIONS, figures.downtime().getTotalCount());
        final MigratedInterrupts ways = figures.figures().interrupts();
        assertEquals(ways.owed(), ways.inTables());
        assertEquals(ways.inTables() + figures.held(), ways.acknowledgedAfter() + ways.merged() + ways.again());
        assertEquals(ways.acknowledgedAfter(), figures.figures().responses().lived().getTotalCount());
    }

    /** Guests act neither less often than asked, nor while a VM migrates. */
    @Test
    void shouldMaskAsOftenAsAsked()
    {
        final List<AskedActions> kinds = run().totals().actions().kinds();

        assertEquals(List.of("migration", "mask", "retarget"), kinds.stream().map(AskedActions::done).toList());
        assertEquals(COUNT / 200, kinds.get(1).completed());
        assertEquals(COUNT / 500, kinds.get(2).completed());
    }

    /** Two functions have a word for masks, pending bits, counts and routes each, by 32 vectors. */
    @Test
    void shouldCountTheBytesOfAnImageByItsParts()
    {
        final Map<String, Long> parts = run().totals().actions().migrations().figures().imageBytes();

        assertEquals(MIGRATIONS * (1 << 14) * Integer.BYTES, parts.get("lpi_ist"));
        assertEquals(MIGRATIONS * 2 * 2 * Long.BYTES, parts.get("eventfds"));
        assertEquals(MIGRATIONS * 2 * (2 + 2 * EVENTS + 2) * Long.BYTES, parts.get("functions"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "late-redirect", "old-id", "no-sync", "eventfd-closed", "pba-unsaved" })
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order)
    {
        for (long seed = 1; seed <= 3; seed++)
        {
            final StormResult result =
                MigratingStorm.run("msix", config(seed), keys("migration-order", order));

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), order + " of seed " + seed);
            assertEquals("P1", result.verdict().broken().promise(), result.verdict().failure());
            assertTrue(result.verdict().broken().finding().matches(".*(LPI|vector) \\d+.*"),
                result.verdict().broken().finding());
            final StormControl control = result.totals().controls().each().get(0);
            assertEquals("vm migrate order=" + order, control.name());
            assertTrue(control.acted() > 0, order);
        }
    }

    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSince() throws IOException
    {
        final Path journal = directory.resolve("run");
        final StormResult result =
            MigratingStorm.journaled("msix", config(1), keys("migration-precopy", "2"), journal);

        check(result);
        assertEquals(MIGRATIONS, migrations(result).completed());
        final Map<String, Map<String, Long>> pages = result.totals().actions().migrations().course().precopy();
        assertEquals(List.of("pages", "pass_1", "pass_2", "save"), List.copyOf(pages.keySet()));
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertTrue(pages.get("pass_2").get("lpis") > 0, pages::toString);
        assertTrue(pages.get("pass_2").get("lpis") <= MIGRATIONS, pages::toString);
        assertEquals(ReplayedPasses.of(journal), ReplayedPasses.of(pages));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @ParameterizedTest
    @ValueSource(strings = { "stop", "quiet", "save" })
    @Tag("M-MIG-6")
    void shouldRollBackWhatFailsBeforeTheSourceIsDestroyed(final String step)
    {
        final StormResult result = run("migration-fail", step + " 1/4");

        check(result);
        assertEquals(MIGRATIONS / 4, result.totals().actions().migrations().rolledBack());
    }

    @ParameterizedTest
    @ValueSource(strings = { "destroy", "restore", "resume" })
    @Tag("M-MIG-6")
    void shouldRestoreOnceMoreWhatFailsAfterThat(final String step)
    {
        final StormResult result = run("migration-fail", step + " 1/4");

        check(result);
        assertEquals(MIGRATIONS, migrations(result).completed());
        assertTrue(result.totals().actions().migrations().course().restoredAgain().get(step) > 0);
    }

    @Test
    @Tag("M-MIG-6")
    void shouldCountWhatTheImageHoldsOnceItFailsTwice()
    {
        final StormResult result = run("migration-fail", "restore 1/1");

        assertEquals(Outcome.RESOURCES, result.verdict().outcome());
        assertTrue(result.verdict().failure().startsWith("the migration of VM "), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldResumeNoEarlierThanAsked()
    {
        final StormResult result = run("migration-least-downtime", "300us");

        check(result);
        assertTrue(result.totals().actions().migrations().downtime().getMinValue() >= 299_000);
    }

    @Test
    @Tag("M-MIG-7")
    void shouldUpdateAllVmsTogether()
    {
        final StormResult result = run("migration-kind", "update", "migration-every", "1/2000");

        check(result);
        assertEquals(4, migrations(result).completed());
        assertEquals(12, result.totals().actions().migrations().course().vms().completed());
    }
}
