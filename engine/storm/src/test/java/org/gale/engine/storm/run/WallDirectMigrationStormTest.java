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

/** Tests of storms of a GICv4 host on the wall clock whose VMs migrate under traffic. */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
@Tag("M-MIG-3")
class WallDirectMigrationStormTest
{
    private static final long COUNT = 8_000;
    private static final long MIGRATIONS = 20;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private static StormConfig config()
    {
        return StormConfigs.begin().vms(3).vpes(2).pes(6).devices(2).events(32).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(4e6).build();
    }

    private static Map<String, String> keys(final String... others)
    {
        final Map<String, String> keys =
            new HashMap<>(Map.of("migration-every", "1/400", "toggles", "0", "moves", "0"));
        for (int i = 0; i < others.length; i += 2)
        {
            keys.put(others[i], others[i + 1]);
        }

        return keys;
    }

    private static StormResult run(final String... others)
    {
        return MigratingStorm.run("direct", config(), keys(others));
    }

    private static AskedActions migrations(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    @Test
    @Tag("P6")
    void shouldDeliverEachInterruptOfVmsThatMigrate() throws IOException
    {
        final Path journal = directory.resolve("run");
        final StormResult result = MigratingStorm.journaled("direct", config(), keys(), journal);

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(COUNT, result.totals().accounting().offered());
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

    @ParameterizedTest
    @ValueSource(strings = { "late-redirect", "old-id", "vpt-unread", "unmapped-late", "discard-first" })
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order)
    {
        final StormResult result = run("migration-order", order);

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().failure());
        assertEquals("P1", result.verdict().broken().promise());
        assertTrue(result.verdict().broken().finding().contains(" LPI "), result.verdict().broken().finding());
        final StormControl control = result.totals().controls().each().get(0);
        assertEquals("v4 migrate order=" + order, control.name());
        assertTrue(control.acted() > 0);
    }

    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSince() throws IOException
    {
        final Path journal = directory.resolve("run");
        final StormResult result =
            MigratingStorm.journaled("direct", config(), keys("migration-precopy", "2"), journal);

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(MIGRATIONS, migrations(result).completed());
        final Map<String, Map<String, Long>> pages = result.totals().actions().migrations().course().precopy();
        assertEquals(List.of("pages", "pass_1", "pass_2", "save"), List.copyOf(pages.keySet()));
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertEquals(MIGRATIONS * 16, pages.get("pages").get("pending"));         // 64 KiB of one vPE
        assertTrue(pages.get("pass_2").get("pending") > 0, pages::toString);
        assertTrue(pages.get("pass_2").get("pending") <= MIGRATIONS, pages::toString);
        assertEquals(0, pages.get("pass_2").get("properties"), pages::toString);
        assertEquals(ReplayedPasses.of(journal), ReplayedPasses.of(pages));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    /** On the wall clock each vCPU has a CPU of its own, so that none is blocked. */
    @Test
    void shouldSayThatNoVcpuWasBlocked()
    {
        final StormResult result = run("migration-order", "no-doorbell");

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().controls().each().get(0).acted());
    }

    @ParameterizedTest
    @ValueSource(strings = { "stop", "quiet", "save" })
    void shouldRollBackWhatFailsBeforeTheSourceIsDestroyed(final String step)
    {
        final StormResult result = run("migration-fail", step + " 1/4");

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(MIGRATIONS / 4, result.totals().actions().migrations().rolledBack());
    }

    @ParameterizedTest
    @ValueSource(strings = { "restore", "resume" })
    void shouldRestoreOnceMoreWhatFailsAfterThat(final String step)
    {
        final StormResult result = run("migration-fail", step + " 1/4");

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(MIGRATIONS, migrations(result).completed());
    }

    @Test
    void shouldCountWhatTheImageHoldsOnceItFailsTwice()
    {
        final StormResult result = run("migration-fail", "restore 1/1");

        assertEquals(Outcome.RESOURCES, result.verdict().outcome());
        assertTrue(result.verdict().failure().startsWith("the migration of VM "), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldUpdateAllVmsTogether()
    {
        final StormResult result = run("migration-kind", "update", "migration-every", "1/2000");

        assertNull(result.verdict().failure());
        assertEquals(12, result.totals().actions().migrations().course().vms().completed());
    }
}
