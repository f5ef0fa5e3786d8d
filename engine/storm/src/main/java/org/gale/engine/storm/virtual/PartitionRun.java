package org.gale.engine.storm.virtual;

import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.law.ResponseLaw;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;

/**
 * Run of one partition of a storm in virtual time, from 0 to its own last event. It has a clock, a host, sources and
 * books of its own, and applies its commands to the machine of its engine. What it does and measures depends on nothing
 * of another partition. Owned by one thread.
 */
final class PartitionRun
{
    private static final long SECOND_NS = 1_000_000_000;

    private final RunOptions options;
    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final Figures others;
    private final VirtualClock clock = new VirtualClock();
    private final VirtualLatencies latencies;
    private final RunBooks books;
    private final RunHistory history;
    private final PeTimes peTimes;
    private final PendingLpis pending;
    private final TakenInterrupts taken;
    private final ResponseStops stops;
    private final RunSpan span;
    private final long stopNs;
    private final DueEvents due;
    private final VirtualHost host;
    private final PartitionModel simulated;
    private final Operator operator;
    private final PinWaits pins;
    private final Supplier<HostModel.Done> done;
    private final VirtualLoop loop;
    private final VirtualProof proof;
    private WarmedUp warmed;                                        // null where no warm-up ends itself
    private long nextIntervalNs = SECOND_NS;
    private long hitNs = RunningStorm.NEVER;
    private boolean hasBegun;

    /**
     * Makes the run of a partition.
     *
     * @param topology   of the partition
     * @param countLimit of its events
     * @param stopNs     time of the hit that ends the storm; {@link RunningStorm#NEVER} where none is known
     * @param engine     that simulates it
     */
    PartitionRun(final RunOptions options, final Topology topology, final long countLimit, final long stopNs,
        final Engine engine)
    {
        final Workload workload = options.workload();
        final StormConfig config = options.config();
        final SettingValues settings = options.measurement().settings();
        this.options = options;
        this.topology = topology;
        this.stopNs = stopNs;
        this.machine = engine.machine();
        this.writer = engine.writer();
        this.others = engine.figures();
        this.due = engine.seams().sources().apply(config.shape().order() == HostShape.Order.HOST ?
            DueEvents.of(config, workload) : DueEvents.ofStreams(config, topology));
        this.latencies = new VirtualLatencies(topology, config.value(StormSettings.LATENCY).intValue());
        this.books = RunBooks.ofPartition(
            options, topology, machine, latencies.responses(), latencies::beginPhase, due);
        this.history = books.history(this::figures);
        final HostModel model = workload.hostModel();
        final int housekeepers = model.rules().housekeepers();
        this.peTimes = new PeTimes(topology.firstOwnPe(), topology.endOwnPe(), housekeepers,
            topology.pes() + housekeepers * topology.share().index(), engine.trace(),
            new GroupTimes(topology, topology.endOwnPe() + housekeepers));
        this.pending = new PendingLpis(topology, new StageClocks(topology.totalVpes()), new ResponseLaw(
            topology, config.value(StormSettings.LATENCY).intValue(), JudgedSettings.isSelfEnding(settings) ? -1 :
            settings.valueOrDefault(MeasureSettings.WARMUP)));
        this.stops = latencies.responses().stops(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE));
        pending.law().stopsIf(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE));
        latencies.responses().keep(settings, topology.isPartition() ? topology.partitions().count() : 1);

        this.pins = new PinWaits(topology, machine, clock, pending.waits());
        final EventQueue queue = new EventQueue();
        final EventTargets targets = new EventTargets(topology, new LpiSpread(config, topology),
            books.interrupts().timers(), books.interrupts().lines().lines());
        this.taken = new TakenInterrupts(topology, books.interrupts(), latencies, pending.backlogs(),
            engine.trace());
        final HostParts hostParts = new HostParts(clock,
            engine.seams().port().apply(port(model.kind())), new VcpuTimers(topology, queue, clock),
            new CostDraws(engine.costs(), topology.groups(), topology::isOwn, config.value(StormSettings.SEED)),
            peTimes, pending, taken, new ModelCalls(due, clock, books.waits()), targets);
        this.host = new VirtualHost(hostParts, topology, model, new DoorbellLaw(topology, machine),
            VirtualHost.law(topology, engine.costs(), model));
        final boolean isOfFunctions = model.kind() == HostModel.Kind.FUNCTIONS;
        final HeldEvents held = isOfFunctions ? new HeldEvents(topology, machine) : null;
        final DirectOperator.Operated operated = new DirectOperator.Operated(topology, machine, writer, host);
        final PartitionOperator ofKind = PartitionOperator.of(
            hostParts, operated, model, config.value(StormSettings.SEED), held, pins);
        this.operator = ofKind.operator();
        this.done = ofKind.done();
        final long durationNs = config.value(StormSettings.DURATION);
        this.span = new RunSpan(settings, countLimit,
            durationNs == StormConfig.DURATION_UNLIMITED_NS ? Long.MAX_VALUE : durationNs,
            JudgedSettings.isSelfEnding(settings) ? targets.reached() : new BitSet());
        this.warmed = span.isSelfEnding() ? WarmedUp.NOTHING : null;
        this.loop = new VirtualLoop(hostParts, queue, host, writer, new LoopPlan(
            due, targets, new PhaseClock(config.shape().phases()), books.interrupts(), span,
            2 * (topology.ownVpes() + 2), held), operator, new Watch());
        taken.watch(host, loop, span);
        this.simulated = new PartitionModel(options.workload(), topology, engine, host, peTimes, pending);
        this.proof = new VirtualProof(topology, books, pending, writer, clock,
            new VirtualProof.Ran(due, host, loop, operator));
        engine.seams().books().accept(pending);
    }

    /**
     * Engine that simulates partitions.
     *
     * @param trace   of what PEs do; null where none was asked for
     * @param figures takes the figures of the partition now and then, and says whether the storm is to end
     */
    record Engine(
        Machine machine, CommandWriter writer, CostModel costs, ModelTrace trace, Figures figures, RunSeams seams)
    {
    }

    /** Taker of the figures of a partition, before its clock jumps. */
    @FunctionalInterface
    interface Figures
    {
        /** Takes the figures; returns whether the user wants an end. */
        boolean isStopping(PartitionRun run);
    }

    /** Returns the clock of the partition. */
    VirtualClock clock()
    {
        return clock;
    }

    /** Returns the events that were offered. */
    long offered()
    {
        return loop.offered();
    }

    /** Returns the interrupts that were acknowledged. */
    long delivered()
    {
        return taken.delivered();
    }

    /** Returns the interrupts that wait. */
    long pending()
    {
        return pending.count();
    }

    /** {@return the events that vectors hold; {@link StormProgress#NO_VECTORS} where no device has vectors} */
    long held()
    {
        return books.ledgers().hasVectors() ? books.ledgers().held() : StormProgress.NO_VECTORS;
    }

    /** Returns the phase in hand. */
    int phase()
    {
        return loop.phase();
    }

    /** {@return the time at which a condition was met, ns; {@link RunningStorm#NEVER} if none was} */
    long hitNs()
    {
        return stops.metBy() == null || hitNs != RunningStorm.NEVER ? hitNs : clock.nanoTime();
    }

    /** Returns the pieces of work that devices have completed. */
    long completions()
    {
        return due.models() == null ? 0 : due.models().completionsOfAll(topology.groups().size());
    }

    /**
     * Simulates the partition to its end, on a machine that is set up.
     *
     * @throws InvariantBrokenException if a promise is broken
     */
    void run()
    {
        hasBegun = true;
        writer.atDigest(command -> RunBooks.checkLaws(due, command));
        history.startHere(!span.isJudged());
        history.begin(0);
        if (span.isJudged())
        {
            watchStops();
        }
        loop.run(ledgers(machine, topology));
        due.laws().pacedAll();
        proof.checkLaws();
    }

    /** Ends what is recorded by time, whether the run came to its end or not. */
    void end()
    {
        history.end(clock.nanoTime());
    }

    /** Compares interrupts and requests with the conditions that end the run, in its measured part. */
    private void watchStops()
    {
        if (!stops.isEmpty())
        {
            books.stopIf(stops);
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
            case FUNCTIONS -> new FunctionPort(topology, machine, writer, books.interrupts(), pins);
            case RESIDENT -> new ResidentPort(topology, machine, writer, books.interrupts());
            case KVM -> new KvmPort(topology, machine, writer, books.interrupts());
            case DIRECT -> new DirectPort(topology, machine, writer, pending::waits);
        };
    }

    private IntervalHistory.Figures figures()
    {
        return new IntervalHistory.Figures(
            loop.offered(), taken.delivered(), pending.count(), 0, writer.journalBytes(), completions());
    }

    /** Watch over the clock of a run. */
    private final class Watch implements VirtualLoop.Observer
    {
        @Override
        public void phase(final int next)
        {
            passes(clock.nanoTime());                               // no event of the boundary lies in front of it
            proof.checkPhase(next - 1);
            books.parts().end(next, ResponseSink.AT_ONCE, loop.delivery().inSoftware());
        }

        /** Ends the warm-up and the seconds whose ends lie no later than a time, in the order of these. */
        private void passes(final long nextNs)
        {
            pending.backlogs().jumps(nextNs);
            final long warmupNs = span.warmupEndNs(nextNs, loop.offered());
            if (warmupNs != RunSpan.NOT_YET)
            {
                seconds(warmupNs - 1);
                if (loop.isSpent())
                {
                    history.divide(warmupNs);                       // as those of the partitions that it is added to
                }
                else
                {
                    measure(warmupNs);
                }
            }
            seconds(nextNs);
        }

        private void measure(final long warmupNs)
        {
            if (span.isSelfEnding())
            {
                warmed = simulated.warmed(
                    books.ledgers().accounting(loop.offered(), taken.delivered(), List.of()), warmupNs);
            }
            span.judge(warmupNs, loop.offered(), taken.delivered());
            history.measure(0, warmupNs);
            peTimes.measure(warmupNs);
            pending.backlogs().measure();
            latencies.begin(warmupNs);
            pending.law().measure(warmupNs);
            watchStops();
            books.measure(due.models(), warmupNs);
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
            proof.checkLaws();
            proof.checkTaken();
            hitNs = hitNs();
            if (others.isStopping(PartitionRun.this) || Math.min(hitNs, stopNs) < nextNs)
            {
                loop.stop();
            }
        }
    }

    /**
     * Returns the measurements of the partition, without a journal, which is that of its engine.
     *
     * @param cause  of a run that did not come to its end; null for one that did
     * @param rows   of the workload
     * @param realNs time that the host needed
     */
    StormResult result(
        final RuntimeException cause, final boolean isStopping, final List<AccountingRow> rows, final long realNs)
    {
        final long endNs = Math.max(1, clock.nanoTime());
        pins.finish();
        if (cause != null)
        {
            host.counts().forwarded -= loop.delivery().unforwarded();   // messages that were not applied
        }
        final RunBooks.Accounts accounts = books.close(EventAccount.NONE,
            EventAccount.counted(0, loop.applied(), taken.delivered()), proof.rows(rows),
            groups -> SentEvents.of(groups, group -> due.sent(group) -
            (cause == null ? 0 : loop.delivery().unapplied(group)), due::ticksHigh, group -> 0, 0));
        final StormActions actions = options.workload().hostModel().reporter().apply(
            done.get());
        final Warmup.Past warmup = span.warmup();
        final Warmup.Past past = span.isJudged() || !hasBegun ? warmup :
            new Warmup.Past(Warmup.Ending.WHOLE, endNs, loop.offered(), taken.delivered());
        final MeasuredRates rates = new MeasuredRates(past, Math.max(1, endNs - warmup.ns()),
            loop.offered() - warmup.offered(), taken.delivered() - warmup.delivered());

        final StormLatencies measured = latencies.result(books.places(), 0);

        final StormTotals totals = books.totals(accounts, endNs, rates.ns(), null, actions);

        return new StormResult(totals, rates, null, measured, null,
            simulated.result(
                hasBegun, endNs, realNs, accounts.accounting(), LatencySummary.of(measured.response()),
                warmed == null ? null : warmed.with(span.starts())),
            null, verdict(cause, isStopping, accounts, totals, measured).ofPartition(simulated.number()),
            history.result());
    }

    private StormVerdict verdict(
        final RuntimeException cause,
        final boolean isStopping,
        final RunBooks.Accounts accounts,
        final StormTotals totals,
        final StormLatencies measured)
    {
        if (cause != null)
        {
            return new RunBooks.End(cause.getMessage(), null,
                cause instanceof InvariantBrokenException ex ? ex : null, null, isStopping, false)
                .verdict(totals.actions());
        }
        final VirtualProof.Finding finding = proof.finding(accounts, totals, measured);
        final String fault = finding.message();
        if (loop.stuck() != null)
        {
            return new StormVerdict(fault != null ? Outcome.INVARIANT_BROKEN : Outcome.CHECK_FAILED, fault != null ?
                fault + ", and " + loop.stuck() : loop.stuck(), null, null, isStopping, StormEnd.STUCK);
        }
        final StormVerdict.Stop stop = stops.metBy() == null ? null : new StormVerdict.Stop(stops.metBy(),
            stops.met() == null ? null :
            new StormLatencies.Explained(stops.met(), OutlierCause.UNKNOWN, stops.met().nowNs()), hitNs(), 0);

        final String unlike = fault == null && span.isJudged() ? pending.law().stopFault(stop) : null;

        return new RunBooks.End(null, unlike == null ? fault : SoundResult.message(unlike), finding.broken(), stop,
            isStopping, loop.offered() >= span.countLimit()).verdict(totals.actions());
    }
}
