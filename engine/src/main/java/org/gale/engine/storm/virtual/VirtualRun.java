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
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.StormProgress;
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
    private final Topology topology;
    private final Machine machine;
    private final FrameLog log;
    private final VirtualClock clock = new VirtualClock();
    private final VirtualLatencies latencies;
    private final RunBooks books;
    private final RunHistory history;
    private final VirtualProgress progress;
    private final CommandWriter writer;
    private final ModelTrace trace;                                 // null where none was asked for
    private final PeTimes peTimes;
    private final PendingLpis pending;
    private final ResponseStops stops;
    private final long warmupNs;
    private final DueEvents due;
    private final VirtualHost host;
    private final DirectOperator direct;                            // null where a machine has no transitions
    private final VirtualLoop loop;
    private final RunProof proof;
    private long delivered;
    private long events;
    private Warmup.Past warmup = Warmup.Past.NONE;
    private long nextIntervalNs = SECOND_NS;
    private long beginRealNs;
    private boolean hasBegun;
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
        final Workload workload = options.workload();
        final SettingValues settings = options.measurement().settings();
        this.costModel = costModel;
        this.options = options;
        this.config = options.config();
        this.topology = workload.topology();
        this.machine = machine;
        this.log = log;
        this.due = seams.sources().apply(DueEvents.of(config, workload));
        this.latencies = new VirtualLatencies(topology, config.value(StormSettings.LATENCY).intValue());
        this.books = new RunBooks(options, machine, RunBooks.lines(workload), latencies.responses(),
            latencies::beginPhase, due);
        this.progress = new VirtualProgress(log, !config.shape().phases().isEmpty());
        this.history = books.history(this::figures);
        this.writer = new CommandWriter(machine, log, clock, options.snapshots());
        this.trace = settings.has(ShownSettings.PERFETTO) ? new ModelTrace() : null;
        this.peTimes = new PeTimes(topology.pes(), trace);
        this.pending = new PendingLpis(topology, new StageClocks(topology.totalVpes()));
        this.warmupNs = Math.max(0, settings.valueOrDefault(MeasureSettings.WARMUP));
        this.stops = latencies.responses().stops(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE));
        latencies.responses().keep(settings);

        final HostModel model = workload.hostModel();
        final EventQueue queue = new EventQueue();
        final EventTargets targets = new EventTargets(topology, new LpiSpread(config, topology),
            books.interrupts().timers(), books.interrupts().lines().lines());
        final VirtualHost.Parts hostParts = new VirtualHost.Parts(clock, seams.port().apply(port(model.kind())),
            new VcpuTimers(topology, queue, clock),
            new CostDraws(costModel, topology.groups(), config.value(StormSettings.SEED)), peTimes, pending,
            this::handled, new ModelCalls(due, clock, books.waits()));
        this.host = new VirtualHost(hostParts, topology, model.sliceNs(), model.preempts());
        this.direct = model.kind() != HostModel.Kind.DIRECT ? null : new DirectOperator(hostParts,
            new DirectOperator.Operated(topology, machine, writer, queue, host, targets), model,
            config.value(StormSettings.SEED));
        final Operator operator = direct == null ? Operator.NONE : direct;
        final long durationNs = config.value(StormSettings.DURATION);
        this.loop = new VirtualLoop(hostParts, queue, host, writer, new VirtualLoop.Plan(
            due, targets, new PhaseClock(config.shape().phases()), books.interrupts(),
            config.value(StormSettings.COUNT),
            durationNs == StormConfig.DURATION_UNLIMITED_NS ? Long.MAX_VALUE : durationNs,
            2 * (topology.totalVpes() + 2)), operator, new Watch());
        this.proof = new RunProof(topology, books, pending, writer, new RunProof.Ran(due, host, loop, operator));
        seams.books().accept(pending);
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
            hasBegun = true;
            writer.atDigest(command -> RunBooks.checkLaws(due, command));
            history.startHere(warmupNs > 0);
            history.begin(0);
            isWarm = warmupNs == 0;
            if (isWarm)
            {
                watchStops();
            }
            loop.run(ledgers(machine, topology));
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
            books.stopIf(stops);
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
            case RESIDENT -> new ResidentPort(topology, machine, writer, books.interrupts());
            case KVM -> new KvmPort(topology, machine, writer, books.interrupts());
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
        final int shown = books.interrupts().shown(interrupt.vm, interrupt.vcpu, interrupt.lpi);
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
            books.parts().end(next, ResponseSink.AT_ONCE, loop.inSoftware());
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
                books.measure(due.models(), warmupNs);
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
        final RunBooks.Accounts accounts = books.close(EventAccount.NONE,
            EventAccount.counted(0, loop.applied(), delivered + pending.deliveredCount()),
            proof.rows(options.workload().accounting(machine)), groups ->
            SentEvents.of(groups, due::sent, due::ticksHigh, group -> 0, 0));
        final StormActions actions = options.workload().hostModel().reporter().apply(
            direct == null ? HostModel.Done.NOTHING : direct.done());
        final Warmup.Past past = isWarm || !hasBegun ? warmup :
            new Warmup.Past(Warmup.Ending.WHOLE, endNs, loop.offered(), delivered);
        final MeasuredRates rates = new MeasuredRates(past, Math.max(1, endNs - warmup.ns()),
            loop.offered() - warmup.offered(), delivered - warmup.delivered());

        return new StormResult(books.totals(accounts, endNs, rates.ns(), null, actions), rates, null,
            latencies.result(books.places(), 0), null,
            new Modelled(Modelled.VERSION, costModel.name(), peTimes.until(endNs), counts(),
                isScheduled() ? host.counts().offPeNs() : Map.of(), trace, HostClock.nanoTime() - beginRealNs),
            new JournalTotals(writer.sequence() - writer.beyond(), log.appendedFrames(), log.bytes(), machine.digest(),
                runDigest, writer.beyond()),
            verdict(cause, accounts, actions), history.result());
    }

    private boolean isScheduled()
    {
        return hasBegun && options.workload().hostModel().kind() != HostModel.Kind.RESIDENT;
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
        final RuntimeException cause, final RunBooks.Accounts accounts, final StormActions actions)
    {
        if (cause != null)
        {
            return new RunBooks.End(cause.getMessage(), null,
                cause instanceof InvariantBrokenException ex ? ex : null, null, isStopping, false).verdict(actions);
        }
        final RunProof.Finding finding = proof.finding(accounts);
        final String fault = finding.message();
        if (loop.stuck() != null)
        {
            return new StormVerdict(fault != null ? Outcome.INVARIANT_BROKEN : Outcome.CHECK_FAILED, fault != null ?
                fault + ", and " + loop.stuck() : loop.stuck(), null, null, isStopping, StormEnd.STUCK);
        }
        final StormVerdict.Stop stop = stops.metBy() == null ? null : new StormVerdict.Stop(stops.metBy(),
            stops.met() == null ? null :
            new StormLatencies.Explained(stops.met(), OutlierCause.UNKNOWN, stops.met().nowNs()));

        return new RunBooks.End(null, fault, finding.broken(), stop, isStopping,
            loop.offered() >= config.value(StormSettings.COUNT)).verdict(actions);
    }
}
