package org.gale.engine.storm.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.virtual.StormsByClock;
import org.gale.engine.storm.virtual.VirtualFaults;
import org.gale.engine.support.CommandFaults;
import org.gale.engine.support.FaultyCommands;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;

/**
 * Negative controls beside the machine: guests, hosts and devices that forget something, and commands that never come
 * to the machine, drawn by seed over all profiles and both clocks where the fault can exist.
 */
final class BesideControls
{
    private static final long COUNT = 2_000;
    private static final String WALL = " wall";
    private static final List<String> OF_HOST = List.of("default", "lpi-stress", "overcommit", "direct");
    private static final List<String> OF_QUEUES =
        List.of("nvme", "nic", "virtio", "noisy-neighbour", "mixed-host");
    private static final List<String> OF_MODELS = with(OF_QUEUES, "timer");
    /** Profiles of models that do nothing while their drivers forget them. */
    private static final List<String> OF_WAITING =
        List.of("nvme", "virtio", "noisy-neighbour", "mixed-host", "timer");
    private static final List<String> OF_MESSAGES = with(OF_HOST, OF_QUEUES.toArray(new String[0]));
    private static final List<String> ALL = with(OF_MESSAGES, "timer", "ipi-heavy");

    private static final List<Kind> KINDS = List.of(
        new Kind(CommandFaults.LOST_MESSAGE, onBoth(OF_MESSAGES)),
        new Kind(CommandFaults.REPEATED_MESSAGE, onBoth(OF_MESSAGES)),
        new Kind(CommandFaults.LOST_WIRE, onBoth(List.of("timer"))),
        new Kind(CommandFaults.LOST_IPI, onBoth(List.of("ipi-heavy"))),
        new Kind(VirtualFaults.SWALLOWED, ALL),
        new Kind(WallFaults.TICK_DROPPED, List.of("timer" + WALL)),
        new Kind(VirtualFaults.FORGOTTEN, OF_MODELS),
        new Kind(WallFaults.FORGOTTEN, onWall(OF_WAITING)),
        new Kind(VirtualFaults.LOST_COMPLETION, OF_MODELS),
        new Kind(WallFaults.LOST_COMPLETION, onWall(OF_WAITING)),
        new Kind(VirtualFaults.DEAF, List.of("overcommit", "direct", "noisy-neighbour", "mixed-host")),
        new Kind(WallFaults.DEAF, onWall(List.of("overcommit", "noisy-neighbour", "mixed-host"))),
        new Kind(VirtualFaults.STRAY, with(OF_QUEUES, "default", "lpi-stress", "overcommit", "ipi-heavy")),
        new Kind(Guests.DEAF_GUEST, onBoth(ALL)));

    private BesideControls()
    {
    }

    /** Faults that have another form on each clock. */
    private enum Guests
    {
        /** A guest that never takes its signal: of a vCPU in virtual time, of a PE on the wall clock. */
        DEAF_GUEST
    }

    /** Kind of a fault, with the profiles and clocks that can have it. */
    private record Kind(Enum<?> fault, List<String> places)
    {
    }

    private static List<String> with(final List<String> profiles, final String... others)
    {
        return Stream.concat(profiles.stream(), Stream.of(others)).toList();
    }

    private static List<String> onWall(final List<String> profiles)
    {
        return profiles.stream().map(profile -> profile + WALL).toList();
    }

    private static List<String> onBoth(final List<String> profiles)
    {
        return with(profiles, onWall(profiles).toArray(new String[0]));
    }

    /**
     * Control that was drawn.
     *
     * @param place profile, and the clock if it is the wall's
     * @param from  number of the call or command from which on the fault acts
     */
    record Drawn(Enum<?> fault, String place, long from, long seed)
    {
        boolean isWall()
        {
            return place.endsWith(WALL);
        }

        String profile()
        {
            return place.replace(WALL, "");
        }

        @Override
        public String toString()
        {
            return place + ' ' + fault + " from " + from + " (seed " + seed + ')';
        }
    }

    /** Draws a control: each kind of fault in turn, at the places of its kind in turn. */
    static Drawn drawn(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(~seed);
        final int index = (int)(seed % KINDS.size());
        final Kind kind = KINDS.get(index);
        final long round = seed / KINDS.size();
        final String place = kind.places().get((int)((index + 5 * round) % kind.places().size()));
        final boolean isOfMessages = kind.fault() instanceof CommandFaults ||
            kind.fault() == VirtualFaults.SWALLOWED;
        final boolean isOfSleep = kind.fault() == VirtualFaults.DEAF || kind.fault() == WallFaults.DEAF;

        return new Drawn(kind.fault(), place, isOfMessages ? random.nextLong(50, COUNT / 4) :
            random.nextLong(1, isOfSleep ? 50 : COUNT / 4), seed);
    }

    /** Returns how a fault stayed hidden, or nothing. */
    static String finding(final Drawn drawn, final Path journal) throws IOException
    {
        final Storm storm = storm(drawn);
        final Workload workload = storm.workload();
        final StormResult result;
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            result = live(drawn, storm, machine, new JournalOpening(JournalConfig.DEFAULT).create(journal,
                new RunConfiguration("test", workload.machine(), 0)
                    .with(RunConfiguration.JOB, "{}").toBytes()));
        }
        if (result.verdict().outcome() != Outcome.INVARIANT_BROKEN)
        {
            return drawn + ": " + result.verdict();
        }
        // A run that broke early has no digest to compare.
        final boolean differs =
            Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence() != null;
        final boolean isOfCommands = drawn.fault() instanceof CommandFaults ||
            (drawn.fault() == Guests.DEAF_GUEST && drawn.isWall());

        return !differs || isOfCommands ? "" : drawn + ": the replay differs";
    }

    /** Storm of a control. */
    private record Storm(StormConfig config, Workload workload)
    {
    }

    private static Storm storm(final Drawn drawn) throws IOException
    {
        final String clock = drawn.isWall() ? "wall" : StormSettings.VIRTUAL;
        if (OF_HOST.contains(drawn.profile()))
        {
            final StormConfigs small = StormConfigs.begin().vms(3).vpes(2).devices(2).events(32).untimed()
                .countLimit(COUNT).seed(drawn.seed()).with(StormSettings.CLOCK, clock);
            final StormConfig config = (drawn.profile().equals("overcommit") ? small.pes(3) : small).build();
            final StormProfile profile = JobProfiles.ALL.of(drawn.profile());

            return new Storm(config, profile.workload(config, profile.stated(SettingValues.NONE)));
        }
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final SettingValues chosen = SettingValues.NONE.with(StormSettings.SEED, drawn.seed())
            .with(StormSettings.COUNT, drawn.profile().equals("timer") ? COUNT / 2 : COUNT)
            .with(StormSettings.CLOCK, clock);
        final StormPlan plan = jobs.plan(jobs.read(drawn.profile(), InputStream.nullInputStream(), Assignments.NONE),
            drawn.profile(), chosen, Spelling.NAMES);

        return new Storm(plan.config(), plan.workload());
    }

    private static StormResult live(
        final Drawn drawn, final Storm storm, final Machine machine, final FrameLog log)
    {
        final RunOptions options = Options.of(storm.config(), storm.workload());
        if (drawn.fault() instanceof VirtualFaults fault)
        {
            return fault.run(options, machine, log, drawn.from());
        }
        if (drawn.fault() instanceof WallFaults fault)
        {
            return fault.run(options, machine, log, drawn.from());
        }
        if (drawn.fault() == Guests.DEAF_GUEST && !drawn.isWall())
        {
            return VirtualFaults.DEAF_GUEST.run(options, machine, log, drawn.from());
        }
        final Machine faulty = FaultyCommands.of(machine, drawn.fault() instanceof CommandFaults fault ?
            fault.at(drawn.from()) : FaultyCommands.deaf((int)(drawn.from() % machine.config().pes())));

        return drawn.isWall() ? WallFaults.stepped(options, faulty, log, WallSeams.NONE) :
            StormsByClock.ALL.create(options, faulty, log).run();
    }

    /** Returns the places, each a profile and a clock, that a number of controls have. */
    static List<String> places(final int controls)
    {
        final List<String> places = new ArrayList<>();
        for (int seed = 0; seed < controls; seed++)
        {
            places.add(drawn(seed).place());
        }

        return places.stream().distinct().sorted().toList();
    }

    /** Returns all places that controls may have. */
    static List<String> places()
    {
        return KINDS.stream().flatMap(kind -> kind.places().stream()).distinct().sorted().toList();
    }
}
