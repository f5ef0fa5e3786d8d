package org.gale.engine.storm.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.plan.StormJob;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlanning;
import org.gale.engine.storm.plan.StormProfiles;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormProfileTest
{
    private static final Setting<Long> MOVES = Setting.of("moves", Setting.Group.KEY, SettingType.COUNT)
        .defaultValue(1L).help("");
    private static final StormProfile PLAIN = new Profile("plain", List.of());
    private static final StormProfile MOVING = new Profile("moving", List.of(MOVES));
    private static final StormProfiles PROFILES = new StormProfiles(List.of(PLAIN, MOVING), line ->
    {
        throw new IllegalArgumentException("no jobs here");
    });

    @TempDir
    private Path directory;

    /** A profile of small storms. */
    private record Profile(String name, List<Setting<?>> settings) implements StormProfile
    {
        @Override
        public List<String> traffic()
        {
            return List.of();
        }

        @Override
        public List<String> basis()
        {
            return List.of();
        }

        @Override
        public ProfileDefaults defaults()
        {
            return new ProfileDefaults(Storms.small(1_000), 0, 0, SettingValues.NONE);
        }

        @Override
        public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
        {
            ResidentWorkload.checkPes(shape, pes);
        }

        @Override
        public List<Setting<?>> virtualSettings()
        {
            return List.of();
        }

        @Override
        public List<Setting<?>> clockSettings()
        {
            return List.of();
        }

        @Override
        public List<Setting<?>> machineSettings()
        {
            return List.of();
        }

        @Override
        public void checkClock(final StormConfig config, final SettingValues own)
        {
            // There are no settings of the virtual clock.
        }

        @Override
        public SettingValues effective(final SettingValues own)
        {
            return SettingValues.NONE;
        }

        @Override
        public Workload workload(final StormConfig config, final SettingValues own)
        {
            return new MovingWorkload(new ResidentWorkload(config), own.valueOrDefault(MOVES));
        }
    }

    /** Workload that puts commands of two words in front of the turns of each duty cycle. */
    private static final class MovingWorkload extends ForwardingWorkload
    {
        private final long moves;

        MovingWorkload(final Workload resident, final long moves)
        {
            super(resident);
            this.moves = moves;
        }

        @Override
        public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
        {
            return new MovingGuests(super.guests(machine, clock, sending), moves);
        }

        @Override
        public List<AccountingRow> accounting(final Machine machine)
        {
            return List.of(new AccountingRow("moves", "moves", moves, ""));
        }
    }

    private static final class MovingGuests extends ForwardingTurns
    {
        private final long moves;

        MovingGuests(final TurnSource guests, final long moves)
        {
            super(guests);
            this.moves = moves;
        }

        @Override
        public int schedule(
            final PeSet signalled, final MutableDirectBuffer frame, final int offset, final int limitOffset)
        {
            int at = offset;
            for (int i = 0; i < moves && signalled.size() > 0; i++)
            {
                at = Commands.time(frame, at, i, i);
            }

            return super.schedule(signalled, frame, at, limitOffset);
        }
    }

    @Test
    void shouldReplayCommandsThatAWorkloadPutsIntoADutyCycle() throws IOException
    {
        final Path journal = directory.resolve("run1");
        final StormConfig config = MOVING.defaults().config();
        final Workload workload = MOVING.workload(config, SettingValues.NONE.with(MOVES, 3L));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT)
                .create(journal, Storms.configuration(config));
            final StormResult result =
                new StormRun(Options.of(config, workload), machine, writer).run();

            assertEquals(Outcome.OK, result.verdict().outcome());
            assertEquals(1_000, result.totals().accounting().delivered());
            assertEquals(List.of(new AccountingRow("moves", "moves", 3, "")), result.totals().accounting().rows());
        }
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Test
    void shouldKeepTheSettingsOfItsProfileInThePlan()
    {
        final StormPlan plan = plan("moving", SettingValues.NONE.withText(MOVES, "2k"));

        assertEquals(2_000, plan.settings().get(MOVES));
        assertEquals(List.of(new AccountingRow("moves", "moves", 2_000, "")), plan.workload().accounting(null));
    }

    @Test
    void shouldRefuseTheSettingOfAnotherProfile()
    {
        final SettingValues given = SettingValues.NONE.with(MOVES, 2L);

        final OutcomeException failure = assertThrows(OutcomeException.class, () -> plan("plain", given));

        assertEquals(Outcome.USAGE, failure.outcome());
        assertEquals("moves: '2' is no setting of the profile 'plain'", failure.getMessage());
    }

    private static StormPlan plan(final String profile, final SettingValues given)
    {
        final HostShape shape = PROFILES.of(profile).defaults().config().shape();

        return StormPlanning.of(new StormJob(profile, given.with(StormSettings.PROFILE, profile), shape), PROFILES,
            Spelling.NAMES);
    }
}
