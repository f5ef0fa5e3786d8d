package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.RequestTaker;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.RequestLatencies;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormParts;
import org.gale.engine.storm.result.StormRates;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.run.PartMeter;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.RunIdentity;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.StormLedgers;
import org.gale.engine.storm.run.StormProgress;
import org.gale.engine.storm.run.UntakenInterrupts;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Run of one storm in virtual time, on one thread: machine, commands, journal, digests and accounts are those of every
 * storm, and a model says when each command is applied. The same job gives the same commands on any host. {@link #run}
 * blocks; {@link #stop} and {@link #progress} are for other threads.
 */
public final class VirtualRun implements RunningStorm
{
    private static final int PUBLISH_EVENTS = 4096;
    private static final long SECOND_NS = 1_000_000_000;

    private final RunOptions options;
    private final StormConfig config;
    private final CostModel costModel;
    private final RunSeams seams;
    private final Topology topology;
    private final Machine machine;
    private final FrameLog log;
    private final VirtualClock clock = new VirtualClock();
    private final PrivateBook book;
    private final StormLedgers ledgers;
    private final VirtualLatencies latencies;
    private final PartMeter parts;
    private final RunIdentity identity;
    private final RunHistory history;
    private final VirtualProgress progress;
    private final CommandWriter writer;
    private final ModelTrace trace;                                 // null where none was asked for
    private final PeTimes peTimes;
    private final PendingLpis pending;
    private final ResponseStops stops;
    private final long warmupNs;
    private VirtualHost host;
    private VirtualLoop loop;
    private RunProof proof;
    private DueEvents due;
    private SenderWaits waits;                                      // null where no vCPU sends
    private RequestLatencies requests;                              // null in a storm without
    private List<DeviceCounts.Work> workBefore;                     // of each group, before the measured part
    private DirectOperator direct;                                  // null where a machine has no transitions
    private long delivered;
    private long events;
    private Warmup.Past warmup = Warmup.Past.NONE;
    private long nextIntervalNs = SECOND_NS;
    private long beginRealNs;
    private boolean isWarm;
    private volatile boolean isStopping;

    /**
     * Makes a run of a workload.
     *
     * @param machine at reset, made of the workload's configuration; closed by the caller
     * @param log     closed by the run
     */
    public VirtualRun(final RunOptions options, final Machine machine, final FrameLog log)
    {
        this(options, machine, log, VirtualSettings.costs(options.measurement().settings()));
    }

    /** Makes a run with costs of its own. */
    VirtualRun(final RunOptions options, final Machine machine, final FrameLog log, final CostModel costModel)
    {
        this(options, machine, log, costModel, RunSeams.NONE);
    }

    /** Makes a run whose sources and guests tests wrap. */
    VirtualRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final CostModel costModel,
        final RunSeams seams)
    {
        this.costModel = costModel;
        this.seams = seams;
        final SettingValues settings = options.measurement().settings();
        this.options = options;
        this.config = options.config();
        this.topology = options.workload().topology();
        this.machine = machine;
        this.log = log;
        this.book = new PrivateBook(topology, new PrivateTimers(topology), new SharedLines(topology,
            options.workload().hostModel().kind() == HostModel.Kind.KVM), machine);
        this.ledgers = new StormLedgers(machine, topology.vms(), book);
        this.latencies = new VirtualLatencies(topology, config.value(StormSettings.LATENCY).intValue());
        this.parts = new PartMeter(topology, ledgers, latencies);
        this.identity = new RunIdentity(ledgers, topology.vms(), options.workload().merges());
        this.progress = new VirtualProgress(log, !config.shape().phases().isEmpty());
        final RunOptions.History recorded = options.measurement().history();
        this.history = new RunHistory(recorded == RunOptions.History.NONE ? null : new IntervalHistory(
            latencies.responses().histograms(), recorded == RunOptions.History.HISTOGRAMS), this::figures);
        this.writer = new CommandWriter(machine, log, clock, options.snapshots());
        this.trace = settings.has(ShownSettings.PERFETTO) ? new ModelTrace() : null;
        this.peTimes = new PeTimes(topology.pes(), trace);
        this.pending = new PendingLpis(topology, new StageClocks(topology.totalVpes()));
        this.warmupNs = Math.max(0, settings.valueOrDefault(MeasureSettings.WARMUP));
        this.stops = new ResponseStops(
            settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE), latencies.responses().names());
        latencies.responses().keep(settings);
    }

    @Override
    public StormProgress progress()
    {
        return progress;
    }

    @Override
    public void stop()
    {
        isStopping = true;
    }

    @Override
    public StormResult run()
    {
        RuntimeException cause = null;
        long runDigest = 0;
        beginRealNs = HostClock.nanoTime();
        try
        {
            setUp();
            makeLoop();
            writer.atDigest(command -> RunBooks.checkLaws(due, command));
            history.startHere(warmupNs > 0);
            history.begin(0);
            isWarm = warmupNs == 0;
            loop.run();
            runDigest = writer.finish();
            log.close();
        }
        catch (final InvariantBrokenException | JournalRefusedException | PoolExhaustedException ex)
        {
            cause = ex;
            log.closeShort();
            options.counters().error(ex);
        }
        catch (final RuntimeException | Error ex)
        {
            log.closeShort();
            throw ex;
        }
        history.end(clock.nanoTime());

        return result(cause, runDigest);
    }

    /** Compares interrupts and requests with the conditions that end the run, in its measured part. */
    private void watchStops()
    {
        if (!stops.isEmpty())
        {
            latencies.responses().stopIf(stops);
        }
        if (!stops.isEmpty() && requests != null)
        {
            requests.stopIf(stops);
        }
    }

    private void setUp()
    {
        final Setup setup = options.workload().setUp(writer);
        for (int step = 0; step < setup.stepCount(); step++)
        {
            setup.step(step);
        }
        writer.poll();
    }

    private void makeLoop()
    {
        final HostModel model = options.workload().hostModel();
        final CostDraws draws =
            new CostDraws(costModel, topology.groups(), config.value(StormSettings.SEED));
        final EventQueue queue = new EventQueue();
        due = seams.sources().apply(DueEvents.of(config, options.workload()));
        waits = due.senders() == null ? null : new SenderWaits(topology, due.senders()::sends);
        measureRequests();
        final EventTargets targets = new EventTargets(
            topology, new LpiSpread(config, topology), book.timers(), book.lines().lines());
        final VirtualHost.Parts hostParts = new VirtualHost.Parts(clock, seams.port().apply(port(model.kind())),
            new VcpuTimers(topology, queue, clock), draws, peTimes, pending, this::handled,
            new ModelCalls(due, clock, waits));
        host = new VirtualHost(hostParts, topology, model.sliceNs(), model.preempts());
        if (model.kind() == HostModel.Kind.DIRECT)
        {
            direct = new DirectOperator(hostParts, new DirectOperator.Operated(
                topology, machine, writer, queue, host, targets), model, config.value(StormSettings.SEED));
        }
        final Operator operator = direct == null ? Operator.NONE : direct;
        final long durationNs = config.value(StormSettings.DURATION);
        final PhaseClock phases = new PhaseClock(config.shape().phases());
        loop = new VirtualLoop(hostParts, queue, host, writer, new VirtualLoop.Traffic(
            due, targets,
            phases, ledgers(machine, topology), book, config.value(StormSettings.COUNT),
            durationNs == StormConfig.DURATION_UNLIMITED_NS ? Long.MAX_VALUE : durationNs,
            2 * (topology.totalVpes() + 2)), operator, new Watch());
        seams.books().accept(pending);
        proof = new RunProof(topology, identity, new UntakenInterrupts(topology, machine, book), pending, writer,
            new RunProof.Ran(due, host, loop, operator));
    }

    private void measureRequests()
    {
        workBefore = due.models() == null ? List.of() : DeviceWork.of(topology, due.models());
        parts.models(due.models());
        requests = RequestLatencies.of(topology, latencies.responses().histograms());
        if (requests != null)
        {
            parts.requests(requests);
            due.models().requests(config.value(StormSettings.LATENCY) == 0 ? RequestTaker.NONE : requests);
        }
        if (warmupNs == 0)
        {
            watchStops();
        }
    }

    /** Begins the measured part of the models. */
    private void measureModels()
    {
        if (due.models() != null)
        {
            due.models().measure(warmupNs);
            workBefore = DeviceWork.of(topology, due.models());
        }
        if (requests != null)
        {
            requests.reset();
        }
    }

    /** Returns the ledgers of the VMs of a machine that is set up. */
    static List<Ledger> ledgers(final Machine machine, final Topology topology)
    {
        return IntStream.range(0, topology.vms()).mapToObj(vm ->
            machine.accounts().ledger(machine.accounts().vmOwner(vm))).toList();
    }

    private GuestPort port(final HostModel.Kind kind)
    {
        return switch (kind)
        {
            case RESIDENT -> new ResidentPort(topology, machine, writer, book);
            case KVM -> new KvmPort(topology, machine, writer, book);
            case DIRECT -> new DirectPort(topology, machine, writer);
        };
    }

    /** Takes an interrupt whose handler has ended. */
    private void handled(final PendingLpi interrupt)
    {
        if (interrupt.isAgain)
        {
            loop.handled(interrupt);
            return;                                                 // its line is measured when it rises
        }
        delivered++;
        if (interrupt.isDropped)
        {
            return;                                                 // its source waits for a handler that never runs
        }
        final int shown = book.shown(interrupt.vm, interrupt.vcpu, interrupt.lpi);
        if (trace != null)
        {
            trace.way(topology.deviceOfLpi(interrupt.vm, interrupt.lpi), shown,
                host.pe(interrupt.vcpu), interrupt.intendedNs, interrupt.beganNs);
        }
        interrupt.describe(latencies.interrupt().lpiId(shown));
        latencies.record(interrupt.lpi, interrupt.phase, interrupt.route);
        loop.handled(interrupt);
    }

    private IntervalHistory.Figures figures()
    {
        return new IntervalHistory.Figures(loop.offered(), delivered, pending.count(), 0, log.bytes(),
            completions());
    }

    private long completions()
    {
        return due.models() == null ? 0 : due.models().completionsOfAll(topology.groups().size());
    }

    /** Watch over the clock of a run. */
    private final class Watch implements VirtualLoop.Observer
    {
        @Override
        public void phase(final int next)
        {
            passes(clock.nanoTime());                               // no event of the boundary lies in front of it
            proof.checkPhase(next - 1);
            parts.end(next, VirtualLatencies.AT_ONCE, loop.inSoftware());
        }

        /** Ends the warm-up and the seconds whose ends lie no later than a time, in the order of these. */
        private void passes(final long nextNs)
        {
            if (!isWarm && nextNs >= warmupNs && !loop.isSpent())
            {
                seconds(warmupNs - 1);
                isWarm = true;
                warmup = new Warmup.Past(Warmup.Ending.ASKED, warmupNs, loop.offered(), delivered);
                history.measure(0, warmupNs);
                latencies.begin(warmupNs);
                watchStops();
                if (waits != null)
                {
                    waits.reset();
                }
                measureModels();
            }
            seconds(nextNs);
        }

        /** Ends the seconds whose ends lie no later than a time. */
        private void seconds(final long toNs)
        {
            for (; toNs >= nextIntervalNs; nextIntervalNs += SECOND_NS)
            {
                history.poll(0, nextIntervalNs);
            }
        }

        @Override
        public void jumps(final long nextNs)
        {
            passes(nextNs);
            proof.checkTaken();
            if (events++ % PUBLISH_EVENTS == 0)
            {
                progress.completed(completions());
                progress.publish(clock.nanoTime(), loop.offered(), delivered, pending.count(), loop.phase());
                options.counters().store(progress, 0, log.appendedFrames(), writer.sequence());
            }
            if (isStopping || stops.metBy() != null)
            {
                loop.stop();
            }
        }
    }

    private StormResult result(final RuntimeException cause, final long runDigest)
    {
        final long endNs = Math.max(1, clock.nanoTime());
        final StormAccounting accounting = ledgers.accounting(
            loop == null ? 0 : loop.applied(),
            delivered + pending.deliveredCount(), proof == null ?
            options.workload().accounting(machine) : proof.rows(options.workload().accounting(machine)));
        final StormActions actions = options.workload().hostModel().reporter().actions(
            direct == null ? HostModel.Done.NOTHING : direct.done());
        final StormParts ofParts = parts.parts(accounting);
        final SentEvents sent = due == null ? SentEvents.NONE :
            SentEvents.of(ofParts, due::sent, due::ticksHigh, group -> 0, 0);
        final Warmup.Past past = isWarm || loop == null ? warmup :
            new Warmup.Past(Warmup.Ending.WHOLE, endNs, loop.offered(), delivered);
        final StormRates rates = new StormRates(past, Math.max(1, endNs - warmup.ns()),
            (loop == null ? 0 : loop.offered()) - warmup.offered(), delivered - warmup.delivered());

        return new StormResult(
            new StormTotals(endNs, accounting, null, ofParts, devices(rates.ns()), sent), rates, null,
            latencies.result(new InterruptPlaces(config, topology, book.lines().lines()), 0),
            null,
            new Modelled(Modelled.VERSION, costModel.name(), peTimes.until(endNs), counts(),
                isScheduled() ? host.counts().offPeNs() : Map.of(), trace, HostClock.nanoTime() - beginRealNs),
            new JournalTotals(writer.sequence() - writer.beyond(), log.appendedFrames(), log.bytes(), machine.digest(),
                runDigest, writer.beyond()),
            verdict(cause, accounting, sent, actions), history.result(), actions);
    }

    private List<DeviceCounts> devices(final long measuredNs)
    {
        return due == null || due.models() == null ? List.of() :
            DeviceWork.counts(topology, due.models(), waits == null ? null : waits::summary, workBefore, measuredNs);
    }

    private boolean isScheduled()
    {
        return host != null && options.workload().hostModel().kind() != HostModel.Kind.RESIDENT;
    }

    private Map<String, Long> counts()
    {
        final Map<String, Long> counts = new LinkedHashMap<>();
        if (isScheduled())
        {
            host.counts().putInto(counts, options.workload().hostModel().kind() == HostModel.Kind.DIRECT);
        }

        return counts;
    }

    private StormVerdict verdict(
        final RuntimeException cause,
        final StormAccounting accounting,
        final SentEvents sent,
        final StormActions actions)
    {
        if (cause != null)
        {
            final boolean isBroken = cause instanceof InvariantBrokenException;
            return new StormVerdict(isBroken ? Outcome.INVARIANT_BROKEN : Outcome.RESOURCES, cause.getMessage(),
                isBroken ? (InvariantBrokenException)cause : null, null, isStopping, StormEnd.FAILED);
        }
        final RunProof.Finding finding = proof.finding(accounting, sent);
        final String fault = finding.message();
        if (loop.stuck() != null)
        {
            return new StormVerdict(fault != null ? Outcome.INVARIANT_BROKEN : Outcome.CHECK_FAILED, fault != null ?
                fault + ", and " + loop.stuck() : loop.stuck(), null, null, isStopping, StormEnd.STUCK);
        }
        final StormVerdict.Stop stop = stops.metBy() == null ? null : new StormVerdict.Stop(stops.metBy(),
            stops.met() == null ? null :
            new StormLatencies.Explained(stops.met(), OutlierCause.UNKNOWN, stops.met().nowNs()));
        final Outcome shown = actions.empty().isEmpty() ? Outcome.OK : Outcome.SKIPPED;

        return new StormVerdict(fault != null ? Outcome.INVARIANT_BROKEN : stop != null ? Outcome.CHECK_FAILED :
            shown, fault, finding.broken(), stop, isStopping, isStopping ? StormEnd.INTERRUPTED :
            stop != null ? StormEnd.CONDITION :
            StormEnd.ofSources(loop.offered() >= config.value(StormSettings.COUNT)));
    }
}
