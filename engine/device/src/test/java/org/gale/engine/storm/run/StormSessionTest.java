package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the steps of a session from its plan to its outcome, around runs of no commands. */
class StormSessionTest
{
    private static final StormVerdict.Stop STOP = new StormVerdict.Stop(
        new Condition("stall", Condition.Order.ABOVE, 1e6, Condition.ConditionKind.TIME, "stall > 1ms"), null);

    private final SteppedSession stepped = new SteppedSession();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private Path run;
    private SettingValues given;

    @BeforeEach
    void nameJournal()
    {
        run = directory.resolve("run");
        given = SteppedSession.SMALL.with(StormSettings.JOURNAL, run);
    }

    @Test
    @Tag("P7")
    void shouldRunAndProveAStorm()
    {
        final StormSession session = stepped.of(plan());

        final Session.End end = session.run();

        assertEquals(List.of("beginning default", "running 0", "ended", "measured", "read", "proven EQUAL"),
            stepped.steps());
        assertEquals(Outcome.OK, end.report().outcome());
        assertNull(end.report().failure());
        assertNull(end.proofFailure());
        assertEquals(StormProof.Extent.EQUAL, end.report().proof().extent());
        assertEquals(StormResults.sound().totals(), end.report().result().totals());
        assertEquals(run, session.journal());
        assertEquals(0, stepped.stops());
    }

    @Test
    void shouldDescribeTheStorm()
    {
        final StormPlan plan = plan();

        final StormDescription description = stepped.of(plan).run().report().description();

        assertEquals("1.2.3", description.platform().version());
        assertEquals("default", description.name());
        assertEquals("default", description.profile());
        assertEquals(plan.config(), description.config());
        assertEquals(run.toString(), description.journal());
        assertFalse(description.temporary());
        assertSame(StormResumed.NONE, description.resumed());
    }

    @Test
    void shouldRecordTheStormInItsJournal() throws IOException
    {
        given = given.with(StormSettings.SEED, 7L).with(StormSettings.JOURNAL_LIMIT, 64L << 20);
        final StormPlan plan = plan();

        stepped.of(plan).run();

        final RunConfiguration recorded = recorded();
        assertEquals("1.2.3", recorded.version());
        assertEquals(7, recorded.seed());
        assertEquals(plan.machine(), recorded.machine());
        assertEquals("default", recorded.value("profile"));
        assertEquals(plan.job(), recorded.value(RunConfiguration.JOB));
        assertEquals("67108864", recorded.value("journal_limit"));
        assertNull(recorded.value(RunConfiguration.MODEL));
    }

    @Test
    void shouldRecordNoJobWhereThePlanHasNoLine() throws IOException
    {
        stepped.of(plan().recording(null)).run();

        assertNull(recorded().value(RunConfiguration.JOB));
        assertNull(recorded().value("journal_limit"));
    }

    @Test
    void shouldGiveTheRunItsOptions()
    {
        final StormPlan plan = plan();
        stepped.of(plan).run();

        final RunOptions options = stepped.options();
        assertEquals(plan.config(), options.config());
        assertSame(plan.workload(), options.workload());
        assertSame(StormResumeTotals.NONE, options.resumed());
        assertEquals(RunOptions.History.FIGURES, options.measurement().history());
        assertEquals(plan.settings(), options.measurement().settings());
        assertNotNull(options.measurement().rehearsal());
        assertEquals(List.of(), options.producers().sources());
        assertTrue(options.producers().hasGenerator());
        assertNotNull(options.counters());
    }

    @Test
    void shouldKeepHistogramsForALogOfThem()
    {
        given = given.with(ShownSettings.HLOG, directory.resolve("log"));

        stepped.of(plan()).run();

        assertEquals(RunOptions.History.HISTOGRAMS, stepped.options().measurement().history());
    }

    @Test
    void shouldProveNothingWithoutAJournal()
    {
        given = given.with(StormSettings.JOURNAL, Path.of(StormSettings.NONE));
        final StormSession session = stepped.of(plan());

        final StormReport report = session.run().report();

        assertEquals(List.of("beginning default", "running 0", "ended", "measured", "proven NO_JOURNAL"),
            stepped.steps());
        assertEquals(new StormProof(StormProof.Extent.NO_JOURNAL), report.proof());
        assertEquals(Outcome.OK, report.outcome());
        assertFalse(report.description().hasJournal());
        assertNull(session.journal());
    }

    @Test
    void shouldProveNothingThatWasNotAskedFor()
    {
        given = given.with(StormSettings.REPLAY, false);

        final StormReport report = stepped.of(plan()).run().report();

        assertEquals(new StormProof(StormProof.Extent.NOT_ASKED), report.proof());
        assertEquals(Outcome.OK, report.outcome());
    }

    @Test
    void shouldReportTheFailureOfTheRunBeforeThatOfItsProof()
    {
        stepped.endingWith(StormResults.with(StormResults.with(StormResults.with(StormResults.sound(),
            "verdict.failure", "the engine failed"), "verdict.outcome", Outcome.RESOURCES), "journal.commands", 5L));

        final Session.End end = stepped.of(plan()).run();

        assertEquals("the engine failed\n  Stopped after command 5.", end.report().failure());
        assertEquals(Outcome.RESOURCES, end.report().outcome());
        assertEquals(StormProof.Extent.READ_ONLY, end.report().proof().extent());
        assertNull(end.proofFailure(), "the journal is sound");
    }

    @Test
    void shouldReportBothFailures()
    {
        stepped.endingWith(StormResults.with(StormResults.with(StormResults.sound(),
            "verdict.failure", "the engine failed"), "verdict.outcome", Outcome.RESOURCES))
            .doing(() -> TemporaryJournals.remove(run));

        final Session.End end = stepped.of(plan()).run();

        assertTrue(end.report().failure().startsWith("the engine failed"), end.report().failure());
        assertEquals(run + ": not a directory", end.proofFailure());
        assertEquals(Outcome.JOURNAL_DAMAGED, end.report().outcome(), "the more severe one");
    }

    @Test
    void shouldReportTheFailureOfTheProofAlone()
    {
        stepped.doing(() -> TemporaryJournals.remove(run));

        final Session.End end = stepped.of(plan()).run();

        assertEquals(run + ": not a directory", end.report().failure());
        assertNull(end.proofFailure(), "it is the failure of the report");
        assertEquals(Outcome.JOURNAL_DAMAGED, end.report().outcome());
    }

    @Test
    void shouldReportTheConditionThatWasMet()
    {
        stepped.endingWith(StormResults.with(StormResults.with(StormResults.sound(), "verdict.stop", STOP),
            "verdict.outcome", Outcome.CHECK_FAILED));

        final StormReport report = stepped.of(plan()).run().report();

        assertEquals("stopped: stall > 1 ms", report.failure());
        assertEquals(Outcome.CHECK_FAILED, report.outcome());
    }

    @Test
    void shouldReportTheFailureOfTheProofBeforeACondition()
    {
        stepped.endingWith(StormResults.with(StormResults.sound(), "verdict.stop", STOP))
            .doing(() -> TemporaryJournals.remove(run));

        assertEquals(run + ": not a directory", stepped.of(plan()).run().report().failure());
    }

    @ParameterizedTest
    @CsvSource({ "false, false, OK, 0", "true, false, INTERRUPTED, 0", "false, true, INTERRUPTED, 1" })
    void shouldBeInterruptedByTheUser(
        final boolean isInRun, final boolean isBefore, final Outcome outcome, final int stops)
    {
        stepped.endingWith(StormResults.with(StormResults.sound(), "verdict.interrupted", isInRun))
            .interrupted(isBefore);

        assertEquals(outcome, stepped.of(plan()).run().report().outcome());
        assertEquals(stops, stepped.stops());
    }

    @Test
    void shouldStopTheRunThatRuns()
    {
        final AtomicReference<StormSession> session = new AtomicReference<>();
        session.set(stepped.doing(() -> session.get().stop()).of(plan()));
        session.get().stop();
        assertEquals(0, stepped.stops());

        session.get().run();
        assertEquals(1, stepped.stops());
        session.get().stop();

        assertEquals(1, stepped.stops(), "it has ended");
    }

    @Test
    void shouldCloseTheJournalEarlyWhereNoRunCanBeMade() throws IOException
    {
        final RuntimeException refusal = new IllegalStateException("what nobody expects");
        final StormSession session = stepped.refusing(refusal).of(plan());

        assertSame(refusal, assertThrows(IllegalStateException.class, session::run));

        assertEquals(List.of("beginning default"), stepped.steps(), "no progress is shown, and the user knows it");
        assertTrue(JournalSummary.read(run, ReplayProgress.NONE).isStoppedShort());
    }

    @Test
    void shouldRemoveTheProgressOfARunThatFails()
    {
        stepped.doing(() ->
        {
            throw new IllegalStateException("what nobody expects");
        });

        assertThrows(IllegalStateException.class, () -> stepped.of(plan()).run());

        assertEquals(List.of("beginning default", "running 0", "ended"), stepped.steps());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ "wall, Continue: a storm with resume", "virtual, Run it again: a storm of the job of" })
    void shouldNameTheMappedFileThatWasCutShort(final String clock, final String onward) throws IOException
    {
        final Path ram = directory.resolve("ram");
        given = given.with(StormSettings.RAM_FILE, ram).with(StormSettings.CLOCK, clock);
        final StormSession session = stepped.of(plan(), (options, machine, log) ->
        {
            log.close();
            remove(ram);
            throw new InternalError("a fault occurred in an unsafe memory access operation");
        });

        final OutcomeException refused = assertThrows(OutcomeException.class, session::run);

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertEquals("ram-file " + ram + ": another process has cut it short while it was in use.\n  Everything " +
            "acknowledged is in " + run + ". " + onward + ' ' + run, refused.getMessage());
    }

    /** The file is the storm's: a second machine finds it in use. */
    @Test
    void shouldRehearseInOtherRamThanTheFileOfTheStorm()
    {
        given = given.with(StormSettings.RAM_FILE, directory.resolve("ram"));
        stepped.doing(() ->
        {
            stepped.options().measurement().rehearsal().prepare();
            stepped.options().measurement().rehearsal().run();
        });

        assertEquals(Outcome.OK, stepped.of(plan()).run().report().outcome());
    }

    @Test
    void shouldRefuseAStormWhoseJournalFindsNoSpace()
    {
        given = given.without(StormSettings.COUNT)
            .with(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS - 1);

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> stepped.of(plan()));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertTrue(refused.getMessage().startsWith(run + " has "), refused.getMessage());
    }

    @Test
    void shouldShowWhereProducersAttach()
    {
        final Path lanes = directory.resolve("lanes");
        given = given.with(StormSettings.LANES, lanes).with(StormSettings.LANE_COUNT, 3L)
            .with(StormSettings.GENERATOR, false).without(StormSettings.COUNT);
        stepped.doing(() -> assertTrue(Files.exists(lanes.resolve("lane-02"))));

        stepped.of(plan()).run();

        assertEquals(List.of("beginning default", "attachable lanes lane-00 lane-02", "running 0", "ended", "measured",
            "read", "proven EQUAL"), stepped.steps());
        assertEquals(1, stepped.options().producers().sources().size());
        assertFalse(stepped.options().producers().hasGenerator());
        assertFalse(Files.exists(lanes));
    }

    @Test
    void shouldSayWhichFilesOfTheLanesRemain()
    {
        final Path lanes = directory.resolve("lanes");
        given = given.with(StormSettings.LANES, lanes);
        stepped.doing(() -> Files.createFile(lanes.resolve("note.txt")));

        stepped.of(plan()).run();

        assertEquals("remains " + lanes + " was not removed: it holds note.txt", stepped.steps().get(4));
        assertEquals("measured", stepped.steps().get(5));
    }

    @Test
    void shouldRemoveItsFilesWhenTheProcessEndsAtOnce()
    {
        final Path lanes = directory.resolve("lanes");
        given = given.with(StormSettings.LANES, lanes);
        final CountersPlace counters = CountersPlace.ofUser();
        final AtomicReference<StormSession> session = new AtomicReference<>();
        session.set(stepped.doing(() ->
        {
            assertEquals(1, counters.find(run).size());

            session.get().abandon();

            assertEquals(0, counters.find(run).size());
            assertFalse(Files.exists(lanes));
        }).of(plan()));

        session.get().run();

        assertTrue(Files.exists(run), "the user named the journal");
    }

    @Test
    void shouldAbandonNothingBeforeItBegins() throws IOException
    {
        stepped.of(plan()).abandon();

        assertEquals(List.of(), stepped.steps());
        assertFalse(Files.exists(run));
    }

    @ParameterizedTest
    @CsvSource({ "OK", "INTERNAL", "INVARIANT_BROKEN" })
    void shouldLeaveAJournalThatTheUserNamed(final Outcome outcome) throws IOException
    {
        final StormSession session = stepped.of(plan());
        session.run();
        final List<String> before = stepped.steps();

        session.discard(outcome);

        assertTrue(Files.exists(run));
        assertEquals(before, stepped.steps());
    }

    @Test
    void shouldRecordTheModelOfTheVirtualClock() throws IOException
    {
        given = given.with(StormSettings.CLOCK, StormSettings.VIRTUAL);

        stepped.of(plan()).run();

        assertEquals(Integer.toString(Modelled.VERSION), recorded().value(RunConfiguration.MODEL));
    }

    private RunConfiguration recorded() throws IOException
    {
        try (JournalReader reader = JournalReader.open(run))
        {
            return RunConfiguration.parse(reader.header().configuration());
        }
    }

    private StormPlan plan()
    {
        return SteppedSession.plan(given);
    }

    private static void remove(final Path file)
    {
        assertTrue(file.toFile().delete());
    }
}
