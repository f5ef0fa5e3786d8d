package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.StormSetup;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** Storms for tests: small ones, and those in which somebody changes RAM behind the machine's back. */
public final class Storms
{
    private Storms()
    {
    }

    /** A storm of two VMs with 64 LPIs each, half of them in flight, which ends by its count. */
    public static StormConfig small(final long count)
    {
        return small().countLimit(count).window(64).build();
    }

    static StormConfigs small()
    {
        return StormConfigs.begin().vms(2).vpes(2).devices(2).events(32).untimed().latencyEvery(1);
    }

    /** Returns the small storm as an open loop. */
    public static StormConfig open(final long count, final double ratePerS)
    {
        return small().countLimit(count).ratePerS(ratePerS).build();
    }

    /** Sets a machine up for a storm: its interrupts can be raised, and its guests are there. */
    public static void setUp(final StormConfig config, final Machine machine)
    {
        final StormLayout layout = new StormLayout(Topology.of(config));
        final LpiSpread spread = new LpiSpread(config, layout.topology);
        emitAll(new StormSetup(layout, spread, layout.machine(MachineConfig.DEFAULT),
            (command, words) -> machine.apply(command, 0)));
        machine.outputs().clear();
    }

    /** Emits everything up to the first MSI. */
    public static void emitAll(final Setup setup)
    {
        for (int i = 0; i < setup.stepCount(); i++)
        {
            setup.step(i);
        }
    }

    /** The first frame of the journal of a workload, which records no storm. */
    static byte[] configuration(final Workload workload)
    {
        return new RunConfiguration("test", workload.machine(), 1).toBytes();
    }

    /** The journal's first frame. */
    public static byte[] configuration(final StormConfig config)
    {
        return new RunConfiguration("test", new ResidentWorkload(config).machine(), config.value(StormSettings.SEED))
            .with(RunConfiguration.JOB, job(config, SettingValues.NONE)).toBytes();
    }

    /** Returns the line of the job of a storm. */
    private static String job(final StormConfig config, final SettingValues own)
    {
        SettingValues given = own;
        for (final Setting<?> setting : StormSettings.RECORDED)
        {
            given = config.value(setting).equals(setting.defaultValue()) ? given :
                given.withValueOf(setting, config.values());
        }

        return new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES).job();
    }

    /**
     * Runs a storm whose process dies in the middle, and leaves its journal.
     *
     * @param frames  frames of commands until then
     * @param applies true to apply the last frame, false to append it only
     */
    public static void leave(
        final Path journal,
        final JournalConfig how,
        final StormConfig config,
        final SnapshotSchedule snapshots,
        final long frames,
        final boolean applies) throws IOException
    {
        leave(journal, how, config, snapshots, frames, applies, (machine, watched) -> watched);
    }

    /**
     * Runs a storm whose process dies in the middle, with somebody who watches it, and leaves its journal.
     *
     * @param watchers makes an observer of a machine from that of the storm
     */
    public static void leave(
        final Path journal,
        final JournalConfig how,
        final StormConfig config,
        final SnapshotSchedule snapshots,
        final long frames,
        final boolean applies,
        final BiFunction<Machine, RunObserver, RunObserver> watchers) throws IOException
    {
        final Path open = journal.resolveSibling(journal.getFileName() + ".open");
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
            JournalWriter writer = new JournalOpening(how).create(open, configuration(config)))
        {
            final FrameLog log = new DyingLog(writer, frames + (applies ? 1 : 0), !applies);
            final StormRun run = watched(
                Options.of(config, new ResidentWorkload(config), snapshots), machine, log, watchers);
            assertThrows(DyingLog.DeadException.class, run::run);
            LeftJournals.copy(writer, open, journal);
        }
    }

    /**
     * Runs a storm whose process dies in its second frame behind a number of commands, however many each frame has, and
     * leaves its journal.
     */
    public static void leaveBehind(
        final Path journal,
        final JournalConfig how,
        final StormConfig config,
        final SnapshotSchedule snapshots,
        final long commands) throws IOException
    {
        final Path open = journal.resolveSibling(journal.getFileName() + ".open");
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer = new JournalOpening(how).create(open, configuration(config)))
        {
            final StormRun run = new StormRun(
                Options.of(config, workload, snapshots), machine, new DyingLog(writer, commands, 2, true));
            assertThrows(DyingLog.DeadException.class, run::run);
            LeftJournals.copy(writer, open, journal);
        }
    }

    /**
     * Runs a storm of a profile whose process dies in the middle, and leaves its journal.
     *
     * @param own     values of the profile's own settings
     * @param frames  frames of commands until then
     * @param applies true to apply the last frame, false to append it only
     */
    public static void leave(
        final Path journal,
        final StormProfile profile,
        final StormConfig config,
        final SettingValues own,
        final long frames,
        final boolean applies) throws IOException
    {
        final Workload workload = profile.workload(config, own);
        final RunConfiguration before =
            new RunConfiguration("test", workload.machine(), config.value(StormSettings.SEED))
            .with(StormShare.PROFILE, profile.name())
            .with(RunConfiguration.JOB, job(config, own.with(StormSettings.PROFILE, profile.name())));
        leave(journal, before, config, workload, frames, applies);
    }

    /** Runs the storm of a plan whose process dies in the middle, and leaves its journal, which records its job. */
    public static void leave(final Path journal, final StormPlan plan, final long frames) throws IOException
    {
        leave(journal, configuration(plan), plan.config(), plan.workload(), frames, true);
    }

    /** Returns the beginning of the journal of a plan. */
    public static RunConfiguration configuration(final StormPlan plan)
    {
        return new RunConfiguration("test", plan.machine(), plan.config().value(StormSettings.SEED))
            .with(StormShare.PROFILE, plan.profile().name()).with(RunConfiguration.JOB, plan.job());
    }

    /** Runs a storm whose process dies in the middle, and leaves its journal with a configuration. */
    public static void leave(
        final Path journal,
        final RunConfiguration configuration,
        final StormConfig config,
        final Workload workload,
        final long frames,
        final boolean applies) throws IOException
    {
        final Path open = journal.resolveSibling(journal.getFileName() + ".open");
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(open, configuration.toBytes()))
        {
            final FrameLog log = new DyingLog(writer, frames + (applies ? 1 : 0), !applies);
            final StormRun run = new StormRun(Options.of(config, workload), machine, log);
            assertThrows(DyingLog.DeadException.class, run::run);
            LeftJournals.copy(writer, open, journal);
        }
    }

    /** Runs a storm into a journal, to its end or to the journal's. */
    public static void fill(final Path journal, final JournalConfig how, final StormConfig config) throws IOException
    {
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final JournalWriter writer = new JournalOpening(how).create(journal, configuration(config));
            new StormRun(Options.of(config, new ResidentWorkload(config)), machine, writer).run();
        }
    }

    /** Returns a storm with somebody who watches it. */
    public static StormRun watched(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final BiFunction<Machine, RunObserver, RunObserver> watchers)
    {
        return new StormRun(options, machine, log, watched -> watchers.apply(machine, watched), Timeline.HOST);
    }

    /** Clears one Pending bit in mid-storm, as a machine that forgets an interrupt would. */
    public static StormRun forgetting(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final BiConsumer<Integer, Integer> broken)
    {
        return watched(options, machine, log, (broke, watched) -> new Breaker(options.config(), broke, log, watched,
            L2Iste::isPending, 0, broken));
    }

    /**
     * Sets the Pending bit of an interrupt that no device raises in mid-storm, as a machine that invents one would.
     * Only a digest can see it.
     */
    public static StormRun inventing(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final BiConsumer<Integer, Integer> broken)
    {
        return watched(options, machine, log, (broke, watched) -> new Breaker(options.config(), broke, log, watched,
            iste -> !L2Iste.isPending(iste), options.config().value(StormSettings.LPIS).intValue(), broken));
    }

    /**
     * Observer that inverts the Pending bit of one interrupt in mid-storm, in the last VM that has a fitting one.
     */
    private static final class Breaker extends ForwardingObserver
    {
        private static final long BREAK_BEHIND = 10_000;

        private final StormConfig config;
        private final Machine machine;
        private final FrameLog log;
        private final IntPredicate fits;
        private final int fromId;
        private final BiConsumer<Integer, Integer> broken;
        private boolean isDone;

        Breaker(
            final StormConfig config,
            final Machine machine,
            final FrameLog log,
            final RunObserver watched,
            final IntPredicate fits,
            final int fromId,
            final BiConsumer<Integer, Integer> broken)
        {
            super(watched);
            this.fromId = fromId;
            this.config = config;
            this.machine = machine;
            this.log = log;
            this.fits = fits;
            this.broken = broken;
        }

        @Override
        public void raised(final long nowNs)
        {
            super.raised(nowNs);
            isDone = isDone || (log.nextSequence() > BREAK_BEHIND && breakOne());
        }

        private boolean breakOne()
        {
            final StormLayout layout = new StormLayout(Topology.of(config));
            for (int vmId = config.value(StormSettings.VMS).intValue() - 1; vmId >= 0; vmId--)
            {
                final InterruptStateTable table =
                    InterruptQueries.of(machine).table(machine.accounts().vmOwner(vmId), Intid.TYPE_LPI);
                for (int id = fromId; table != null && id < table.shape().entryCount(); id++)
                {
                    final int iste = table.loadPlain(id);
                    if (fits.test(iste))
                    {
                        machine.memory().store(layout.istAddress(vmId) + 4L * id, Integer.BYTES,
                            (iste ^ L2Iste.PENDING.mask()) & 0xffff_ffffL);
                        broken.accept(vmId, id);
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
