package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    private static final List<String> ANY = List.of("PENDING_BIT", "OWED_BIT", "CANDIDATE");
    /** Losses that a digest covers: in a replay it differs from the live one before a promise is seen to be broken. */
    private static final List<String> IN_STATE = List.of("DOORBELL", "LIST_ENTRY");
    private static final String DIFFERS = "differs";
    /** Keys of the profile: toggles and moves make indexes and lists anew, and heal them; few vPEIDs make lists. */
    private static final Map<String, Map<String, String>> KEYS = Map.of(
        "CANDIDATE", Map.of("toggles", "0", "moves", "0"),
        "LIST_ENTRY", Map.of("toggles", "0", "moves", "0", "vpeid_bits", "1"));

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
        final List<String> faults = faults(profile);
        final String fault = faults.get((int)((seed % PROFILES.size() + round) % faults.size()));
        final long command = random.nextLong(2_000, COUNT / 2);
        final int vm = random.nextInt(4);
        final int id = random.nextInt(128);
        final Predicate<Machine> loss = profile.equals("direct") ?
            machine -> Gicv4Faults.valueOf(fault).applyFrom(machine, vm, id) :
            machine -> Gicv5Faults.valueOf(fault).applyFrom(machine, vm, id);
        final Control control = new Control(profile, KEYS.getOrDefault(fault, Map.of()), seed,
            machine -> FaultyMachine.of(machine, command, loss));
        final String live = control.live();
        final String replayed = control.replayed(directory.resolve("run" + seed));
        final String name = profile + ' ' + fault + " behind command " + command;

        final boolean isFoundInReplay =
            replayed.isEmpty() || (replayed.equals(DIFFERS) && IN_STATE.contains(fault));

        return live.isEmpty() && isFoundInReplay ? "" : name + ": live " + live + ", replay " + replayed;
    }

    /** Returns what the machine of a profile can lose: vCPUs that sleep, a doorbell, and lists, an entry. */
    private static List<String> faults(final String profile)
    {
        final List<String> faults = new ArrayList<>(ANY);
        switch (profile)
        {
            case "overcommit" -> faults.add("DOORBELL");
            case "direct" -> faults.add("LIST_ENTRY");
            default -> assertTrue(PROFILES.contains(profile), profile);
        }

        return faults;
    }

    @FunctionalInterface
    private interface Fault
    {
        Machine in(Machine machine);
    }

    /** One storm with its fault. */
    private record Control(String profile, Map<String, String> keys, long seed, Fault fault)
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
                own = keys.containsKey(setting.name()) ? own.withText(setting, keys.get(setting.name())) : own;
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

                return isEqual ? "equal" : DIFFERS;
            }
            catch (final InvariantBrokenException ex)
            {
                return "";
            }
        }
    }
}
