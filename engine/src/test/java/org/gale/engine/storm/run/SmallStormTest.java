package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.storm.job.JobPlanner;
import org.gale.engine.storm.job.JobProfiles;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Spelling;
import org.gale.engine.storm.setting.StormSettings;
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

    private static Rehearsal rehearsal(
        final String profile, final String rate, final String durability, final Path temporary)
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.PROFILE, profile)
            .withText(StormSettings.RATE, rate).with(StormSettings.DURABILITY, durability);

        return new SmallStorm(
            new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES), Machines.FACTORY, temporary);
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
