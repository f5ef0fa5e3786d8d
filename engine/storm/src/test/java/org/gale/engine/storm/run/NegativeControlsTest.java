package org.gale.engine.storm.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.gicv4.Gicv4Faults;
import org.gale.engine.gicv5.Gicv5Faults;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.NoLog;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.virtual.StormsByClock;
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
    /** Interrupts of a storm of devices, which are due by their models: on the virtual clock, unless it says wall. */
    private static final long DEVICE_COUNT = 20_000;
    private static final String WALL = " wall";
    private static final List<String> PROFILES = List.of("default", "lpi-stress", "overcommit", "coalescing", "direct",
        "nvme", "nic", "virtio", "timer", "ipi-heavy", "noisy-neighbour", "mixed-host", "nvme wall", "mixed-host wall",
        "direct");
    private static final List<String> ANY = List.of("PENDING_BIT", "OWED_BIT", "CANDIDATE");
    /**
     * Losses that a digest covers: in a replay it differs from the live one before a promise is seen to be broken. On
     * the wall clock a frame holds few commands, and a digest may come before the next command to the interrupt.
     */
    private static final List<String> IN_STATE = List.of("DOORBELL", "LIST_ENTRY", "PRIVATE");
    private static final String DIFFERS = "differs";
    /** Keys of the profile: toggles and moves make indexes and lists anew, and heal them; few vPEIDs make lists. */
    private static final Map<String, Map<String, String>> KEYS = Map.of(
        "CANDIDATE", Map.of("toggles", "0", "moves", "0"),
        "LIST_ENTRY", Map.of("toggles", "0", "moves", "0", "vpeid_bits", "1"));
    /** Keys of a GICv5 that hide no loss. */
    private static final Map<String, List<String>> OF_MACHINES = new TreeMap<>(Map.of(
        "its.cache", List.of("0", "1", "eager", "eager-valid"), "strict", List.of("0", "1"), "swe", List.of("0", "1"),
        "virt_one_n", List.of("0", "1"), "pri_bits", List.of("5", "4", "1")));

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

    @Tag("P13")
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void shouldFindWhatLiesBesideAMachine(final long seed) throws IOException
    {
        assertEquals("", BesideControls.finding(BesideControls.drawn(seed), directory.resolve("run" + seed)));
    }

    @Tag("P13")
    @Tag("slow")
    @Test
    void shouldFindAHundredFaultsBesideMachines() throws IOException
    {
        final List<String> missed = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++)
        {
            missed.add(BesideControls.finding(BesideControls.drawn(seed), directory.resolve("run" + seed)));
        }
        missed.removeIf(String::isEmpty);

        assertEquals(List.of(), missed);
    }

    @Test
    void shouldDrawAHundredFaultsOverAllProfilesAndBothClocks()
    {
        assertEquals(BesideControls.places(), BesideControls.places(100));
    }

    /** Returns how a control stayed hidden, or nothing. */
    private String finding(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final String profile = PROFILES.get((int)(seed % PROFILES.size()));
        final long round = seed / PROFILES.size();
        final List<String> faults = faults(profile);
        final String fault = faults.get((int)((seed % PROFILES.size() + round) % faults.size()));
        final boolean isOfDevices = PROFILES.indexOf(profile) > PROFILES.indexOf("direct");
        final long command = random.nextLong(2_000, (isOfDevices ? DEVICE_COUNT : COUNT) / 2);
        final int vm = random.nextInt(4);
        final int id = random.nextInt(128);
        final Predicate<Machine> loss = profile.equals("direct") ?
            machine -> Gicv4Faults.valueOf(fault).applyFrom(machine, vm, id) :
            machine -> Gicv5Faults.valueOf(fault).applyFrom(machine, vm, id);
        final Map<String, String> keys = new HashMap<>(KEYS.getOrDefault(fault, Map.of()));
        OF_MACHINES.forEach((key, values) -> keys.put(key, values.get(random.nextInt(values.size()))));
        keys.compute("pri_bits", (key, bits) -> profile.endsWith(WALL) ? null : bits);
        final Control control = new Control(
            isOfDevices ? devices(profile, keys, seed) : traffic(profile, keys, seed),
            machine -> FaultyMachine.of(machine, command, loss));
        final String live = control.live();
        final String replayed = control.replayed(directory.resolve("run" + seed));
        final String name = profile + ' ' + fault + " behind command " + command;

        final boolean isFoundInReplay = replayed.isEmpty() ||
            (replayed.equals(DIFFERS) && (IN_STATE.contains(fault) || profile.endsWith(WALL)));

        return live.isEmpty() && isFoundInReplay ? "" : name + ": live " + live + ", replay " + replayed;
    }

    /** Returns what the machine of a profile can lose: where vCPUs sleep, a doorbell; where it has lists, an entry. */
    private static List<String> faults(final String profile)
    {
        final List<String> faults = new ArrayList<>(ANY);
        switch (profile)
        {
            case "overcommit", "noisy-neighbour", "mixed-host" -> faults.add("DOORBELL");
            case "direct" -> faults.add("LIST_ENTRY");
            case "timer" ->
            {
                faults.clear();
                faults.add("PRIVATE");
            }
            default -> assertTrue(PROFILES.contains(profile), profile);
        }

        return faults;
    }

    /** Returns a storm of a profile of traffic, by keys of its own. */
    private static Storm traffic(final String profile, final Map<String, String> keys, final long seed)
    {
        final StormConfigs small = StormConfigs.begin().vms(4).vpes(2).devices(2).events(64).untimed()
            .countLimit(COUNT).seed(seed);
        final StormConfig config = (profile.equals("overcommit") ? small.pes(3) :
            profile.equals("coalescing") ? small.ratePerS(50e6) : small).build();
        final StormProfile of = JobProfiles.ALL.of(profile.equals("coalescing") ? "default" : profile);
        final SettingValues chosen = of.stated(chosen(of.allSettings(), keys));

        return new Storm(config, () -> of.workload(config, chosen));
    }

    private static SettingValues chosen(final List<Setting<?>> settings, final Map<String, String> keys)
    {
        SettingValues chosen = SettingValues.NONE;
        for (final Setting<?> setting : settings)
        {
            chosen = keys.containsKey(setting.name()) ? chosen.withText(setting, keys.get(setting.name())) : chosen;
        }

        return chosen;
    }

    /** Returns a storm of a profile of devices. */
    private static Storm devices(final String profile, final Map<String, String> keys, final long seed)
        throws IOException
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final String name = profile.replace(WALL, "");
        final SettingValues chosen = chosen(MachineSettings.ALL, keys).with(StormSettings.COUNT, DEVICE_COUNT)
            .with(StormSettings.SEED, seed)
            .with(StormSettings.CLOCK, profile.endsWith(WALL) ? "wall" : StormSettings.VIRTUAL);
        final StormPlan plan = jobs.plan(
            jobs.read(name, InputStream.nullInputStream(), Assignments.NONE), name, chosen, Spelling.NAMES);

        return new Storm(plan.config(), plan::workload);
    }

    @FunctionalInterface
    private interface Fault
    {
        Machine in(Machine machine);
    }

    /** A storm, with a new workload for each run of it. */
    private record Storm(StormConfig config, Supplier<Workload> workload)
    {
        StormResult run(final Workload traffic, final Machine machine, final FrameLog log)
        {
            return StormsByClock.ALL.create(Options.of(config, traffic), machine, log).run();
        }
    }

    /** One storm with its fault. */
    private record Control(Storm storm, Fault fault)
    {
        private String live()
        {
            final Workload traffic = storm.workload().get();
            try (Machine machine = fault.in(Machines.FACTORY.create(traffic.machine())))
            {
                final StormResult result = storm.run(traffic, machine, new NoLog());
                assertFalse(machine.memory().overlap().mayBe(), "the tables of a storm must not share pages");

                return result.verdict().outcome() == Outcome.INVARIANT_BROKEN ? "" : result.verdict().toString();
            }
        }

        private String replayed(final Path journal) throws IOException
        {
            final Workload traffic = storm.workload().get();
            try (Machine machine = Machines.FACTORY.create(traffic.machine()))
            {
                final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(journal,
                    new RunConfiguration("test", traffic.machine(), 0)
                        .with(RunConfiguration.JOB, "{}").toBytes());
                final StormResult result = storm.run(traffic, machine, writer);
                assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().toString());
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
