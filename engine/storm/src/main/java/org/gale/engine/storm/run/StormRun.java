package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadName;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControls;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
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
    private final StormTally tally;
    private final DeliveryMeter deliveries;
    private final RunProgress progress;
    private final RunHistory history;
    private final RunBooks books;
    private final WallProof proof;
    private final VectorWitness witness;                            // null where devices have no vectors
    private final DoorbellWitness doorbells;                        // null where vCPUs do not sleep
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
        this.producers = new RunProducers(options,
            machine.config().virtual() ? machine.config().value(MachineKeys.ITSS) : 0, timeline.clock());
        producers.lanes().functions(() -> machine.functions() != null);
        final Topology topology = options.workload().topology();
        final SharedLines lines = RunBooks.lines(options.workload());
        this.recorder = new LatencyRecorder(
            topology, lines, options.config().value(StormSettings.LATENCY).intValue(), timeline.clock());
        this.books = new RunBooks(options, machine, lines, recorder.responses(), recorder::beginPhase,
            producers.generator().books());
        this.witness = VectorWitness.of(topology, machine);
        this.doorbells = options.workload().hostModel().kind() != HostModel.Kind.KVM ? null :
            new DoorbellWitness(topology, machine, producers.generator()::firstOfferNs, timeline.clock());
        this.proof = new WallProof(options.workload(), machine, books, witness, doorbells);
        this.tally = new StormTally(
            seams.watched().apply(recorder), books.interrupts().timers().isAny() || lines.isAny(),
            topology.deal().isByTriggers());
        this.deliveries = new DeliveryMeter(topology, books.ledgers(), machine);
        this.progress = new RunProgress(options, producers, tally, books.ledgers(), log, timeline.clock());
        this.history = books.history(progress::figures);
        this.sentBefore = new long[topology.groups().size()];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            sentBefore[topology.groupOfVm(vm)] += books.ledgers().account(vm).offered();
        }
        recorder.watch(machine);
    }

    @Override
    public RunProgress progress()
    {
        return progress;
    }

    @Override
    public long firstHitNs()
    {
        return NEVER;
    }

    @Override
    public void stopAt(final long ns)
    {
        throw new UnsupportedOperationException("a run on the wall clock does not end at " + ns);
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
        final long redeliveredBefore = books.ledgers().redelivered();
        final MsiGenerator generator = producers.generator();
        final RunMeter meter = meter();
        final EngineAgent agent = new EngineAgent(
            machine, log, producers.lanes(), guests(), witnessed(meter.before(observer())), timeline.clock());
        if (witness != null)
        {
            witness.sequence(agent::appliedSequence);
        }
        agent.snapshots(options.snapshots());
        agent.time(new StormTime(producers, options.resumed().position().timeNs()));
        meter.watch(agent);
        final String nameBefore = ThreadName.set(options.team().threadName());
        meter.whenWarm(nowNs ->
        {
            history.measure(generator.firstOfferNs(), nowNs);
            deliveries.begin();
            books.measure(generator.feedback(), nowNs);
        });
        history.start(timeline.helpers(), meter.hasWarmup());
        final SharedGenerator shared =
            options.isOneThread() ? new SharedGenerator(generator, producers.lane(),
                SharedGenerator.cycleWords(machine.config(), options.workload().topology().ownVpes())) : null;
        final RunningAgent generating =
            shared == null ? timeline.helpers().start(generator, AgentIdle.newStrategy()) : shared;
        final EngineRun engine = new EngineRun(agent, producers, meter, history, progress, timeline.clock(),
            proof, new GuestWatch(agent, tally, proof, generator::firstOfferNs, timeline.clock()), options.team());
        boolean isDone = false;
        boolean isClosed = false;
        try
        {
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
                isDone = engine.cause() == null && generating.failure() == null;
            }
            finally
            {
                options.team().ended(!isDone, meter.isStopped());
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
            final StormResult result = closed(engine, result(engine, meter, redeliveredBefore));
            isClosed = true;

            return result;
        }
        finally
        {
            if (!isClosed && engine.isLogOpen())
            {
                log.close();                                        // without a verdict: nobody has come to one
            }
        }
    }

    /** Closes the log with the verdict, and returns the result with the totals of the journal then. */
    private StormResult closed(final EngineRun engine, final StormResult result)
    {
        if (engine.isLogOpen())
        {
            log.close(result.verdict().ofRun(log.nextSequence() - 1));
        }
        final StormResult ended = result.with(new JournalTotals(engine.commands(),
            options.resumed().frames() + log.appendedFrames(), log.bytes(), machine.digest(), engine.runDigest()));

        return log.failure() == null ? ended : ended.refused(log.failure().message());
    }

    private RunMeter meter()
    {
        final SettingValues settings = options.measurement().settings();
        final HostMeter host = options.measurement().host();

        return new RunMeter(RunMeter.watch(
            settings, options.config(), options.resumed(), options.producers().hasGenerator(), host), tally,
            deliveries::sinceStart, recorder, producers.generator(), options, timeline.clock());
    }

    /** Returns the observer of the engine. A storm without phases or models has none that watches for them. */
    private RunObserver observer()
    {
        if (!options.resumed().isNone())
        {
            books.parts().resume(options.resumed());
        }

        final RunObserver phased = books.parts().phases().count() == 1 ? tally : new PhaseWatch(
            options.workload().topology(), books.parts().phases(), books.parts().firstPhase(), this::originNs,
            timeline.clock(), proof::checkPhase, books.parts()::end, tally);
        final ModelFeedback models = producers.generator().feedback();

        return models == null ? phased : new ModelWatch(
            options.workload().topology(), seams.models().apply(models), books.waits(), timers,
            books.interrupts().lines().lines(), books.sources().laws(), phased);
    }

    /** Returns the observer with the witness of vectors, which counts nothing before it has checked. */
    private RunObserver witnessed(final RunObserver observer)
    {
        return witness == null ? observer : witness.before(observer);
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
        final TurnSource scheduled = options.workload().guests(
            machine, timeline.clock(), models == null ? SendingGuests.NONE : models.sending());
        final TurnSource guests =
            withLines(withTimers(doorbells == null ? scheduled : doorbells.around(scheduled)));
        final long handlerNs = options.measurement().settings().valueOrDefault(MeasureSettings.HANDLER);

        return handlerNs == 0 ? guests : new HandlerTime(guests, handlerNs, timeline.clock());
    }

    private TurnSource withTimers(final TurnSource guests)
    {
        if (!books.interrupts().timers().isAny())
        {
            return guests;
        }
        timers = new TimerGuests(guests, options.workload().topology(), books.interrupts(), recorder::rises,
            timeline.clock(), options.workload().hostModel().kind() == HostModel.Kind.KVM,
            !options.resumed().isNone());
        producers.generator().wires(seams.wires().apply(timers));

        return timers;
    }

    private TurnSource withLines(final TurnSource guests)
    {
        final SharedLines lines = books.interrupts().lines().lines();
        if (!lines.isAny())
        {
            return guests;
        }
        final Topology topology = options.workload().topology();
        final LineGuests raised = new LineGuests(guests, topology, new LpiSpread(options.config(), topology),
            books.interrupts(),
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
        final StormResumeTotals resumed = options.resumed();
        final long redelivered = books.ledgers().redelivered() - redeliveredBefore;
        final EventAccount before = resumed.account();
        final RunBooks.Accounts accounts = books.close(before, EventAccount.counted(before.pending(),
            tally.offered() + (timers == null ? 0 : timers.carried()), tally.delivered() - redelivered),
            options.workload().accounting(machine), this::sent);
        final long firstOfferNs = producers.generator().firstOfferNs();
        final long elapsedNs = firstOfferNs == 0 ? 1 : Math.max(1, lastApplyNs - firstOfferNs);
        final StormActions actions = options.workload().actions(firstOfferNs);
        final MeasuredRates rates = meter.rates(lastApplyNs);

        final StormResult result = new StormResult(
            books.totals(accounts, elapsedNs, rates.ns(), producers.attached(), actions),
            rates,
            meter.generator(producers.refused(), producers.words()),
            meter.latencies(lastApplyNs, deliveries.deliveries(rates.delivered()), books.places()),
            meter.host(lastApplyNs),
            null,
            null,
            end(engine, meter.stop(lastApplyNs), accounts).verdict(actions),
            history.result());

        return SoundResult.judged(
            result.with(new StormControls(options.workload().controls(machine)), !engine.isAbandoned()),
            asked(), engine.isAbandoned() ? List.of() : faults(meter, result, lastApplyNs));
    }

    /** Returns the laws that a result breaks, by second readings of its figures. */
    private List<String> faults(final RunMeter meter, final StormResult result, final long lastApplyNs)
    {
        final List<String> faults = new ArrayList<>(meter.faults(result.generator(), lastApplyNs));
        faults.addAll(options.workload().faults(result.totals().accounting().rows()));
        Optional.ofNullable(books.sources().laws().workFault(result.totals(), result.latencies()))
            .ifPresent(faults::add);

        return faults;
    }

    private Asked asked()
    {
        final Asked asked = Asked.of(options.config(), options.workload().topology(), 0);

        return options.resumed().isNone() ? asked :
            asked.resumed(timers == null ? 0 : timers.carried());
    }

    private RunBooks.End end(
        final EngineRun engine, final StormVerdict.Stop stop, final RunBooks.Accounts accounts)
    {
        if (engine.isAbandoned())
        {
            return new RunBooks.End(null, null, null, null, true, false);
        }
        final String failure = failure(engine.cause());
        final InvariantBrokenException untaken = failure == null ? proof.untaken(engine.commands()) : null;

        return new RunBooks.End(failure, failure == null ? fault(accounts, untaken) : null,
            engine.cause() instanceof InvariantBrokenException ex ? ex : untaken, stop, interrupted,
            options.resumed().offered() + producers.generator().offered() >=
                options.config().value(StormSettings.COUNT));
    }

    /** {@return what is wrong with a run that came to its end, or null} */
    private String fault(final RunBooks.Accounts accounts, final InvariantBrokenException untaken)
    {
        final String fault = books.fault(accounts, producers.words(), producers.generator().offered(),
            tally.offered() - producers.lanes().attachedEvents());

        if (fault != null || untaken != null)
        {
            return fault != null ? fault : untaken.summary();
        }
        final String unfinished = producers.fault();

        return unfinished != null ? unfinished : proof.stalled();
    }

    /** Returns what devices and producers have sent, and what came before a resume. */
    private SentEvents sent(final Map<String, EventAccount> groups)
    {
        final SourceBooks sources = producers.generator().books();
        final AttachedEvents attached = producers.attachedEvents();

        return SentEvents.of(groups, group -> sentBefore[group] + sources.sent(group) + attached.of(group) +
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
}
