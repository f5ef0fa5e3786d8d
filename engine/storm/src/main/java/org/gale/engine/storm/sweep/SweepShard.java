package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
 * made beside their place and renamed into it as a whole, where none are. Two copies of a shard at once lose nothing:
 * of each run the first result stays. Owner: the main thread, but for {@link #stop} and {@link #kill}.
 */
public final class SweepShard
{
    private static final long WAIT_NS = 1_000_000_000L;
    private static final int COPIES_LIMIT = 16;
    /** Ends of runs that are results, and no failures of the sweep. */
    private static final List<Outcome> RESULTS = List.of(Outcome.CHECK_FAILED, Outcome.SKIPPED);

    private final PlannedSweep planned;
    private final ResultDirectory results;
    private final ChildProcesses processes;
    private final RunStarter starter;
    private final ShardEvents events;
    private final NanoClock clock;
    private final String owner;
    private final List<ActiveRun> active = new CopyOnWriteArrayList<>();    // another thread may end them all
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
        while (!active.isEmpty() || (queue.hasNext() && !isStopped))
        {
            while (active.size() < jobs && queue.hasNext() && !isStopped)
            {
                begin(planned.plan().run(queue.next()));
            }
            events.running(left);
            if (!active.isEmpty())
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

    /** Begins a run that is not over. */
    private void begin(final SweepRun run) throws IOException
    {
        if (isOver(run))
        {
            return;
        }
        final ActiveRun started = new ActiveRun(run, planned.plan().sweep(), starter,
            results.runs().resolve('.' + ResultDirectory.name(run.number()) + '-' + owner),
            files.temporary(run.number()));
        active.add(started);
        step(started, () -> started.start(clock.nanoTime()));
    }

    /** Takes a step of a run. It may fail because a copy of the shard has ended the run and removed these files. */
    private void step(final ActiveRun run, final Step step) throws IOException
    {
        try
        {
            step.take();
        }
        catch (final IOException | OutcomeException ex)
        {
            if (!isOver(run.run()))
            {
                throw ex;
            }
            drop(run);
        }
    }

    /**
     * Counts a run that is over, and removes what copies of this shard and those before it have not finished of it. The
     * damaged end of one is named, and stays for people to judge.
     *
     * @return false if it is not over
     */
    private boolean isOver(final SweepRun run) throws IOException
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
        final boolean isOver = isOver(end, results.run(run.number()));
        if (isOver)
        {
            files.removeLeft(run.number());
            left--;
            outcomes.add(end.outcome());
            events.ended(run, end, true);
        }

        return isOver;
    }

    private boolean isOver(final RunEnd end, final Path place)
    {
        return end != null && end.plan().equals(planned.hash()) && end.isDone() && (!end.isResult() ||
            (Files.exists(place.resolve(ResultDirectory.REPORT)) &&
            Files.exists(place.resolve(ResultDirectory.HISTOGRAMS))));
    }

    private void watch(final ActiveRun run) throws IOException
    {
        final long nowNs = clock.nanoTime();
        if (!run.child().isAlive())
        {
            step(run, () -> ended(run, nowNs));
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
        if (isStopped || isOver(run.run()))                     // a copy of this shard has ended it
        {
            drop(run);
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
        Files.writeString(run.work().resolve(end.isDone() ? ResultDirectory.DONE : ResultDirectory.FAILED),
            end.with(proof(run, end)).json() + '\n');
        final boolean isFirst = publish(run, end);
        if (isFirst)
        {
            files.removeLeft(end.run());
            left--;
            outcomes.add(end.outcome());
        }
        drop(run);
        if (isFirst)
        {
            events.ended(run.run(), end, false);
        }
        else
        {
            isOver(run.run());
        }
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

    /** Renames the results of a run into their place, and returns whether no whole ones were there. */
    private boolean publish(final ActiveRun run, final RunEnd end) throws IOException
    {
        final Path place = results.run(end.run());
        boolean isPut = false;
        boolean isOver = false;
        for (int tries = 0; tries < COPIES_LIMIT && !isPut && !isOver; tries++)
        {
            isOver = Files.exists(place) && !retire(end.run(), place);
            isPut = !isOver && isPut(run.work(), place);
        }

        return isPut;
    }

    /** Renames results into a place, unless a copy of this shard has put others there meanwhile. */
    private static boolean isPut(final Path work, final Path place) throws IOException
    {
        try
        {
            Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
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

    /** Removes a failure, or a result that is not whole, and returns false where a whole result is. */
    private boolean retire(final int run, final Path place) throws IOException
    {
        if (isOver(results.done(run), place))
        {
            return false;
        }
        final Path old = results.runs().resolve(".old-" + ResultDirectory.name(run) + '-' + owner);
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        final boolean isRetired = !isOver(ResultDirectory.done(old), old);
        if (!isRetired && Files.notExists(place))
        {
            Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);     // a copy of this shard put it there meanwhile
        }
        RunFiles.remove(old);

        return isRetired;
    }

    /** Removes what a run left in directories of its own. */
    private void drop(final ActiveRun run) throws IOException
    {
        active.remove(run);
        RunFiles.remove(run.work());
        RunFiles.remove(run.temporary());
    }

    /** Ends all processes at once, and removes what their runs left, as far as the host lets us. */
    private void abandon()
    {
        kill();
        for (final ActiveRun run : active)
        {
            try
            {
                drop(run);
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
