package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlans;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of where the commands of a storm go, and of a journal that the host refuses. */
class StormJournalTest
{
    private static final long LIMIT = 64L << 20;
    /** Longest path of Linux, without its final zero. */
    private static final int PATH_LENGTH = 4_095;
    private static final int NAME_LENGTH = 200;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void shouldGoNowhereWithoutAJournal() throws IOException
    {
        final StormJournal none = create(
            plan(SettingValues.NONE.with(StormSettings.DURABILITY, StormSettings.NONE)));

        assertInstanceOf(NoLog.class, none.log());
        assertNull(none.directory());
        assertFalse(none.isTemporary());
        assertEquals("", none.shownName());
        assertNull(none.failure());
    }

    @Test
    void shouldStayWhereTheUserNamedADirectory() throws IOException
    {
        final Path run = directory.resolve("a/run");
        final StormJournal journal = create(plan(SettingValues.NONE.with(StormSettings.JOURNAL, run)));

        assertEquals(run, journal.directory());
        assertFalse(journal.isTemporary());
        assertEquals(run.toString(), journal.shownName());
        assertNull(journal.failure());
        assertEquals(1, journal.log().appendedFrames(), "the configuration");
        journal.log().close();

        assertTrue(Files.exists(run));
    }

    @Test
    void shouldSayWhyTheJournalAcceptsNothingMore()
    {
        final Path run = directory.resolve("run");
        final StormJournal journal = create(plan(SettingValues.NONE.with(StormSettings.JOURNAL, run)));
        journal.log().close();

        assertEquals(journal.log().failure(), journal.failure());
    }

    @Test
    void shouldForceWhereThatIsAskedFor()
    {
        final SettingValues process = SettingValues.NONE.with(StormSettings.JOURNAL, directory);

        assertEquals(JournalConfig.DEFAULT, StormJournal.config(plan(process)));
        assertEquals(JournalConfig.DEFAULT.forced(64, 10_000_000), StormJournal.config(
            plan(process.with(StormSettings.DURABILITY, StormSettings.FORCED))));
        assertEquals(JournalLimit.apply(JournalConfig.DEFAULT, LIMIT), StormJournal.config(
            plan(process.with(StormSettings.JOURNAL_LIMIT, LIMIT))));
    }

    @Test
    void shouldRefuseADirectoryThatIsNotEmptyAnyMore() throws IOException
    {
        final Path run = Files.createDirectory(directory.resolve("run"));
        final StormPlan plan = plan(SettingValues.NONE.with(StormSettings.JOURNAL, run));
        Files.createFile(run.resolve("note.txt"));

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> create(plan));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().startsWith("journal " + run + ": "), refused.getMessage());
        assertEquals(0, refused.getSuppressed().length, "it is not ours to be removed");
        assertTrue(Files.exists(run.resolve("note.txt")));
    }

    @Test
    void shouldSayWhyADirectoryCannotBeMade()
    {
        final Path run = Path.of("/proc/gale/run");                             // where nobody makes directories
        final StormPlan plan =
            StormPlans.at(plan(SettingValues.NONE.with(StormSettings.JOURNAL, directory)), run);

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> create(plan));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().startsWith("journal " + run + ": "), refused.getMessage());
        assertEquals(0, refused.getSuppressed().length);
    }

    @Test
    void shouldRemoveTheDirectoryThatItMadeWhereTheJournalIsRefused() throws IOException
    {
        final Path deep = deep();
        final StormPlan plan =
            StormPlans.at(plan(SettingValues.NONE.with(StormSettings.JOURNAL, directory.resolve("run"))), deep);

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> create(plan));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertFalse(Files.exists(deep));
        assertTrue(Files.exists(deep.getParent()));
    }

    @Test
    void shouldLeaveADirectoryThatWasThereWhereTheJournalIsRefused() throws IOException
    {
        final Path deep = Files.createDirectory(deep());
        final StormPlan plan =
            StormPlans.at(plan(SettingValues.NONE.with(StormSettings.JOURNAL, directory.resolve("run"))), deep);

        assertThrows(OutcomeException.class, () -> create(plan));

        assertTrue(Files.exists(deep));
    }

    @Test
    void shouldMakeTemporaryDirectoriesForTheirOwnerAlone() throws IOException
    {
        final Set<Path> made = new HashSet<>();
        for (int i = 0; i < 3; i++)
        {
            final Path temporary = new TemporaryPlace().make(directory, "gale-", Spelling.NAMES);

            assertEquals(directory, temporary.getParent());
            assertTrue(temporary.getFileName().toString().matches("gale-[0-9a-f]{6}"), temporary.toString());
            assertEquals(Set.of("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE"), permissions(temporary));
            assertTrue(made.add(temporary));
        }
    }

    @Test
    void shouldSayWhyATemporaryDirectoryCannotBeMade()
    {
        final Path missing = directory.resolve("missing");

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> new TemporaryPlace().make(missing, "gale-", Spelling.NAMES));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().matches("the temporary directory " + missing +
            "/gale-[0-9a-f]{6} cannot be made: .* \\(choose another with journal DIR\\)"), refused.getMessage());
    }

    /** Returns a directory whose own path is as long as a path can be, so that no file can lie in it. */
    private Path deep() throws IOException
    {
        Path deep = directory;
        while (deep.toString().length() + NAME_LENGTH + 2 < PATH_LENGTH)
        {
            deep = deep.resolve("d".repeat(Math.min(NAME_LENGTH, PATH_LENGTH - deep.toString().length() - 3)));
        }
        Files.createDirectories(deep);

        return deep.resolve("r".repeat(PATH_LENGTH - deep.toString().length() - 1));
    }

    private static Set<String> permissions(final Path path) throws IOException
    {
        final Set<String> names = new HashSet<>();
        Files.getPosixFilePermissions(path).forEach(permission -> names.add(permission.name()));

        return names;
    }

    private static StormJournal create(final StormPlan plan)
    {
        return StormJournal.create(plan, new RunConfiguration("test", plan.machine(), 1), ThreadHost.INSTANCE,
            new TemporaryPlace());
    }

    private static StormPlan plan(final SettingValues given)
    {
        return SteppedSession.plan(SteppedSession.SMALL.withAll(given));
    }
}
