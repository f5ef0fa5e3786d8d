package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of storms whose journal and counters lie in the directory of temporary files. */
@Isolated("sets the directory of temporary files")
class TemporaryStormTest
{
    private static final String PROPERTY = "java.io.tmpdir";
    private static final SettingValues WITHOUT_JOURNAL =
        SteppedSession.SMALL.with(StormSettings.DURABILITY, StormSettings.NONE);

    private final SteppedSession stepped = new SteppedSession();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private String usual;

    @BeforeEach
    void setDirectory()
    {
        usual = System.setProperty(PROPERTY, directory.toString());
    }

    @AfterEach
    void restoreDirectory()
    {
        System.setProperty(PROPERTY, usual);
    }

    @Test
    void shouldBeTheDirectoryOfTheHost()
    {
        assertEquals(directory, StormPaths.temporary());
    }

    @ParameterizedTest
    @EnumSource(names = { "OK", "INTERRUPTED", "SKIPPED" })
    void shouldRemoveItsJournalIfAllIsWell(final Outcome outcome) throws IOException
    {
        final StormSession session = stepped.of(SteppedSession.plan(SteppedSession.SMALL));
        final StormDescription description = session.run().report().description();
        final Path journal = session.journal();
        assertEquals(directory, journal.getParent());
        assertTrue(journal.getFileName().toString().matches("gale-[0-9a-f]{6}"), journal.toString());
        assertEquals(journal.getFileName().toString(), description.journal());
        assertTrue(description.temporary());
        final List<String> before = stepped.steps();

        session.discard(outcome);

        assertEquals(List.of(), journals());
        assertEquals(before, stepped.steps());
        session.abandon();
    }

    @ParameterizedTest
    @EnumSource(names = { "OK", "INTERRUPTED", "SKIPPED" }, mode = EnumSource.Mode.EXCLUDE)
    void shouldKeepItsJournalIfSomethingIsWrong(final Outcome outcome) throws IOException
    {
        final StormSession session = stepped.of(SteppedSession.plan(SteppedSession.SMALL));
        session.run();

        session.discard(outcome);

        assertEquals(List.of(session.journal()), journals());
        assertEquals("kept " + session.journal().getFileName(), stepped.steps().get(stepped.steps().size() - 1));
    }

    @Test
    void shouldKeepItsJournalWhereTheRunFails()
    {
        final StormSession session =
            stepped.refusing(new IllegalStateException("what nobody expects"))
                .of(SteppedSession.plan(SteppedSession.SMALL));

        assertThrows(IllegalStateException.class, session::run);

        assertEquals(List.of("beginning default", "kept " + session.journal().getFileName()), stepped.steps());
        assertTrue(Files.exists(session.journal().resolve("gale.journal")));
    }

    @Test
    void shouldRemoveItsFilesWhenTheProcessEndsAtOnce()
    {
        final AtomicReference<StormSession> session = new AtomicReference<>();
        session.set(stepped.doing(() ->
        {
            final Rehearsal rehearsal = stepped.options().measurement().rehearsal();
            rehearsal.prepare();
            assertEquals(2, journals().size());

            session.get().abandon();

            assertEquals(List.of(), journals());
        }).of(SteppedSession.plan(SteppedSession.SMALL.with(StormSettings.REPLAY, false))));

        session.get().run();
    }

    @Test
    void shouldNameTheJournalsThatEarlierRunsLeft() throws IOException
    {
        final Path left = directory.resolve("gale-0123ab");
        Runs.writer(left).close();
        final StormSession session = stepped.of(SteppedSession.plan(SteppedSession.SMALL));

        session.run();

        assertEquals("left [" + left + "]", stepped.steps().get(0));
        assertEquals("beginning default", stepped.steps().get(1));
    }

    @Test
    void shouldNotNameThemWhereItsJournalLiesElsewhere() throws IOException
    {
        Runs.writer(directory.resolve("gale-0123ab")).close();

        stepped.of(SteppedSession.plan(SteppedSession.SMALL.with(StormSettings.JOURNAL, directory.resolve("run"))))
            .run();
        assertEquals("beginning default", stepped.steps().get(0));
        final SteppedSession other = new SteppedSession();
        other.of(SteppedSession.plan(WITHOUT_JOURNAL)).run();

        assertEquals("beginning default", other.steps().get(0));
    }

    @Test
    void shouldRunWithoutCountersWhereTheHostRefusesThem()
    {
        assumeRuntimeDirectoryIsNone();
        System.setProperty(PROPERTY, directory.resolve("missing").toString());

        stepped.of(SteppedSession.plan(WITHOUT_JOURNAL)).run();

        assertEquals(List.of("beginning default", "uncounted", "running 0", "ended", "measured", "proven NO_JOURNAL"),
            stepped.steps());
    }

    @Test
    void shouldSayWhyItsCountersCannotBeRemoved()
    {
        assumeRuntimeDirectoryIsNone();
        stepped.doing(() ->
        {
            final Path counters = counters();
            Files.delete(counters);
            Files.createFile(Files.createDirectory(counters).resolve("note.txt"));
        });

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> stepped.of(SteppedSession.plan(WITHOUT_JOURNAL)).run());

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().startsWith("the counters of gale stat: "), refused.getMessage());
    }

    @Test
    void shouldSayThatThereIsNoDirectoryForAJournal()
    {
        final Path missing = directory.resolve("missing");
        System.setProperty(PROPERTY, missing.toString());

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> StormPaths.checkSpace(SteppedSession.plan(SteppedSession.SMALL)));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertEquals("the temporary directory " + missing +
            ": there is none (set TMPDIR, or choose another with journal DIR)", refused.getMessage());
    }

    @Test
    void shouldSayThatTheDirectoryLacksTheSpace()
    {
        final OutcomeException refused = assertThrows(OutcomeException.class, () -> StormPaths.checkSpace(
            SteppedSession.plan(SteppedSession.SMALL.without(StormSettings.COUNT)
            .with(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS - 1))));

        assertTrue(refused.getMessage().startsWith(directory + " has "), refused.getMessage());
    }

    private static void assumeRuntimeDirectoryIsNone()
    {
        assumeTrue(System.getenv("XDG_RUNTIME_DIR") == null, "counters lie in the directory of temporary files");
    }

    private Path counters() throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            return files.filter(file -> file.getFileName().toString()
                .equals(Long.toString(ProcessHandle.current().pid()))).findFirst().orElseThrow();
        }
    }

    /** Returns the journals in the directory, those of rehearsals too. */
    private List<Path> journals() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter(file -> file.getFileName().toString().matches("(gale-|\\.gale-rehearsal-)[0-9a-f]{6}"))
                .toList();
        }
    }
}
