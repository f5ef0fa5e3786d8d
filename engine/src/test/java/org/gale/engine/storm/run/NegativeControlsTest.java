package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.gicv4.Gicv4Faults;
import org.gale.engine.gicv5.Gicv5Faults;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.NoLog;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.job.JobProfiles;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.support.FaultyMachine;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Negative controls of the proof: storms in which a machine loses something at a random command, live and in the
 * replay. Each must end with a broken promise. A storm that comes to its end has hidden a lost interrupt.
 */
@Tag("P1")
@Tag("P2")
@Tag("P4")
class NegativeControlsTest
{
    private static final long COUNT = 150_000;
    private static final List<String> PROFILES = List.of("default", "lpi-stress", "overcommit", "coalescing", "direct");
    private static final List<Gicv5Faults> FAULTS = List.of(Gicv5Faults.values());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void shouldFindWhatAMachineLoses(final long seed) throws IOException
    {
        assertEquals("", finding(seed));
    }

    @Tag("slow")
    @Test
    void shouldFindWhatAHundredMachinesLose() throws IOException
    {
        final List<String> missed = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++)
        {
            missed.add(finding(seed));
        }
        missed.removeIf(String::isEmpty);

        assertEquals(List.of(), missed);
    }

    /** Returns how a control stayed hidden, or nothing. */
    private String finding(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final String profile = PROFILES.get((int)(seed % PROFILES.size()));
        final long round = seed / PROFILES.size();
        final Gicv5Faults fault = FAULTS.get((int)((seed % PROFILES.size() + round) % FAULTS.size()));
        final long command = random.nextLong(2_000, COUNT / 2);
        final int vm = random.nextInt(4);
        final int id = random.nextInt(128);
        final Predicate<Machine> loss = profile.equals("direct") ?
            machine -> Gicv4Faults.valueOf(fault.name()).applyFrom(machine, vm, id) :
            machine -> fault.applyFrom(machine, vm, id);
        final Control control = new Control(profile, fault == Gicv5Faults.CANDIDATE, seed,
            machine -> FaultyMachine.of(machine, command, loss));
        final String live = control.live();
        final String replayed = control.replayed(directory.resolve("run" + seed));
        final String name = profile + ' ' + fault + " behind command " + command;

        return live.isEmpty() && replayed.isEmpty() ? "" : name + ": live " + live + ", replay " + replayed;
    }

    @FunctionalInterface
    private interface Fault
    {
        Machine in(Machine machine);
    }

    /**
     * One storm with its fault.
     *
     * @param isStill true to leave toggles and moves out: each makes the index of a vPE anew, which heals it
     */
    private record Control(String profile, boolean isStill, long seed, Fault fault)
    {
        private StormConfig config()
        {
            final StormConfigs config = StormConfigs.begin().vms(4).vpes(2).devices(2).events(64).untimed()
                .countLimit(COUNT).seed(seed);

            return (profile.equals("overcommit") ? config.pes(3) :
                profile.equals("coalescing") ? config.ratePerS(50e6) : config).build();
        }

        private Workload workload()
        {
            final StormProfile of = JobProfiles.ALL.of(profile.equals("coalescing") ? "default" : profile);
            SettingValues own = SettingValues.NONE;
            for (final Setting<?> setting : of.settings())
            {
                own = isStill && List.of("toggles", "moves").contains(setting.name()) ?
                    own.withText(setting, "0") : own;
            }

            return of.workload(config(), own);
        }

        private String live()
        {
            try (Machine machine = fault.in(Machines.FACTORY.create(workload().machine())))
            {
                final StormResult result = new StormRun(Options.of(config(), workload()), machine, new NoLog()).run();
                assertFalse(machine.memory().mayOverlap(), "the tables of a storm must not share pages");

                return result.verdict().outcome() == Outcome.INVARIANT_BROKEN ? "" : result.verdict().toString();
            }
        }

        private String replayed(final Path journal) throws IOException
        {
            try (Machine machine = Machines.FACTORY.create(workload().machine()))
            {
                final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(journal,
                    new RunConfiguration("test", workload().machine(), seed)
                        .with(RunConfiguration.STORM, config().toKeys()).toBytes());
                final StormResult result = new StormRun(Options.of(config(), workload()), machine, writer).run();
                assertEquals(Outcome.OK, result.verdict().outcome());
            }
            try
            {
                final boolean isEqual = Replay.verify(journal, ReplayProgress.NONE,
                    config -> fault.in(Machines.FACTORY.create(config))).isEqual();

                return isEqual ? "equal" : "differs";
            }
            catch (final InvariantBrokenException ex)
            {
                return "";
            }
        }
    }
}
