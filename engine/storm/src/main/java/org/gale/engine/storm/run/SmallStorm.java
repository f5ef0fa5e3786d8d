package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.HostMeter;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.OutlierMoments;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlanner;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.Lane;

/**
 * Small storm of the profile of another one, whose warm-up it rehearses. Machine, lane and journal are its own, and
 * generator and engine take turns on one thread. Each rehearsal takes what the measured part may take first. A lane has
 * more words than a cycle drains, the journal no space, and segments end. A snapshot is due, a warm-up ends, and a
 * response is the slowest so far.
 *
 * <p>Its journal lies in the temporary directory until the storm is warm. Where the host refuses one, nothing is
 * rehearsed. Objects have the classes of the large storm: its compiled calls expect no others.
 */
final class SmallStorm implements Rehearsal
{
    private static final SettingValues UNLIMITED =
        SettingValues.NONE.with(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS);
    /** Rate of an open loop: more events come between two rehearsals than a lane of a warm-up holds. */
    private static final double RATE_PER_S = 8e6;
    private static final long JOURNAL_BYTES = 16L << 20;
    /** Journal whose segments end soon, with space for a few frames only. It keeps the newest segments. */
    private static final JournalConfig JOURNAL = JournalConfig.DEFAULT
        .withBlocks(64 * 1024 - Integer.BYTES, List.of(512 * 1024))
        .with(new JournalConfig.Reserve(64 * 1024, 80 * 1024, TimeUnit.SECONDS.toNanos(60)))
        .withLimit(JOURNAL_BYTES).purgingOldest();
    /** Schedule by which a snapshot is due in the first cycle behind it. */
    private static final SnapshotSchedule AT_ONCE = new SnapshotSchedule(1, Long.MAX_VALUE);
    /** Number of batches on either side of the end of a warm-up: more words in all than a cycle drains. */
    private static final int BATCHES = 5;
    private static final int CYCLES = 12;
    private static final int IDLE_CYCLES = 4;
    private static final int SETUP_CYCLES = 1_000;

    private final StormPlan plan;
    private final MachineFactory machines;
    private final Path temporary;
    private final AgentHost helpers;
    private final NanoClock clock = HostClock.INSTANCE;
    private final CycleWatch engineWatch = new CycleWatch(HostMeter.NONE);
    private final CycleWatch generatorWatch = new CycleWatch(HostMeter.NONE);
    private final TemporaryPlace place = new TemporaryPlace();
    private Machine machine;                                        // these are null before they are made
    private Lane lane;
    private EngineAgent agent;
    private MsiGenerator generator;
    private LatencyRecorder recorder;
    private OutlierMoments moments;
    private boolean isPrepared;
    private boolean isClosed;

    /**
     * Creates the rehearsal of a storm, and nothing on the host.
     *
     * @param plan      of that storm
     * @param temporary directory of the host for the journal
     * @param helpers   runs those of the journal
     */
    SmallStorm(
        final StormPlan plan, final MachineFactory machines, final Path temporary, final AgentHost helpers)
    {
        this.plan = plan;
        this.machines = machines;
        this.temporary = temporary;
        this.helpers = helpers;
    }

    @Override
    public void prepare()
    {
        if (!isPrepared)
        {
            isPrepared = true;
            try
            {
                make();
            }
            catch (final JournalException | JournalRefusedException | OutcomeException ex)
            {
                close();                                            // the storm goes on without a rehearsal
            }
        }
    }

    @Override
    public void run()
    {
        if (!isClosed)
        {
            try
            {
                rehearse();
            }
            catch (final JournalRefusedException ex)
            {
                close();                                            // the storm goes on without a rehearsal
            }
        }
    }

    @Override
    public void abandon() throws IOException
    {
        place.abandon();
    }

    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        if (agent != null)
        {
            agent.onClose();
            lane.close();
        }
        if (machine != null)
        {
            machine.close();
        }
        try
        {
            place.remove();
        }
        catch (final IOException ex)
        {
            return;                                                 // the next rehearsal removes it
        }
    }

    private void make() throws JournalException
    {
        final StormConfig config = config();
        final Workload workload = plan.profile().workload(config, SettingValues.NONE);
        machine = machines.create(workload.machine());
        final FrameLog log = log();
        lane = Lane.allocate(Traffic.laneWords(config, workload.topology().deal()));
        recorder = new LatencyRecorder(
            workload.topology(), plan.config().value(StormSettings.LATENCY).intValue(), clock);
        recorder.watch(machine);
        moments = new OutlierMoments(engineWatch, generatorWatch, recorder.bursts(), new NoteLog());
        generator = new MsiGenerator(config, workload, lane.producer(), clock);
        generator.watch(generatorWatch);
        generator.warmUp();
        agent = new EngineAgent(machine, log, new LaneSet(0, List.of(), lane.consumer()),
            workload.guests(machine, clock, SendingGuests.NONE), new StormTally(recorder), clock);
        agent.watch(engineWatch);
        recorder.sequence(agent::appliedSequence);
        for (int i = 0; i < SETUP_CYCLES && generator.firstOfferNs() == 0; i++)
        {
            generator.doWork();
            agent.doWork();
        }
    }

    private StormConfig config()
    {
        final HostShape shape = plan.config().shape();
        final int vpes = plan.profile().defaults().config().value(StormSettings.VPES).intValue();
        final HostShape small = shape.order() == HostShape.Order.HOST ?
            SmallShape.alike(vpes, shape.isClosedLoop() ? new ClosedStream(0) : new OpenStream(RATE_PER_S, true)) :
            SmallShape.of(shape, RATE_PER_S);

        return new StormPlanner(
            plan.profile(), SettingValues.NONE, UNLIMITED, small, plan.lanes().hasGenerator()).config();
    }

    private FrameLog log() throws JournalException
    {
        if (!plan.hasJournal())
        {
            return new NoLog();
        }
        TemporaryJournals.removeRehearsals(temporary);

        return new JournalOpening(JOURNAL, helpers).create(
            place.make(temporary, TemporaryJournals.REHEARSAL_PREFIX, plan.spelling()), new byte[0]);
    }

    private void rehearse()
    {
        generator.restart();
        offer(BATCHES);
        generator.measure();
        recorder.begin(clock.nanoTime());
        offer(BATCHES);
        agent.snapshots(AT_ONCE);
        work(CYCLES);
        offer(1);                                                   // behind few words the engine reserves space itself
        work(IDLE_CYCLES);
        if (moments.isDue(recorder.responses().outlierChanges()))
        {
            moments.keep(recorder.responses().outlierChanges(), recorder.responses()::outliers, clock.nanoTime());
        }
    }

    private void offer(final int batches)
    {
        for (int i = 0; i < batches; i++)
        {
            generator.doWork();
        }
    }

    private void work(final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            agent.doWork();
        }
    }
}
