package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the counters of a storm. */
class StormCountersTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldStoreEachFigureInItsCounter() throws IOException
    {
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null))
        {
            counters.store(new Progress(), 8, 9, 10);

            assertEquals(Map.ofEntries(Map.entry(RunCounter.ELAPSED_NS, 1L), Map.entry(RunCounter.OFFERED, 70L),
                Map.entry(RunCounter.DELIVERED, 50L), Map.entry(RunCounter.PENDING, 4L),
                Map.entry(RunCounter.LANE_WORDS, 5L), Map.entry(RunCounter.LANE_CAPACITY_WORDS, 6L),
                Map.entry(RunCounter.JOURNAL_BYTES, 7L), Map.entry(RunCounter.ATTACHED_OFFERED, 8L),
                Map.entry(RunCounter.FRAMES, 9L), Map.entry(RunCounter.COMMANDS, 10L),
                Map.entry(RunCounter.PHASE, 11L), Map.entry(RunCounter.COMPLETIONS, 12L)), read());
        }
    }

    @Test
    void shouldLeaveNothingPendingAtTheEndOfAStormThatMerges() throws IOException
    {
        final StormConfig config = StormConfigs.of(Storms.open(10_000, 2e9)).poisson(false).build();
        final Workload workload = new ResidentWorkload(config);
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null);
            Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final RunOptions options = Options.of(config, workload);
            final StormResult result = new StormRun(new RunOptions(config, workload, options.resumed(),
                options.snapshots(), options.measurement(), options.producers(), counters), machine, new NoLog()).run();

            assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
            assertTrue(result.totals().accounting().coalesced() > 0, "a batch has each LPI twice");
            assertEquals(0, read().get(RunCounter.PENDING));
            assertEquals(10_000, read().get(RunCounter.OFFERED));
            assertEquals(result.totals().accounting().delivered(), read().get(RunCounter.DELIVERED));
        }
    }

    @Test
    void shouldRecordTheErrorsOfAStorm() throws IOException
    {
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null))
        {
            counters.error(new IllegalStateException("the disk is full"));

            final List<CountersFile.DistinctError> errors = file().errors();
            assertEquals(1, errors.size());
            assertTrue(errors.get(0).text().endsWith("the disk is full"), errors.get(0).text());
        }
    }

    @Test
    void shouldNameProfileAndJournal() throws IOException
    {
        final Path journal = directory.resolve("run1");
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "direct", journal))
        {
            assertEquals("direct", file().profile());
            assertEquals(journal.toAbsolutePath().normalize().toString(), file().journal());
            counters.abandon();
        }
    }

    @Test
    void shouldRemoveItsFileAtTheEnd() throws IOException
    {
        StormCounters.open(new CountersPlace(directory), "default", null).close();

        assertEquals(List.of(), new CountersPlace(directory).find(null));
    }

    @Test
    void shouldRemoveItsFileWhenTheProcessEndsAtOnce() throws IOException
    {
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null))
        {
            counters.abandon();

            assertEquals(List.of(), new CountersPlace(directory).find(null));
        }
    }

    @Test
    void shouldRemoveTheCountersThatAKilledRunLeftBesideItsJournal() throws IOException
    {
        final Path left = directory.resolve(".run1.stat-4712");
        final Path own = Files.createDirectory(directory.resolve("own"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (StormCounters alive = StormCounters.open(new CountersPlace(own), "default", null))
        {
            alive.store(new Progress(), 8, 9, 10);
            Files.copy(new CountersPlace(own).find(null).get(0).file(), left);

            StormCounters.removeLeft(directory.resolve("run1"));

            assertTrue(Files.notExists(left));
        }
    }

    @Test
    void shouldGoOnWhereTheHostDoesNotLetItRemoveCounters()
    {
        assertDoesNotThrow(() -> StormCounters.removeLeft(directory.resolve("missing").resolve("run1")));
    }

    @Test
    void shouldCountNothingWithoutAPlace()
    {
        assertDoesNotThrow(() ->
        {
            final StormCounters none = StormCounters.none();
            none.store(new Progress(), 8, 9, 10);
            none.error(new IllegalStateException("nobody reads it"));
            none.abandon();
            none.close();
        });
    }

    private CountersFile file() throws IOException
    {
        final List<CountersFile> found = new CountersPlace(directory).find(null);
        assertEquals(1, found.size());

        return found.get(0);
    }

    private Map<RunCounter, Long> read() throws IOException
    {
        return file().counters();
    }

    /** Progress whose figures all differ: 16 of the 70 events that were offered merged. */
    private static final class Progress implements StormProgress
    {
        @Override
        public long elapsedNs()
        {
            return 1;
        }

        @Override
        public int phase()
        {
            return 11;
        }

        @Override
        public long completions()
        {
            return 12;
        }

        @Override
        public long offered()
        {
            return 70;
        }

        @Override
        public long delivered()
        {
            return 50;
        }

        @Override
        public long held()
        {
            return NO_VECTORS;
        }

        @Override
        public long pending()
        {
            return 4;
        }

        @Override
        public long laneWords()
        {
            return 5;
        }

        @Override
        public long laneCapacityWords()
        {
            return 6;
        }

        @Override
        public long journalBytes()
        {
            return 7;
        }
    }
}
