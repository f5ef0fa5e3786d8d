package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.FileHash;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.RunProof;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepRun;

/**
 * Share of a sweep that one process runs, some runs at a time, each in a process of its own. The results of a run are
 * made beside their place and renamed as a whole by the owner of its lease, so that each run counts once. Owner: the
 * main thread, but for {@link #stop} and {@link #kill}.
 */
public final class SweepShard
{
    private static final String TAKEN_OVER = "another process has taken it over";
    private static final long WAIT_NS = 1_000_000_000L;
    /** Ends of runs that are results, and no failures of the sweep. */
    private static final List<Outcome> RESULTS = List.of(Outcome.CHECK_FAILED, Outcome.SKIPPED);

    private final PlannedSweep planned;
    private final ResultDirectory results;
    private final ChildProcesses processes;
    private final RunStarter starter;
    private final ShardEvents events;
    private final NanoClock clock;
    private final String owner;
    private final SweepLeases leases;
    private final List<ActiveRun> active = new CopyOnWriteArrayList<>();    // another thread may end them all
    private final Deque<SweepRun> waiting = new ArrayDeque<>();             // for the processes that hold their leases
    private final List<Outcome> outcomes = new ArrayList<>();
    private volatile boolean isStopped;
    private ShardFiles files;
    private boolean isKept;
    private int left;

    /**
     * Creates a shard.
     *
     * @param owner name that no other process has
     */
    public SweepShard(final PlannedSweep planned, final ResultDirectory results, final ChildProcesses processes,
        final RunStarter starter, final ShardEvents events, final NanoClock clock, final String owner)
    {
        this.planned = planned;
        this.results = results;
        this.processes = processes;
        this.starter = starter;
        this.events = events;
        this.clock = clock;
        this.owner = owner;
        this.leases = new SweepLeases(results.leases(), owner);
    }

    /** Returns the numbers of the runs of a share: those with number mod {@code shards} equal to {@code shard}. */
    public static List<Integer> numbers(final SweepPlan plan, final int shard, final int shards)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (int number = shard; number < plan.runs(); number += shards)
        {
            numbers.add(number);
        }

        return numbers;
    }

    /** Returns the first of some outcomes in the order of exit codes of a sweep. */
    public static Outcome first(final List<Outcome> outcomes)
    {
        return Outcome.firstOfStorms(outcomes.stream().filter(outcome -> !RESULTS.contains(outcome)).toList());
    }

    /**
     * Runs those of some runs that are not over yet.
     *
     * @param jobs   number of runs at a time
     * @param keeps  true to keep the journal of each run
     * @return the outcome of the share
     * @throws OutcomeException if the directory cannot be written
     */
    public Outcome run(final List<Integer> numbers, final int jobs, final boolean keeps)
    {
        isKept = keeps;
        left = numbers.size();
        try (ShardFiles own = ShardFiles.open(results, owner))
        {
            files = own;
            try
            {
                runAll(numbers.iterator(), jobs);
            }
            finally
            {
                abandon();
            }
            leases.close();
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "cannot write to " + results.path() + ": " +
                FileFailure.text(ex) + " (the same command resumes once it can)", ex);
        }
        if (isStopped)
        {
            outcomes.add(Outcome.INTERRUPTED);
        }

        return first(outcomes);
    }

    private void runAll(final Iterator<Integer> queue, final int jobs) throws IOException
    {
        while (!active.isEmpty() || ((queue.hasNext() || !waiting.isEmpty()) && !isStopped))
        {
            while (active.size() < jobs && queue.hasNext() && !isStopped)
            {
                begin(planned.plan().run(queue.next()), true);
            }
            for (int i = waiting.size(); i > 0 && active.size() < jobs && !isStopped; i--)
            {
                begin(waiting.remove(), false);
            }
            events.running(left);
            if (!active.isEmpty() || (!waiting.isEmpty() && !isStopped))
            {
                processes.await(WAIT_NS);
                for (final ActiveRun run : active)
                {
                    watch(run);
                }
            }
        }
    }

    /** Asks the running storms to end in good order. Any thread may call it. */
    public void stop()
    {
        isStopped = true;
        processes.wake();
    }

    /** Begins a run, or lets it wait for the process that holds its lease. */
    private void begin(final SweepRun run, final boolean isFirst) throws IOException
    {
        if (isOver(run))
        {
            return;
        }
        if (!leases.take(run.number()))
        {
            waiting.add(run);
            if (isFirst)
            {
                events.leftOut(run, "another process runs it; its turn comes again once that one has ended");
            }
            return;
        }
        if (isOver(run))                                        // another process has ended it meanwhile
        {
            leases.release(run.number());
            return;
        }
        files.removeLeft(run.number());
        final ActiveRun started = new ActiveRun(run, planned.plan().sweep(), starter,
            results.runs().resolve('.' + ResultDirectory.name(run.number()) + '-' + owner),
            files.temporary(run.number()));
        active.add(started);
        step(started, () -> started.start(clock.nanoTime()));
    }

    /** Takes a step of a run. It may fail because who took the run over has removed its files: then it is left out. */
    private void step(final ActiveRun run, final Step step) throws IOException
    {
        try
        {
            step.take();
        }
        catch (final IOException | OutcomeException ex)
        {
            if (leases.holds(run.run().number()))
            {
                throw ex;
            }
            drop(run, TAKEN_OVER);
        }
    }

    /** Returns whether a run is over. The damaged end of one is named, and stays for people to judge. */
    private boolean isOver(final SweepRun run)
    {
        final RunEnd end;
        try
        {
            end = results.done(run.number());
        }
        catch (final OutcomeException ex)
        {
            left--;
            outcomes.add(ex.outcome());
            events.leftOut(run, ex.getMessage());
            return true;
        }
        final boolean isOver = end != null && end.plan().equals(planned.hash()) && end.isDone() && isWhole(end);
        if (isOver)
        {
            left--;
            outcomes.add(end.outcome());
            events.ended(run, end, true);
        }

        return isOver;
    }

    /** Returns whether the files of a result are there. */
    private boolean isWhole(final RunEnd end)
    {
        final Path directory = results.run(end.run());

        return !end.isResult() || (Files.exists(directory.resolve(ResultDirectory.REPORT)) &&
            Files.exists(directory.resolve(ResultDirectory.HISTOGRAMS)));
    }

    private void watch(final ActiveRun run) throws IOException
    {
        final long nowNs = clock.nanoTime();
        if (!run.child().isAlive())
        {
            step(run, () -> ended(run, nowNs));
        }
        else if (run.isTouchDue(nowNs) && !leases.touch(run.run().number()))
        {
            run.child().kill();
            drop(run, TAKEN_OVER);
        }
        else if (isStopped)
        {
            run.stop();
        }
        else
        {
            run.watch(nowNs);
        }
    }

    private void ended(final ActiveRun run, final long nowNs) throws IOException
    {
        if (isStopped)
        {
            drop(run, null);
            return;
        }
        if (!leases.holds(run.run().number()))                  // this process was stopped for longer than a lease
        {
            drop(run, TAKEN_OVER);
            return;
        }
        final RunEnd end = run.next(planned.hash());
        if (end != null)
        {
            finish(run, end);
            return;
        }
        if (run.repetition() != null)
        {
            events.repeated(run.run(), run.repetition());
        }
        run.start(nowNs);
    }

    private void finish(final ActiveRun run, final RunEnd end) throws IOException
    {
        if (end.isFinding() || isKept)
        {
            RunFiles.moveJournal(run.temporary(), run.work().resolve(ResultDirectory.JOURNAL));
        }
        final Path beside = run.work().resolve(".end");
        Files.writeString(beside, end.with(proof(run, end)).json() + '\n');
        if (!leases.holds(end.run()))
        {
            drop(run, TAKEN_OVER);
            return;
        }
        Files.move(beside, run.work().resolve(end.isDone() ? ResultDirectory.DONE : ResultDirectory.FAILED),
            StandardCopyOption.ATOMIC_MOVE);
        if (!publish(run, end))
        {
            drop(run, "another process has ended it");
            return;
        }
        outcomes.add(end.outcome());
        drop(run, null);
        events.ended(run.run(), end, false);
    }

    /** {@return the proof of the files of a result, or null for another end} */
    private static RunProof proof(final ActiveRun run, final RunEnd end) throws IOException
    {
        if (!end.isResult())
        {
            return null;
        }
        final Map<String, String> hashes = new TreeMap<>();
        for (final String name : List.of(ResultDirectory.REPORT, ResultDirectory.HISTOGRAMS))
        {
            if (Files.isRegularFile(run.work().resolve(name)))
            {
                hashes.put(name, FileHash.sha256(run.work().resolve(name)));
            }
        }

        return new RunProof(run.run().values(), run.run().seed(), hashes);
    }

    /** Renames the results of a run into their place, and returns whether no others were there. */
    private boolean publish(final ActiveRun run, final RunEnd end) throws IOException
    {
        final Path place = results.run(end.run());
        if (Files.exists(place))
        {
            if (isOverElsewhere(end))
            {
                return false;
            }
            final Path old = results.runs().resolve(".old-" + ResultDirectory.name(end.run()) + '-' + owner);
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            RunFiles.remove(old);
        }
        try
        {
            Files.move(run.work(), place, StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final FileSystemException ex)                    // a place with files has no exception of its own
        {
            if (!Files.exists(place))
            {
                throw ex;
            }
            return false;
        }

        return true;
    }

    private boolean isOverElsewhere(final RunEnd end)
    {
        final RunEnd other = results.done(end.run());

        return other != null && other.plan().equals(planned.hash()) && other.isDone() && isWhole(other);
    }

    /**
     * Removes what a run left in directories of its own.
     *
     * @param reason for which it does not count; null if it counts, or was interrupted
     */
    private void drop(final ActiveRun run, final String reason) throws IOException
    {
        if (active.remove(run))
        {
            left--;
        }
        RunFiles.remove(run.work());
        RunFiles.remove(run.temporary());
        leases.release(run.run().number());
        if (reason != null)
        {
            events.leftOut(run.run(), reason);
        }
    }

    /** Ends all processes at once, and removes what their runs left, as far as the host lets us. */
    private void abandon()
    {
        kill();
        for (final ActiveRun run : active)
        {
            try
            {
                drop(run, null);
            }
            catch (final IOException ex)
            {
                events.leftOut(run.run(), FileFailure.text(ex));
            }
        }
    }

    /** Ends all processes at once. Any thread may call it, once this process ends. */
    public void kill()
    {
        for (final ActiveRun run : active)
        {
            if (run.child() != null)
            {
                run.child().kill();
            }
        }
    }

    /** Step of a run, which changes its files. */
    @FunctionalInterface
    private interface Step
    {
        void take() throws IOException;
    }
}
