package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadName;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.RequestTaker;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.RequestLatencies;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormParts;
import org.gale.engine.storm.result.StormRates;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StormThreads;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.AgentIdle;

/**
 * Run of one storm: a generator's thread and the engine's, and the accounting at the end. {@link #run} blocks; {@link
 * #stop} and {@link #progress} are for other threads.
 */
public final class StormRun implements RunningStorm
{
    private final RunOptions options;
    private final WallSeams seams;
    private final Timeline timeline;
    private final Machine machine;
    private final FrameLog log;
    private final RunProducers producers;
    private final LatencyRecorder recorder;
    private final PrivateBook book;
    private final StormTally tally;
    private final SenderWaits waits;
    private final RequestLatencies requests;                        // null in a storm without
    private List<DeviceCounts.Work> workBefore;                     // of each group, before the measured part
    private final StormLedgers ledgers;
    private final PartMeter parts;
    private final DeliveryMeter deliveries;
    private final RunIdentity identity;
    private final RunProgress progress;
    private final RunHistory history;
    private final RunBooks books;
    private final long[] sentBefore;                                // by group: before a resume
    private TimerGuests timers;                                     // null without timers
    private volatile boolean interrupted;

    /**
     * Makes a run of a profile's workload.
     *
     * @param machine at reset, made of the workload's configuration, or as the journal of a resumed storm left it;
     *                closed by the caller
     * @param log     closed by the run
     * @throws IllegalArgumentException if operations of the machine take effect later ({@code ops.delay}): the set-up
     *     of a storm does not wait for them
     */
    public StormRun(final RunOptions options, final Machine machine, final FrameLog log)
    {
        this(options, machine, log, WallSeams.NONE, Timeline.HOST);
    }

    /**
     * Makes a run on a time line.
     *
     * @param watched wraps the recorder: tests break a machine there and see it found
     */
    StormRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final UnaryOperator<RunObserver> watched,
        final Timeline timeline)
    {
        this(options, machine, log,
            new WallSeams(watched, UnaryOperator.identity(), UnaryOperator.identity()), timeline);
    }

    /** Makes a run on a time line whose parts tests wrap. */
    StormRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final WallSeams seams,
        final Timeline timeline)
    {
        if (machine.config().value(MachineKeys.OPS_DELAY) != 0)
        {
            throw new IllegalArgumentException(
                "a storm does not wait for operations: ops.delay=" + machine.config().value(MachineKeys.OPS_DELAY));
        }
        this.options = options;
        this.seams = seams;
        this.timeline = timeline;
        this.machine = machine;
        this.log = log;
        this.producers = new RunProducers(options, machine.config().virtual(), timeline.clock());
        final SharedLines lines = new SharedLines(
            options.workload().topology(), options.workload().hostModel().kind() == HostModel.Kind.KVM);
        this.recorder = new LatencyRecorder(options.workload().topology(), lines,
            options.config().value(StormSettings.LATENCY).intValue(), timeline.clock());
        final Topology topology = options.workload().topology();
        final ModelFeedback models = producers.generator().feedback();
        this.waits = new SenderWaits(topology, group -> models != null && models.sends(group));
        this.book = new PrivateBook(topology, new PrivateTimers(topology), lines, machine);
        this.tally = new StormTally(seams.watched().apply(recorder), book.timers().isAny() || lines.isAny());
        this.ledgers = new StormLedgers(machine, topology.vms(), book);
        this.parts = new PartMeter(options.workload().topology(), ledgers, recorder);
        this.deliveries = new DeliveryMeter(topology, ledgers, machine);
        this.identity = new RunIdentity(ledgers, options.workload().topology().vms(),
            options.workload().merges() || !options.producers().sources().isEmpty());
        this.progress = new RunProgress(options, producers, tally, ledgers, log, timeline.clock());
        final RunOptions.History recorded = options.measurement().history();
        this.history = new RunHistory(recorded == RunOptions.History.NONE ? null : new IntervalHistory(
            recorder.responses().histograms(), recorded == RunOptions.History.HISTOGRAMS), progress::figures);
        this.books = new RunBooks(options.workload(), machine, book, producers.generator().books());
        this.sentBefore = new long[topology.groups().size()];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            sentBefore[topology.groupOfVm(vm)] += ledgers.account(vm).offered();
        }
        recorder.watch(machine);
        parts.models(models == null ? null : models.counts());
        this.requests = RequestLatencies.of(topology, recorder.responses().histograms());
        if (requests != null)
        {
            parts.requests(requests);
            models.requests(isMeasured() ? requests : RequestTaker.NONE);
        }
        this.workBefore = models == null ? List.of() : DeviceWork.of(topology, models.counts());
    }

    /** Returns whether latencies are taken. */
    private boolean isMeasured()
    {
        return options.config().value(StormSettings.LATENCY) != 0;
    }

    @Override
    public RunProgress progress()
    {
        return progress;
    }

    @Override
    public void stop()
    {
        interrupted = true;
        producers.generator().stop();
    }

    /** Runs the storm on the calling thread, which becomes the engine's, and returns what it came to. */
    @Override
    public StormResult run()
    {
        final long redeliveredBefore = ledgers.redelivered();
        final MsiGenerator generator = producers.generator();
        final RunMeter meter = meter();
        final EngineAgent agent = new EngineAgent(
            machine, log, producers.lanes(), guests(), meter.before(observer()), timeline.clock());
        agent.snapshots(options.snapshots());
        agent.time(new StormTime(producers, options.resumed().position().timeNs()));
        meter.watch(agent);
        final String nameBefore = ThreadName.set(StormThreads.ENGINE);
        meter.whenWarm(nowNs ->
        {
            history.measure(generator.firstOfferNs(), nowNs);
            waits.reset();
            deliveries.begin();
            measureModels(nowNs);
        });
        if (requests != null)
        {
            meter.whenStopsBegin(requests::stopIf);
        }
        history.start(timeline.helpers(), meter.hasWarmup());
        final SharedGenerator shared =
            options.isOneThread() ? new SharedGenerator(
                generator, producers.lane(), options.workload().topology().pes()) : null;
        final RunningAgent generating =
            shared == null ? timeline.helpers().start(generator, AgentIdle.newStrategy()) : shared;
        final EngineRun engine = new EngineRun(agent, producers, meter, history, progress, timeline.clock(),
            books, new GuestWatch(agent, tally, books, generator::firstOfferNs, timeline.clock()));
        try
        {
            if (shared == null)
            {
                timeline.run(engine);
            }
            else
            {
                timeline.run(engine, shared);
            }
        }
        finally
        {
            generator.stop();
            generating.end();
            history.end(engine.lastApplyNs());
            ThreadName.set(nameBefore);
            meter.close();
            producers.close();
        }
        if (engine.cause() != null)
        {
            options.counters().error(engine.cause());
        }
        if (generating.failure() != null)
        {
            throw new IllegalStateException("the generator failed: " + generating.failure(), generating.failure());
        }

        return result(engine, meter, redeliveredBefore);
    }

    /** Begins the measured part of the models. */
    private void measureModels(final long nowNs)
    {
        final ModelFeedback models = producers.generator().feedback();
        if (models != null)
        {
            models.measure(nowNs);
            workBefore = DeviceWork.of(options.workload().topology(), models.counts());
        }
        if (requests != null)
        {
            requests.reset();
        }
    }

    private RunMeter meter()
    {
        final SettingValues settings = options.measurement().settings();
        final HostMeter host = options.measurement().host();

        return new RunMeter(settings, RunMeter.watch(
            settings, options.config(), options.resumed(), options.producers().hasGenerator(), host),
            options.producers().hasGenerator(), host, tally,
            recorder, producers.generator(), options.measurement().rehearsal(), timeline.clock());
    }

    /** Returns the observer of the engine. A storm without phases or models has none that watches for them. */
    private RunObserver observer()
    {
        if (!options.resumed().isNone())
        {
            parts.resume(options.resumed());
        }

        final RunObserver phased = parts.phases().count() == 1 ? tally : new PhaseWatch(
            options.workload().topology(), parts, this::originNs, timeline.clock(), books::checkPhase, tally);
        final ModelFeedback models = producers.generator().feedback();

        return models == null ? phased : new ModelWatch(
            options.workload().topology(), seams.models().apply(models), waits, timers, book.lines().lines(), phased);
    }

    /** Returns when the first phase began, in an earlier part of the storm if it was resumed; 0 before that. */
    private long originNs()
    {
        final long firstOfferNs = producers.generator().firstOfferNs();

        return firstOfferNs == 0 ? 0 : firstOfferNs - options.resumed().position().timeNs();
    }

    private TurnSource guests()
    {
        final ModelFeedback models = producers.generator().feedback();
        final TurnSource guests = withLines(withTimers(options.workload().guests(
            machine, timeline.clock(), models == null ? SendingGuests.NONE : models.sending())));
        final long handlerNs = options.measurement().settings().valueOrDefault(MeasureSettings.HANDLER);

        return handlerNs == 0 ? guests : new HandlerTime(guests, handlerNs, timeline.clock());
    }

    private TurnSource withTimers(final TurnSource guests)
    {
        if (!book.timers().isAny())
        {
            return guests;
        }
        timers = new TimerGuests(guests, options.workload().topology(), book, recorder::rises,
            timeline.clock(), options.workload().hostModel().kind() == HostModel.Kind.KVM,
            !options.resumed().isNone());
        producers.generator().wires(seams.wires().apply(timers));

        return timers;
    }

    private TurnSource withLines(final TurnSource guests)
    {
        final SharedLines lines = book.lines().lines();
        if (!lines.isAny())
        {
            return guests;
        }
        final Topology topology = options.workload().topology();
        final LineGuests raised = new LineGuests(guests, topology, new LpiSpread(options.config(), topology), book,
            (line, intendedNs, nowNs) -> recorder.rises(topology.totalVpes() + line, intendedNs, nowNs),
            timeline.clock(), options.workload().hostModel().kind() == HostModel.Kind.KVM,
            !options.resumed().isNone());
        producers.generator().wires(seams.wires().apply((device, event, intendedNs) ->
            (lines.isOfLines(device) ? raised : timers).tick(device, event, intendedNs)));

        return raised;
    }

    private StormResult result(final EngineRun engine, final RunMeter meter, final long redeliveredBefore)
    {
        final long lastApplyNs = engine.lastApplyNs();
        final StormAccounting accounting = accounting(redeliveredBefore);
        final long firstOfferNs = producers.generator().firstOfferNs();
        final long elapsedNs = firstOfferNs == 0 ? 1 : Math.max(1, lastApplyNs - firstOfferNs);
        final StormActions actions = options.workload().actions(firstOfferNs);
        final StormRates rates = meter.rates(lastApplyNs);

        final StormParts ofParts = parts.parts(accounting);
        final SentEvents sent = sent(ofParts);

        return new StormResult(
            new StormTotals(elapsedNs, accounting, producers.attached(), ofParts, devices(rates.ns()), sent),
            rates,
            meter.generator(producers.refused(), producers.words()),
            meter.latencies(lastApplyNs, deliveries.deliveries(rates.delivered()),
                new InterruptPlaces(options.config(), options.workload().topology(), book.lines().lines())),
            meter.host(lastApplyNs),
            null,
            new JournalTotals(engine.commands(), options.resumed().frames() + log.appendedFrames(), log.bytes(),
                machine.digest(), engine.runDigest()),
            verdict(engine, meter.stop(lastApplyNs), accounting, sent, actions),
            history.result(),
            actions);
    }

    private List<DeviceCounts> devices(final long measuredNs)
    {
        final ModelFeedback models = producers.generator().feedback();

        return models == null ? List.of() :
            DeviceWork.counts(options.workload().topology(), models.counts(),
                models.sending() == SendingGuests.NONE ? null : waits::summary, workBefore, measuredNs);
    }

    /** Decides how the run ended: by its own failure, by a fault of its identity, by a condition, or well. */
    private StormVerdict verdict(
        final EngineRun engine,
        final StormVerdict.Stop stop,
        final StormAccounting accounting,
        final SentEvents sent,
        final StormActions actions)
    {
        final String failure = failure(engine.cause());
        final InvariantBrokenException untaken = failure == null ? books.untaken(engine.commands()) : null;
        final InvariantBrokenException broken =
            engine.cause() instanceof InvariantBrokenException ex ? ex : untaken;
        final String message = failure == null ? fault(accounting, sent, untaken) : failure;
        final boolean isBroken = broken != null || (failure == null && message != null);
        final Outcome stopped = stop != null ? Outcome.CHECK_FAILED :
            actions.empty().isEmpty() ? Outcome.OK : Outcome.SKIPPED;
        final Outcome failed = isBroken ? Outcome.INVARIANT_BROKEN : Outcome.RESOURCES;

        return new StormVerdict(message == null ? stopped : failed, message, broken, stop, interrupted,
            failure != null ? StormEnd.FAILED : interrupted ? StormEnd.INTERRUPTED :
            stop != null ? StormEnd.CONDITION : StormEnd.ofSources(isCountOffered()));
    }

    private boolean isCountOffered()
    {
        return options.resumed().offered() + producers.generator().offered() >=
            options.config().value(StormSettings.COUNT);
    }

    /** {@return what is wrong with a run that came to its end, or null} */
    private String fault(
        final StormAccounting accounting, final SentEvents sent, final InvariantBrokenException untaken)
    {
        final String ofIdentity = identity.fault(accounting, producers.words(), producers.generator().offered(),
            tally.offered() - producers.lanes().attachedEvents());
        final String ofSources = ofIdentity == null ? sent.fault(accounting) : ofIdentity;
        if (ofSources != null)
        {
            return ofSources;
        }

        return untaken != null ? untaken.summary() : books.stalled();
    }

    /** Returns what devices and producers have sent, and what came before a resume. */
    private SentEvents sent(final StormParts ofParts)
    {
        final SourceBooks sources = producers.generator().books();
        final AttachedEvents attached = producers.attachedEvents();

        return SentEvents.of(ofParts, group -> sentBefore[group] + sources.sent(group) + attached.of(group) +
            (timers == null ? 0 : timers.carried(group)), sources::ticksHigh, attached::ofNoVm,
            options.resumed().offered() - LongStream.of(sentBefore).sum() + attached.ofNoDevice());
    }

    /** Returns the message of the exception or of the journal's failure that ended the run, or null. */
    private String failure(final RuntimeException cause)
    {
        if (cause != null)
        {
            return cause.getMessage();
        }

        return log.failure() == null ? null : log.failure().message();
    }

    private StormAccounting accounting(final long redeliveredBefore)
    {
        final StormResumeTotals resumed = options.resumed();
        final long delivered = tally.delivered() - (ledgers.redelivered() - redeliveredBefore);

        final long offered = tally.offered() + (timers == null ? 0 : timers.carried());

        return ledgers.accounting(resumed.offered() + offered, resumed.delivered() + delivered,
            options.workload().accounting(machine));
    }
}
