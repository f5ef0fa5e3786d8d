package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
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
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms of KVM on the wall clock whose VMs migrate under traffic. */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
@Tag("M-MIG-3")
class WallMigrationStormTest
{
    private static final long COUNT = 8_000;
    private static final long MIGRATIONS = 20;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private static StormConfig config()
    {
        return StormConfigs.begin().vms(3).vpes(2).pes(3).devices(2).events(32).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(4e6).build();
    }

    private static Map<String, String> keys(final String... others)
    {
        final Map<String, String> keys = new HashMap<>(Map.of("migration-every", "1/400", "slice", "20us"));
        for (int i = 0; i < others.length; i += 2)
        {
            keys.put(others[i], others[i + 1]);
        }

        return keys;
    }

    private static StormResult run(final String... others)
    {
        return MigratingStorm.run("overcommit", config(), keys(others));
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
        final StormResult result = MigratingStorm.journaled("overcommit", config(), keys(), journal);

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(COUNT, result.totals().accounting().offered());
        assertEquals(List.of(MIGRATIONS, MIGRATIONS, MIGRATIONS), List.of(migrations(result).due(),
            migrations(result).begun(), migrations(result).completed()));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
        final StormMigrations figures = result.totals().actions().migrations();
        final List<KvmVerb> verbs = verbs(journal);
        assertEquals(figures.held(), verbs.stream().filter(verb -> verb == KvmVerb.HOLD).count());
        assertEquals(MIGRATIONS, verbs.stream().filter(verb -> verb == KvmVerb.MIGRATE).count());
        assertEquals(6 * MIGRATIONS, verbs.stream().filter(verb -> verb == KvmVerb.STEP).count());
        assertTrue(figures.held() > 0);
        assertEquals(MIGRATIONS, figures.downtime().getTotalCount());
        final MigratedInterrupts ways = figures.figures().interrupts();
        assertEquals(ways.owed(), ways.inTables());
        assertTrue(ways.inTables() > 0);
        assertTrue(ways.acknowledgedAfter() > 0);
        assertEquals(ways.inTables() + figures.held(), ways.acknowledgedAfter() + ways.merged() + ways.again());
        assertEquals(result.latencies().response().getTotalCount(), figures.figures().responses().lived()
            .getTotalCount() + figures.figures().responses().others().getTotalCount());
        assertEquals(ways.acknowledgedAfter(), figures.figures().responses().lived().getTotalCount());
    }

    private static List<KvmVerb> verbs(final Path journal) throws IOException
    {
        final List<KvmVerb> verbs = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                final CommandCursor cursor = new CommandCursor().wrap(
                    reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                while (reader.kind() == Frame.COMMANDS && cursor.next())
                {
                    if (cursor.opcode() == CommandWord.HOST && Commands.hostFamily(cursor.word()) == KvmVerb.FAMILY)
                    {
                        verbs.add(KvmVerb.of(cursor.word()));
                    }
                }
            }
        }

        return verbs;
    }

    @Test
    void shouldLetGuestsMissNothingThatArrivesWhileTheLastVmMigrates()
    {
        final StormConfig config = StormConfigs.of(config()).countLimit(400).build();
        final StormResult result = MigratingStorm.run("overcommit", config, keys());

        assertNull(result.verdict().failure());
        assertEquals(1, migrations(result).completed());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldMigrateByTheClock()
    {
        final StormResult result = run("migration-every", "5000");

        assertNull(result.verdict().failure());
        assertTrue(migrations(result).due() >= 8, Long.toString(migrations(result).due()));
        assertTrue(migrations(result).completed() >= 8, Long.toString(migrations(result).completed()));
    }

    @ParameterizedTest
    @CsvSource({
        "late-redirect, P1", "old-id, P1", "no-sync, P1", "edge-lost, P1", "no-doorbell, P5"
    })
    void shouldNameTheInterruptThatAWrongOrderLoses(final String order, final String promise)
    {
        final StormResult result = run("migration-order", order);

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().failure());
        assertEquals(promise, result.verdict().broken().promise());
        assertTrue(result.verdict().broken().finding().contains(" LPI "), result.verdict().broken().finding());
        final StormControl control = result.totals().controls().each().get(0);
        assertEquals("kvm migrate order=" + order, control.name());
        assertTrue(control.acted() > 0);
    }

    /** On the wall clock a turn acknowledges and deactivates at once, and no software makes levels pending. */
    @ParameterizedTest
    @ValueSource(strings = { "active-lost", "latch-lost" })
    void shouldSayThatAnOrderHadNothingToLose(final String order)
    {
        final StormResult result = run("migration-order", order);

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
        assertEquals(MIGRATIONS - MIGRATIONS / 4, migrations(result).completed());
    }

    @ParameterizedTest
    @ValueSource(strings = { "restore", "resume" })
    void shouldRestoreOnceMoreWhatFailsAfterThat(final String step)
    {
        final StormResult result = run("migration-fail", step + " 1/4");

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(MIGRATIONS, migrations(result).completed());
        assertTrue(result.totals().actions().migrations().course().restoredAgain().get(step) >= 5);
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
    void shouldResumeNoEarlierThanAsked()
    {
        final StormResult result = run("migration-least-downtime", "300us");

        assertNull(result.verdict().failure());
        assertTrue(result.totals().actions().migrations().downtime().getMinValue() >= 299_000);
    }

    /** All 64 LPIs of a VM lie in one page, so a later pass finds one page of its LPIs written at most. */
    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSince() throws IOException
    {
        final Path journal = directory.resolve("run");
        final StormResult result =
            MigratingStorm.journaled("overcommit", config(), keys("migration-precopy", "3"), journal);

        assertNull(result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(MIGRATIONS, migrations(result).completed());
        final Map<String, Map<String, Long>> pages = result.totals().actions().migrations().course().precopy();
        assertEquals(List.of("pages", "pass_1", "pass_2", "pass_3", "save"), List.copyOf(pages.keySet()));
        assertEquals(pages.get("pages"), pages.get("pass_1"));
        assertEquals(MIGRATIONS, pages.get("pages").get("spis"));
        assertEquals(MIGRATIONS * 17, pages.get("pages").get("lpis"));
        for (final String later : List.of("pass_2", "pass_3", "save"))
        {
            assertTrue(pages.get(later).get("lpis") > 0, pages::toString);
            assertTrue(pages.get(later).get("lpis") <= MIGRATIONS, pages::toString);
            assertEquals(0, pages.get(later).get("spis"), pages::toString);
        }
        assertEquals(ReplayedPasses.of(journal), ReplayedPasses.of(pages));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Test
    void shouldUpdateAllVmsTogether()
    {
        final StormResult result = run("migration-kind", "update", "migration-every", "1/2000");

        assertNull(result.verdict().failure());
        assertEquals(4, migrations(result).completed());
        assertEquals(12, result.totals().actions().migrations().course().vms().completed());
        assertEquals(12, result.totals().actions().migrations().downtime().getTotalCount());
    }
}
