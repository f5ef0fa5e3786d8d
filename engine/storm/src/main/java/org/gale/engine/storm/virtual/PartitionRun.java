package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.run.MigrationFailedException;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.topology.Topology;

/**
 * Run of one partition of a storm in virtual time, from 0 to its own last event. It has a clock, a host, sources and
 * books of its own, and applies its commands to the machine of its engine. What it does and measures depends on nothing
 * of another partition. Owned by one thread.
 */
final class PartitionRun
{
    private static final long SECOND_NS = 1_000_000_000;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final Figures others;
    private final VirtualClock clock = new VirtualClock();
    private final PartitionBooks books;
    private final PendingLpis pending;
    private final TakenInterrupts taken;
    private final RunSpan span;
    private final long stopNs;
    private final PartitionModel simulated;
    private final VirtualLoop loop;
    private final VirtualProof proof;
    private final Supplier<List<StormControl>> ofGuests;            // deliberate mistakes
    private final PartitionResult result;
    private WarmedUp warmed;                                        // null where no warm-up ends itself
    private long nextIntervalNs = SECOND_NS;
    private long hitNs = RunningStorm.NEVER;
    private boolean hasBegun;
    private MigrationFailedException failed;                        // null where no migration has ended the run

    /**
     * Makes the run of a partition.
     *
     * @param topology   of the partition
     * @param countLimit of its events
     * @param stopNs     time of the hit that ends the storm; {@link RunningStorm#NEVER} where none is known
     * @param engine     that simulates it
     * @param others     takes the figures of the partition now and then, and says whether the storm is to end
     */
    PartitionRun(final RunOptions options, final Topology topology, final long countLimit, final long stopNs,
        final PartitionEngine engine, final Figures others)
    {
        this.topology = topology;
        this.stopNs = stopNs;
        this.machine = engine.machine();
        this.writer = engine.writer();
        this.others = others;
        this.books = new PartitionBooks(options, topology, engine, this::figures);
        this.pending = books.pending;
        this.taken = books.taken;
        final PartitionHost host = new PartitionHost(options, topology, engine, clock, books);
        this.span = RunSpan.of(options, countLimit, host.targets);
        this.warmed = span.isSelfEnding() ? WarmedUp.NOTHING : null;
        this.loop = new VirtualLoop(host.parts, host.queue, host.virtual, writer, new LoopPlan(
            books.due, host.targets, new PhaseClock(options.config().shape().phases()), books.run.interrupts(), span,
            2 * (topology.ownVpes() + 2), host.held, host.front), host.operator, new Watch());
        this.ofGuests = host.controls;
        taken.watch(host.virtual, loop, span);
        this.simulated =
            new PartitionModel(options.workload(), topology, engine, host.virtual, books.peTimes, pending);
        this.proof = new VirtualProof(topology, books.run, pending, writer, clock,
            new VirtualProof.Ran(books.due, host.virtual, loop, host.operator, host.parts.timers()));
        this.result = new PartitionResult(
            options.workload().hostModel(), clock, books, host, loop, span, proof, simulated);
        engine.seams().books().accept(pending);
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
        return books.run.ledgers().hasVectors() ? books.run.ledgers().held() : StormProgress.NO_VECTORS;
    }

    /** Returns the deliberate mistakes of the models and of guests that move vectors, and how often each acted. */
    List<StormControl> controls()
    {
        return Stream.concat(books.due.controls().stream(), ofGuests.get().stream()).toList();
    }

    /** Returns the phase in hand. */
    int phase()
    {
        return loop.phase();
    }

    /** {@return the time at which a condition was met, ns; {@link RunningStorm#NEVER} if none was} */
    long hitNs()
    {
        return books.stops.metBy() == null || hitNs != RunningStorm.NEVER ? hitNs : clock.nanoTime();
    }

    /** Returns the pieces of work that devices have completed. */
    long completions()
    {
        return books.due.models() == null ? 0 : books.due.models().completionsOfAll(topology.groups().size());
    }

    /**
     * Simulates the partition to its end, on a machine that is set up.
     *
     * @throws InvariantBrokenException if a promise is broken
     */
    void run()
    {
        hasBegun = true;
        writer.atDigest(command -> RunBooks.checkLaws(books.due, command));
        books.history.startHere(!span.isJudged());
        books.history.begin(0);
        if (span.isJudged())
        {
            watchStops();
        }
        try
        {
            loop.run(ledgers(machine, topology));
        }
        catch (final MigrationFailedException ex)
        {
            failed = ex;
            return;
        }
        books.due.laws().pacedAll();
        proof.checkLaws();
    }

    /** {@return the migration whose failure has ended the run; null if none did} */
    MigrationFailedException failed()
    {
        return failed;
    }

    /** Ends what is recorded by time, whether the run came to its end or not. */
    void end()
    {
        books.history.end(clock.nanoTime());
    }

    /** Compares interrupts and requests with the conditions that end the run, in its measured part. */
    private void watchStops()
    {
        if (!books.stops.isEmpty())
        {
            books.run.stopIf(books.stops);
        }
    }

    /** Returns the ledgers of the VMs of a machine that is set up. */
    static List<Ledger> ledgers(final Machine machine, final Topology topology)
    {
        return IntStream.range(0, topology.vms()).mapToObj(vm ->
            machine.accounts().ledger(machine.accounts().followedOwner(vm))).toList();
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
            books.run.parts().end(next, ResponseSink.AT_ONCE, loop.delivery().inSoftware());
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
                    books.history.divide(warmupNs);                 // as those of the partitions that it is added to
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
                    books.run.ledgers().accounting(loop.offered(), taken.delivered(), List.of()), warmupNs);
            }
            span.judge(warmupNs, loop.offered(), taken.delivered());
            books.history.measure(0, warmupNs);
            books.peTimes.measure(warmupNs);
            pending.backlogs().measure();
            books.latencies.begin(warmupNs);
            pending.law().measure(warmupNs);
            watchStops();
            books.run.measure(books.due.models(), warmupNs);
        }

        /** Ends the seconds whose ends lie no later than a time. */
        private void seconds(final long toNs)
        {
            for (; toNs >= nextIntervalNs; nextIntervalNs += SECOND_NS)
            {
                books.history.poll(0, nextIntervalNs);
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
        return result.of(new PartitionResult.End(cause, isStopping, hasBegun, hitNs(), warmed), rows, realNs);
    }
}
