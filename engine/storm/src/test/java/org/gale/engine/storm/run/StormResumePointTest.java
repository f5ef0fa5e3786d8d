package org.gale.engine.storm.run;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormLimit;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlans;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.FaultyMachine;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the point at which a storm is resumed, by journals without threads. */
class StormResumePointTest
{
    private static final StormConfig CONFIG = Storms.small(1_000);
    private static final long MIB = 1 << 20;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private final NotedSteps steps = new NotedSteps();
    private Path left;
    private long commands;
    private int closed;

    @BeforeEach
    void nameJournal()
    {
        left = directory.resolve("left");
    }

    @Test
    @Tag("P6")
    void shouldContinueBehindTheLastCommand() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            final StormResumeTotals totals = point.totals(plan);

            assertEquals(2, totals.offered());
            assertEquals(0, totals.delivered());
            assertEquals(commands, totals.commands());
            assertEquals(commands, point.machine().commandCount());
            assertEquals(frames(), totals.frames());
            assertEquals(1, totals.position().offered(0));
            assertEquals(1, totals.position().offered(1));
            assertEquals(new StormResumed(commands, 0, 1, totals.offered(), totals.delivered(),
                totals.position().timeNs()), point.resumed(totals));
        }
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldCountTheTornFrame() throws IOException
    {
        leaveTwoEvents();
        LeftJournals.addTornFrame(left);
        try (StormResumePoint point = find(plan(SettingValues.NONE), Machines.FACTORY))
        {
            assertEquals(1, point.resumed(StormResumeTotals.NONE).tornFrames());
        }
    }

    @Test
    void shouldCountEventsWithLongIds() throws IOException
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        Commands.msiLong(command, 0, 0, 2, 7);
        try (LeftStorm storm = begin().setUp().command(Commands.msi(0, 3, 0)))
        {
            storm.append(command, 2);
            commands = storm.leave(left);
        }
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            assertEquals(2, point.totals(plan).offered(), "a producer that attached sent one of them");
        }
    }

    @Test
    void shouldBeginWhereNoFrameWasAppended() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        LeftJournals.forgetAll(left);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            final StormResumeTotals totals = point.totals(plan);

            assertEquals(0, totals.offered());
            assertEquals(0, totals.frames());
            assertEquals(new StormResumed(0, 0, 1, totals.offered(), totals.delivered(),
                totals.position().timeNs()), point.resumed(totals));
            assertEquals(0, point.machine().commandCount());
        }
    }

    @Test
    void shouldCloseItsMachine() throws IOException
    {
        leaveTwoEvents();

        find(plan(SettingValues.NONE), config -> noted(Machines.FACTORY.create(config)))
            .close();

        assertEquals(1, closed);
    }

    @Test
    void shouldRefuseACountThatIsReached() throws IOException
    {
        leaveTwoEvents();
        final StormResumeTotals three = new StormResumeTotals(3, 0, 0, 0, ResumePosition.START);
        final StormPlan asked = plan(SettingValues.NONE.with(StormSettings.COUNT, 2L));
        final StormPlan begun = plan(SettingValues.NONE);
        try (StormResumePoint point = find(begun, Machines.FACTORY))
        {
            assertRefused(Outcome.USAGE, "count: 2 is below the 3 events that " + left +
                " has already offered (leave it out, or name more)", () -> point.checkCount(asked, three));
            assertDoesNotThrow(() -> point.checkCount(
                asked, new StormResumeTotals(2, 0, 0, 0, ResumePosition.START)), "it is reached, not passed");
            assertDoesNotThrow(() -> point.checkCount(
                begun, new StormResumeTotals(1_001, 0, 0, 0, ResumePosition.START)), "it is the journal's own");
        }
    }

    @Test
    void shouldRefuseALimitThatIsPassed() throws IOException
    {
        leaveTwoEvents();
        final long retained = JournalVerifier.verify(left, (done, total) -> { }).bytes();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            final String message = "journal-limit: " + String.format("%,d", retained - 1) + " B is less than the " +
                String.format("%,d", retained) + " B that " + left + " already holds (leave it out, or name more)";
            assertRefused(Outcome.USAGE, message, () -> point.checkLimit(StormPlans.limited(plan, retained - 1)));
            assertDoesNotThrow(() -> point.checkLimit(StormPlans.limited(plan, retained)));
            assertDoesNotThrow(() -> point.checkLimit(plan), "there is no limit");
        }
    }

    @Test
    void shouldKeepTheLimitOfTheJournalThoughItIsPassed() throws IOException
    {
        try (LeftStorm storm = new LeftStorm(left, CONFIG, StormLimit.with(9, configuration(CONFIG))).setUp())
        {
            storm.leave(left);
        }
        final StormPlan plan = plan(SettingValues.NONE.with(StormSettings.JOURNAL_LIMIT, 64 * MIB));
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            assertDoesNotThrow(() -> point.checkLimit(StormPlans.limited(plan, 9)));
            assertThrows(OutcomeException.class, () -> point.checkLimit(StormPlans.limited(plan, 8)));
        }
    }

    @Test
    void shouldKeepTheLimitOfTheLastResumeThoughItIsPassed() throws IOException
    {
        final Path again = directory.resolve("again");
        try (LeftStorm storm = new LeftStorm(left, CONFIG, StormLimit.with(9, configuration(CONFIG))).setUp())
        {
            storm.leave(left);
        }
        final JournalConfig limited = JournalLimit.apply(JournalConfig.DEFAULT, 16 * MIB);
        try (JournalWriter writer = new JournalOpening(limited).resume(left))
        {
            LeftJournals.copy(writer, left, again);
        }
        left = again;
        final StormPlan plan = plan(SettingValues.NONE);
        assertEquals(16 * MIB, plan.limitBytes());
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            assertDoesNotThrow(() -> point.checkLimit(plan));
            assertThrows(OutcomeException.class, () -> point.checkLimit(StormPlans.limited(plan, 9)),
                "the one before it");
        }
    }

    @Test
    void shouldRefuseAStormThatHasEnded() throws IOException
    {
        begin().setUp().close();
        LeftJournals.copy(directory.resolve("left.open"), left);
        commands = JournalVerifier.verify(left, (done, total) -> { }).commands();

        assertRefused(Outcome.USAGE, "resume " + left + ": is closed: its storm has ended in good order after " +
            "command " + commands + ". Begin another: a storm with journal DIR",
            () -> find(plan(SettingValues.NONE), Machines.FACTORY));
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldResumeAStormWhoseJournalWasClosedEarly() throws IOException
    {
        leaveTwoEvents();
        new JournalOpening(JournalConfig.DEFAULT).resume(left).closeShort();
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(left, (done, total) -> { }).status());

        try (StormResumePoint point = find(plan(SettingValues.NONE), Machines.FACTORY))
        {
            assertEquals(commands, point.resumed(StormResumeTotals.NONE).sequence());
        }
    }

    @Test
    @Tag("P8")
    void shouldRefuseADamagedJournal() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        LeftJournals.damage(left);

        assertEquals(Outcome.JOURNAL_DAMAGED,
            assertThrows(OutcomeException.class, () -> find(plan, Machines.FACTORY)).outcome());
    }

    @Test
    void shouldRefuseAReplayThatDiverges() throws IOException
    {
        try (LeftStorm storm = begin().setUp().digest(1))
        {
            commands = storm.leave(left);
        }

        final OutcomeException refused = assertThrows(OutcomeException.class, () ->
            find(plan(SettingValues.NONE), config -> noted(Machines.FACTORY.create(config))));

        assertEquals(Outcome.DIVERGED, refused.outcome());
        assertTrue(refused.getMessage().startsWith("resume " + left + ": its replay diverged between commands 1 and " +
            commands + ": "), refused.getMessage());
        assertEquals(1, closed);
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldRefuseAReplayThatBreaksAPromise() throws IOException
    {
        leaveTwoEvents();

        assertRefused(Outcome.INVARIANT_BROKEN, "in the replay: P1 broken: VM 1 LPI 7 is lost. Right at the " +
            "check after command 3, wrong at the check after command 5.",
            () -> find(plan(SettingValues.NONE), failing(machine ->
            {
                throw new InvariantBrokenException("P1", "VM 1 LPI 7 is lost", OwnerId.NONE, -1, 3, 5);
            })));
    }

    @ParameterizedTest(name = "{0} VMs with {1} VPEs each")
    @CsvSource({ "1, 2", "2, 1", "3, 2", "2, 3" })
    void shouldRefuseAJobWithOtherVpes(final long vms, final long vpes) throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            assertRefused(Outcome.USAGE, "resume " + left +
                ": its job has other VPEs than its machine: somebody has changed the job",
                () -> point.totals(StormPlans.with(plan, StormConfigs.of(CONFIG).vms(vms).vpes(vpes).build())));
        }
    }

    @Test
    void shouldLetVpesBeMissingBeforeTheFirstEvent() throws IOException
    {
        try (LeftStorm storm = begin().setUp())
        {
            storm.leave(left);
        }
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            assertEquals(0, point.totals(StormPlans.with(plan, StormConfigs.of(CONFIG).vpes(3).build())).offered());
            assertThrows(OutcomeException.class, () ->
                point.totals(StormPlans.with(plan, StormConfigs.of(CONFIG).vpes(1).build())),
                "too many are no beginning");
        }
    }

    @Test
    void shouldRefuseAJobWithOtherDevices() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = StormPlans.with(
            plan(SettingValues.NONE), StormConfigs.of(CONFIG).devices(1).events(64).build());
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            // Its VM 1 has device 1, and the machine has seen an event of device 2.
            assertRefused(Outcome.USAGE, "resume " + left +
                ": its job has other devices than its machine: somebody has changed the job", () -> point.totals(plan));
        }
    }

    @Test
    void shouldContinueTheJournalBehindThePoint() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY);
            JournalWriter writer = point.write(plan, ThreadHost.INSTANCE))
        {
            assertEquals(commands + 1, writer.nextSequence());
        }
    }

    @Test
    void shouldRefuseAJournalThatSomebodyElseHasResumed() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            try (JournalWriter other = new JournalOpening(JournalConfig.DEFAULT).resume(left))
            {
                Runs.append(other, 1, Commands.msi(0, 4, 0));
            }

            assertRefused(Outcome.USAGE, left + ": somebody else has resumed it: command " + (commands + 2) +
                " is next, expected " + (commands + 1), () -> point.write(plan, ThreadHost.INSTANCE));
            assertDoesNotThrow(() -> new JournalOpening(JournalConfig.DEFAULT).resume(left).close(),
                "nobody has it open");
        }
    }

    @Test
    void shouldSayThatTheJournalIsGone() throws IOException
    {
        leaveTwoEvents();
        final StormPlan plan = plan(SettingValues.NONE);
        try (StormResumePoint point = find(plan, Machines.FACTORY))
        {
            TemporaryJournals.remove(left);

            assertRefused(Outcome.USAGE, left + ": not a directory", () -> point.write(plan, ThreadHost.INSTANCE));
        }
        assertRefused(Outcome.USAGE, left + ": not a directory", () -> find(plan, Machines.FACTORY));
    }

    private StormResumePoint find(final StormPlan plan, final MachineFactory machines)
    {
        return StormResumePoint.find(plan, false, machines, steps, () -> false);
    }

    private static void assertRefused(
        final Outcome outcome, final String message, final Executable action)
    {
        final OutcomeException refused = assertThrows(OutcomeException.class, action);

        assertEquals(message, refused.getMessage());
        assertEquals(outcome, refused.outcome());
    }

    /** Leaves a journal with an event of each VM behind its set-up. */
    private void leaveTwoEvents() throws IOException
    {
        try (LeftStorm storm = begin().setUp().command(Commands.msi(0, 3, 0)).command(Commands.msi(2, 5, 0)))
        {
            commands = storm.leave(left);
        }
    }

    private LeftStorm begin() throws IOException
    {
        return new LeftStorm(left, CONFIG, configuration(CONFIG));
    }

    private static RunConfiguration configuration(final StormConfig config)
    {
        return RunConfiguration.parse(Storms.configuration(config));
    }

    private long frames() throws IOException
    {
        return JournalVerifier.verify(left, (done, total) -> { }).frames();
    }

    private StormPlan plan(final SettingValues given)
    {
        return new JobPlanner(JobProfiles.ALL).plan(given.with(StormSettings.RESUME, left), Spelling.NAMES);
    }

    /** Returns a factory of machines that fail behind their first command. */
    private static MachineFactory failing(final Predicate<Machine> fault)
    {
        return config -> FaultyMachine.of(Machines.FACTORY.create(config), 1, fault);
    }

    /** Returns a machine that counts its closings here. */
    private Machine noted(final Machine machine)
    {
        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{ Machine.class },
            (proxy, method, arguments) ->
            {
                closed += method.getName().equals("close") ? 1 : 0;

                return method.invoke(machine, arguments);
            });
    }
}
