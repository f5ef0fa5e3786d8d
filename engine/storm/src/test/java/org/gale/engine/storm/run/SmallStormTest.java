package org.gale.engine.storm.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the small storm that rehearses the warm-up of a large one. */
class SmallStormTest
{
    private static final int RUNS = 8;
    private static final int ROUNDS_LIMIT = 100_000;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({"default, max, process", "default, 1M, process", "default, 1M, forced", "default, max, none",
        "direct, max, process", "overcommit, 100k, process"})
    void shouldLeaveNothingBehind(final String profile, final String rate, final String durability) throws IOException
    {
        try (Rehearsal rehearsal = rehearsal(profile, rate, durability, temporary))
        {
            rehearsal.prepare();
            rehearsal.prepare();
            run(rehearsal);

            assertEquals(durability.equals("none") ? 0 : 1, files(temporary).size());
        }

        assertEquals(List.of(), files(temporary));
    }

    @Test
    void shouldTakeSnapshotsAndEndSegments() throws IOException
    {
        try (Rehearsal rehearsal = rehearsal("default", "max", "process", temporary))
        {
            rehearsal.prepare();
            final Path journal = files(temporary).get(0);

            for (int round = 0; segments(journal) < 3; round++)     // one of them may be made ahead
            {
                run(rehearsal);
                assertTrue(round < ROUNDS_LIMIT, "no segment ends");
            }

            assertTrue(firstSnapshots(copy(journal)) > 0, "one is due before a later segment begins with one");
        }
    }

    /** Leaves one journal, as a process that is killed does, and has one of a process that runs. */
    @Test
    void shouldRemoveTheJournalThatAKilledProcessLeft() throws IOException
    {
        try (Rehearsal running = rehearsal("default", "max", "process", temporary))
        {
            running.prepare();
            final Path used = files(temporary).get(0);
            assertTrue(used.getFileName().toString().startsWith(TemporaryJournals.REHEARSAL_PREFIX));
            final Path left = temporary.resolve(TemporaryJournals.REHEARSAL_PREFIX + "abcdef");
            Files.createDirectory(left);
            Files.copy(used.resolve("gale.journal"), left.resolve("gale.journal"));

            try (Rehearsal next = rehearsal("default", "max", "process", temporary))
            {
                next.prepare();

                assertTrue(Files.exists(used));
                assertFalse(Files.exists(left));
            }
        }
    }

    @Test
    void shouldRemoveItsFilesWhenTheProcessEndsAtOnce() throws IOException
    {
        try (Rehearsal rehearsal = rehearsal("default", "max", "process", temporary))
        {
            rehearsal.prepare();

            rehearsal.abandon();

            assertEquals(List.of(), files(temporary));
        }
    }

    @Test
    void shouldRehearseNothingWhenTheHostRefusesAJournal()
    {
        try (Rehearsal rehearsal = rehearsal("default", "max", "process", temporary.resolve("missing")))
        {
            rehearsal.prepare();
            run(rehearsal);
        }

        assertTrue(Files.notExists(temporary.resolve("missing")));
    }

    @Test
    void shouldMakeNothingBeforeItIsPrepared() throws IOException
    {
        rehearsal("default", "max", "process", temporary).close();

        assertEquals(List.of(), files(temporary));
    }

    /** A machine of two VMs, each with as many VPEs as the profile has. */
    @Test
    void shouldMakeASmallMachineOfItsOwnAndCloseIt()
    {
        final NotedMachines small = new NotedMachines();
        try (Rehearsal rehearsal = rehearsal("default", "max", "none", temporary, small))
        {
            assertEquals(0, small.made.size());

            rehearsal.prepare();

            assertEquals(1, small.made.size());
            assertEquals(2 * 4, small.made.get(0).config().pes());
            assertTrue(small.made.get(0).commandCount() > 0, "it is set up");
            assertEquals(0, small.closed);
        }
        assertEquals(1, small.closed);
    }

    @Test
    void shouldSetTheMachineUpForARehearsalOfAnyKindOfTraffic()
    {
        for (final String rate : List.of("max", "1M"))
        {
            final NotedMachines small = new NotedMachines();
            try (Rehearsal rehearsal = rehearsal("default", rate, "none", temporary, small))
            {
                rehearsal.prepare();
                final Machine machine = small.made.get(0);
                final long setUp = machine.commandCount();

                rehearsal.run();

                assertTrue(machine.commandCount() > setUp, rate);
                assertEquals(0, new StormLedgers(machine, 2).account(0).pending());
            }
        }
    }

    /** Five batches of 256 events lie on either side of the end of the warm-up, and one behind them. */
    @Test
    void shouldDeliverElevenBatchesInEachRehearsal()
    {
        final NotedMachines small = new NotedMachines();
        try (Rehearsal rehearsal = rehearsal("default", "max", "none", temporary, small))
        {
            rehearsal.prepare();
            final StormLedgers ledgers = new StormLedgers(small.made.get(0), 2);
            final EventAccount before = ledgers.account(0).plus(ledgers.account(1));

            rehearsal.run();

            final EventAccount account = ledgers.account(0).plus(ledgers.account(1));
            assertEquals(11 * 256, account.offered() - before.offered());
            assertEquals(11 * 256, account.delivered() - before.delivered());
            assertEquals(0, account.pending());
        }
    }

    @Test
    void shouldWatchTheTranslationsOfItsMachine()
    {
        final NotedMachines small = new NotedMachines();
        try (Rehearsal rehearsal = rehearsal("default", "max", "none", temporary, small))
        {
            rehearsal.prepare();

            assertEquals(1, small.watched);
        }
    }

    /** Factory of machines that notes what is asked of them. */
    private static final class NotedMachines implements MachineFactory
    {
        private final List<Machine> made = new ArrayList<>();
        private int closed;
        private int watched;

        @Override
        public Machine create(final MachineConfig config)
        {
            final Machine machine = Machines.FACTORY.create(config);
            made.add(machine);

            return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[] { Machine.class },
                (proxy, method, arguments) ->
                {
                    closed += method.getName().equals("close") ? 1 : 0;
                    watched += method.getName().equals("onTranslated") ? 1 : 0;
                    try
                    {
                        return method.invoke(machine, arguments);
                    }
                    catch (final InvocationTargetException ex)
                    {
                        throw ex.getCause();
                    }
                });
        }
    }

    private static Rehearsal rehearsal(
        final String profile, final String rate, final String durability, final Path temporary)
    {
        return rehearsal(profile, rate, durability, temporary, Machines.FACTORY);
    }

    private static Rehearsal rehearsal(
        final String profile,
        final String rate,
        final String durability,
        final Path temporary,
        final MachineFactory machines)
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.PROFILE, profile)
            .withText(StormSettings.RATE, rate).with(StormSettings.DURABILITY, durability);

        return new SmallStorm(
            new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES), machines, temporary,
            ThreadHost.INSTANCE);
    }

    private static void run(final Rehearsal rehearsal)
    {
        for (int i = 0; i < RUNS; i++)
        {
            rehearsal.run();
        }
    }

    private static long segments(final Path journal) throws IOException
    {
        return files(journal).stream().filter(Files::isDirectory).count();
    }

    /** Returns the number of frames of the first segment that hold parts of snapshots. */
    private static int firstSnapshots(final Path journal) throws IOException
    {
        int snapshots = 0;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                snapshots += reader.kind() == Frame.SNAPSHOT && reader.segment() == 0 ? 1 : 0;
            }
        }

        return snapshots;
    }

    /** Copies a journal, which its writer has locked. */
    private Path copy(final Path journal) throws IOException
    {
        final Path to = temporary.resolve("copy");
        try (Stream<Path> files = Files.walk(journal))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, to.resolve(journal.relativize(file)));
            }
        }

        return to;
    }

    private static List<Path> files(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.toList();
        }
    }
}
