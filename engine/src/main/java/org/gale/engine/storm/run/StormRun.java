package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.host.ThreadName;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.lanes.LaneSource;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.setting.StormThreads;
import org.gale.ringbuf.AgentIdle;
import org.gale.ringbuf.Lane;

/**
 * Run of one storm: a generator's thread and the engine's, and the accounting at the end. {@link #run} blocks; {@link
 * #stop} and {@link StormProgress} are for other threads.
 */
public final class StormRun implements StormProgress
{
    private final StormConfig config;
    private final Workload workload;
    private final Machine machine;
    private final FrameLog log;
    private final NanoClock clock;
    private final AgentHost host;
    private final Lane lane;
    private final StormLedgers ledgers;
    private final StormTally tally = new StormTally();
    private final LatencyRecorder recorder;
    private final RunObserver observer;
    private final MsiGenerator generator;
    private SnapshotSchedule snapshots = SnapshotSchedule.DEFAULT;
    private StormResumeTotals resumed = StormResumeTotals.NONE;
    private final List<LaneSource> sources = new ArrayList<>();
    private SettingValues settings = MeasureSettings.WITHOUT_WARMUP;
    private boolean hasGenerator = true;
    private HostMeter hostMeter = HostMeter.NONE;
    private RunMeter meter;
    private RunHistory history = new RunHistory(null, this::figures);
    private StormCounters counters = StormCounters.none();
    private LaneSet lanes;
    private volatile long attachedSoFar;
    private volatile long deliveredSoFar;
    private volatile long pendingSoFar;
    private volatile long journalBytesSoFar;
    private volatile boolean interrupted;
    private long refused;
    private long redeliveredBefore;

    /**
     * Makes a run of a profile's workload.
     *
     * @param machine    at reset, made of the workload's configuration, or see {@link #resume}; closed by the caller
     * @param log        closed by the run
     */
    public StormRun(
        final StormConfig config,
        final Workload workload,
        final Machine machine,
        final FrameLog log)
    {
        this(config, workload, machine, log, HostClock.INSTANCE, ThreadHost.INSTANCE,
            UnaryOperator.identity());
    }

    /** Makes a run whose observer is wrapped: tests break a machine there and see it found. */
    StormRun(
        final StormConfig config,
        final Machine machine,
        final FrameLog log,
        final UnaryOperator<RunObserver> watched)
    {
        this(config, new ResidentWorkload(config), machine, log, HostClock.INSTANCE, ThreadHost.INSTANCE,
            watched);
    }

    /**
     * Makes a run with a clock and a thread host for the generator.
     *
     * @param host runs the generator
     */
    StormRun(
        final StormConfig config,
        final Workload workload,
        final Machine machine,
        final FrameLog log,
        final NanoClock clock,
        final AgentHost host,
        final UnaryOperator<RunObserver> watched)
    {
        this.clock = clock;
        this.host = host;
        this.config = config;
        this.workload = workload;
        this.machine = machine;
        this.ledgers = new StormLedgers(machine, workload.topology().vms());
        this.log = log;
        this.recorder = new LatencyRecorder(workload.topology(), config.value(StormSettings.LATENCY).intValue(), clock);
        this.observer = new TalliedObserver(tally, watched.apply(recorder));
        this.lane = Lane.allocate(Traffic.laneWords(config));
        this.generator = new MsiGenerator(config, workload, lane.producer(), clock);
        machine.onTranslated(recorder::onTranslated);
    }

    /** Sets the schedule of snapshots, other than the default. Called before the run. */
    public void snapshots(final SnapshotSchedule schedule)
    {
        snapshots = schedule;
    }

    /**
     * Adds a source of lanes. Events of producers that attach to it count like the generator's own. The run closes the
     * source's lanes, and the caller the source. Called before the run.
     */
    public StormRun with(final LaneSource source)
    {
        sources.add(source);

        return this;
    }

    /**
     * Lets the generator set the machine up and then offer nothing until the duration is over. Called before the run.
     */
    public StormRun withoutGenerator()
    {
        generator.silence();
        hasGenerator = false;

        return this;
    }

    /**
     * Resumes a storm, before the run: the machine is as the journal left it. Pending interrupts are delivered before
     * the generator continues. The accounting is that of the whole; rates and latencies are those of this part.
     */
    public StormRun resume(final StormResumeTotals totals)
    {
        resumed = totals;
        if (!totals.isNone())
        {
            generator.resume(totals.commands(), totals.offered());
        }

        return this;
    }

    /**
     * Sets how the run is measured; without it, everything from the first offer on. Called before the run.
     *
     * @param hostsMeter of what the host takes from the run
     */
    public StormRun measure(final SettingValues chosen, final HostMeter hostsMeter)
    {
        settings = chosen;
        hostMeter = hostsMeter;

        return this;
    }

    /**
     * Records a history by seconds, on a thread of its own. Called before the run.
     *
     * @param isEncoded true to retain the histograms of each interval
     */
    public StormRun withHistory(final boolean isEncoded)
    {
        history = new RunHistory(new IntervalHistory(recorder.histograms(), isEncoded), this::figures);

        return this;
    }

    /** Sets the counters that show the run, which the caller closes. Called before the run. */
    StormRun with(final StormCounters shown)
    {
        counters = shown;

        return this;
    }

    /** Events that attached producers offered and the engine took. From any thread. */
    public long attachedOffered()
    {
        return attachedSoFar;
    }

    /** Ends the run soon and completely. From any thread. */
    public void stop()
    {
        interrupted = true;
        generator.stop();
    }

    /** Runs the storm on the calling thread, which becomes the engine's, and returns what it came to. */
    public StormResult run()
    {
        lanes = new LaneSet(machine.config().virtual(), sources, lane.consumer());
        lanes.hold();
        redeliveredBefore = ledgers.redelivered();
        meter = new RunMeter(settings, RunMeter.watch(settings, config, resumed, hasGenerator, hostMeter), hostMeter,
            tally, recorder, generator, clock);
        final EngineAgent agent = new EngineAgent(
            machine, log, lanes, guests(), observer, clock);
        agent.snapshots(snapshots);
        meter.watch(agent);
        final String nameBefore = ThreadName.set(StormThreads.ENGINE);
        meter.whenWarm(nowNs -> history.measure(generator.firstOfferNs(), nowNs));
        history.start(host, meter.hasWarmup());
        final RunningAgent generating = host.start(generator, AgentIdle.newStrategy());
        final EngineRun engine =
            new EngineRun(agent, lanes, generator, meter, history, this, this::publishProgress, log, clock);
        try
        {
            drive(resumed.isNone() ? engine : engine.deliveringPending());
        }
        finally
        {
            generator.stop();
            generating.end();
            history.end(engine.lastApplyNs());
            ThreadName.set(nameBefore);
            meter.close();
            refused = generator.refused();
            lane.close();
        }
        if (engine.cause() != null)
        {
            counters.error(engine.cause());
        }
        if (generating.failure() != null)
        {
            throw new IllegalStateException("the generator failed: " + generating.failure(), generating.failure());
        }

        return result(engine);
    }

    private TurnSource guests()
    {
        final TurnSource guests = workload.guests(machine, clock);

        final long handlerNs = settings.valueOrDefault(MeasureSettings.HANDLER);

        return handlerNs == 0 ? guests : new HandlerTime(guests, handlerNs, clock);
    }

    /** Runs the engine on the calling thread up to its end. */
    private static void drive(final EngineRun engine)
    {
        final IdleStrategy idle = AgentIdle.newStrategy();
        while (!engine.isEnded())
        {
            idle.idle(engine.doWork());
        }
    }

    @Override
    public long elapsedNs()
    {
        final long firstOfferNs = generator.firstOfferNs();

        return firstOfferNs == 0 ? 0 : clock.nanoTime() - firstOfferNs;
    }

    @Override
    public long offered()
    {
        return generator.offered() + attachedSoFar;
    }

    @Override
    public long delivered()
    {
        return deliveredSoFar;
    }

    @Override
    public long pending()
    {
        return pendingSoFar;
    }

    @Override
    public long laneWords()
    {
        return lane.backlogWords();
    }

    @Override
    public long laneCapacityWords()
    {
        return lane.capacityWords();
    }

    @Override
    public long journalBytes()
    {
        return journalBytesSoFar;
    }

    private IntervalHistory.Figures figures()
    {
        return new IntervalHistory.Figures(
            tally.offered(), tally.delivered(), pendingSoFar, lane.backlogWords(), log.bytes());
    }

    private void publishProgress()
    {
        attachedSoFar = lanes.attachedEvents();
        deliveredSoFar = resumed.delivered() + tally.delivered();
        pendingSoFar = resumed.offered() + tally.offered() - ledgers.settled();
        journalBytesSoFar = log.bytes();
        counters.store(this, attachedSoFar, log.appendedFrames(), log.nextSequence() - 1);
    }

    private StormResult result(final EngineRun engine)
    {
        final long lastApplyNs = engine.lastApplyNs();
        final StormAccounting accounting = accounting();
        final long elapsedNs = generator.firstOfferNs() == 0 ? 1 :
            Math.max(1, lastApplyNs - generator.firstOfferNs());

        return new StormResult(
            config,
            new StormTotals(elapsedNs, accounting, refused, sources.isEmpty() ? null : lanes.totals()),
            meter.rates(lastApplyNs),
            meter.latencies(lastApplyNs),
            meter.host(lastApplyNs),
            new JournalTotals(engine.commands(), resumed.frames() + log.appendedFrames(), log.bytes(),
                machine.digest(), engine.runDigest()),
            verdict(engine, accounting.remainder()),
            history.result());
    }

    /** Decides how the run ended: by its own failure, by a remainder, by a condition, or well. */
    private StormVerdict verdict(final EngineRun engine, final long remainder)
    {
        final String failure = engine.failure();
        final InvariantBrokenException broken = engine.cause() instanceof InvariantBrokenException ex ? ex : null;
        final StormVerdict.Stop stop = meter.stop(engine.lastApplyNs());
        final boolean isBroken = broken != null || (failure == null && remainder != 0);
        final String message = failure == null && isBroken ? "P6 broken: the remainder is " + remainder : failure;
        final Outcome stopped = stop == null ? Outcome.OK : Outcome.CHECK_FAILED;
        final Outcome failed = isBroken ? Outcome.INVARIANT_BROKEN : Outcome.RESOURCES;

        return new StormVerdict(message == null ? stopped : failed, message, broken, stop, interrupted);
    }

    private StormAccounting accounting()
    {
        final long delivered = tally.delivered() - (ledgers.redelivered() - redeliveredBefore);

        return ledgers.accounting(resumed.offered() + tally.offered(), resumed.delivered() + delivered,
            workload.accounting(machine));
    }
}
