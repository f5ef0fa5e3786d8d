package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepRun;

/** Run that is under way: processes one after another, and the limits of each. Owner: the thread of the shard. */
final class ActiveRun
{
    private static final int SIGNALS = 128;
    private static final long WATCH_NS = 1_000_000_000L;
    private static final List<Integer> REPEATED =
        List.of(Outcome.INTERNAL.exitCode(), Outcome.RESOURCES.exitCode());

    private final SweepRun run;
    private final Sweep sweep;
    private final RunStarter starter;
    private final Path work;
    private final Path temporary;
    private final SweepBisection bisection;
    private volatile ChildProcesses.Child child;                // another thread may end it
    private String limit;
    private long startNs;
    private long watchedNs;
    private int processes;
    private boolean isRepeated;
    private boolean isStopped;

    /**
     * Creates a run without a process.
     *
     * @param work      directory of its results until they are renamed
     * @param temporary directory of its journal
     */
    ActiveRun(final SweepRun run, final Sweep sweep, final RunStarter starter, final Path work, final Path temporary)
    {
        this.run = run;
        this.sweep = sweep;
        this.starter = starter;
        this.work = work;
        this.temporary = temporary;
        this.bisection = sweep.search() == null ? null : new SweepBisection(sweep.search());
    }

    SweepRun run()
    {
        return run;
    }

    Path work()
    {
        return work;
    }

    Path temporary()
    {
        return temporary;
    }

    ChildProcesses.Child child()
    {
        return child;
    }

    /** Starts the next process in empty directories. */
    void start(final long nowNs) throws IOException
    {
        RunFiles.empty(temporary);
        final Map<String, String> values = new LinkedHashMap<>(run.values());
        if (bisection != null)
        {
            values.put(sweep.search().key(), bisection.next());
        }
        final Path place = place();
        RunFiles.empty(place);
        processes++;
        limit = null;
        startNs = nowNs;
        watchedNs = nowNs;
        child = starter.start(values, run.seed(), place, temporary);
    }

    private Path place()
    {
        return bisection == null ? work : work.resolve(ResultDirectory.tryName(bisection.tries() + 1));
    }

    /** Ends the process if it passed a limit. */
    void watch(final long nowNs)
    {
        if (limit == null && nowNs - startNs > sweep.limits().wallNs())
        {
            end(RunEnd.WALL);
        }
        if (limit == null && nowNs - watchedNs >= WATCH_NS)
        {
            watchedNs = nowNs;
            if (child.residentBytes() > sweep.limits().memoryBytes())
            {
                end("memory");
            }
            else if (RunFiles.bytes(temporary) > sweep.limits().diskBytes())
            {
                end("disk");
            }
        }
    }

    /** Asks the process once to end in good order. */
    void stop()
    {
        if (!isStopped)
        {
            isStopped = true;
            child.stop();
        }
    }

    private void end(final String reached)
    {
        limit = reached;
        child.kill();
    }

    /**
     * Takes the end of a process.
     *
     * @return the end of the run, or null if another process follows
     */
    RunEnd next(final String plan) throws IOException
    {
        final int exit = child.exitCode();
        final boolean isSignal = limit == null && exit > SIGNALS;
        final RunEnd end = isSignal ? RunEnd.signalled(plan, run.number(), exit - SIGNALS, processes) : new RunEnd(plan,
            run.number(), limit == null ? exit : Outcome.RESOURCES.exitCode(), limit == null ? RunEnd.EXIT : limit,
            processes, bisection == null ? null : bisection.found());
        if (!isRepeated && (limit != null || isSignal || REPEATED.contains(exit)))
        {
            isRepeated = true;
            return null;
        }
        if (bisection == null || !end.isResult())
        {
            return end;
        }
        bisection.tried(starter.holds(place().resolve(ResultDirectory.REPORT)));
        isRepeated = false;
        if (bisection.next() != null)
        {
            return null;
        }
        RunFiles.copy(work.resolve(ResultDirectory.tryName(bisection.found().tryNumber())), work);

        return new RunEnd(plan, run.number(), exit, RunEnd.EXIT, processes, bisection.found());
    }

    /** {@return why the last process is repeated; null if it is another try of a search} */
    String repetition()
    {
        return !isRepeated ? null : limit != null ? "the limit of " + limit : child.exitCode() > SIGNALS ?
            "signal " + (child.exitCode() - SIGNALS) : "exit " + child.exitCode();
    }
}
