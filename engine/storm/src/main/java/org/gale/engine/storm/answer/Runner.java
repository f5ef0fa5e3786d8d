package org.gale.engine.storm.answer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.ProcMeter;
import org.gale.engine.host.SideBySide;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.answer.WarmUp;
import org.gale.engine.storm.result.answer.Work;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.run.StormSession;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.tables.memory.Mix;

/**
 * Runner of the runs of an answer, on all processors, in one process. Equal runs are run once. One in twenty keeps a
 * journal for its time and is replayed; every one holds its laws. Used by one thread, which makes others.
 */
public final class Runner
{
    /** One in so many runs is journaled and replayed. */
    static final int JOURNALED = 20;

    private final Planner planner;
    private final StormMachines machines;
    private final StormRuns runs;
    private final String version;
    private final int threads;
    private final BooleanSupplier interrupts;
    private final Watch watch;
    private final Map<String, Ran> done = new TreeMap<>();
    private final List<Work> works = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private WarmUp warmUp;                                          // of all runs so far; null of none
    private int asked;
    private int expected;

    /**
     * Makes a runner.
     *
     * @param planner    plans a run
     * @param machines   makes the machines
     * @param runs       makes the runs
     * @param version    of Gale
     * @param threads    runs at a time
     * @param interrupts true once the user wants an end
     * @param watch      shows how far it is
     */
    public Runner(final Planner planner, final StormMachines machines, final StormRuns runs,
        final String version, final int threads,
        final BooleanSupplier interrupts, final Watch watch)
    {
        this.planner = planner;
        this.machines = machines;
        this.runs = runs;
        this.version = version;
        this.threads = threads;
        this.interrupts = interrupts;
        this.watch = watch;
    }

    /** Planner of runs. Several threads call it. */
    @FunctionalInterface
    public interface Planner
    {
        /**
         * Plans the run of some values.
         *
         * @param values of keys of the job, by their paths
         */
        StormPlan plan(Map<String, String> values, boolean isJournaled);
    }

    /** Watch over the runs, on the thread that waits for them. */
    @FunctionalInterface
    public interface Watch
    {
        /** Shows how many runs have ended of how many that are expected. */
        void show(int ended, int expected);
    }

    /** End of a run on its thread. */
    private record End(Ran ran, long cpuNs, boolean isJournaled)
    {
    }

    /** Notes how many runs are expected in all, by an estimate. */
    void expect(final int count)
    {
        expected = count;
    }

    /** Returns whether a run of some values can be planned: a job refuses values that contradict one another. */
    boolean isPlanned(final Map<String, String> values)
    {
        try
        {
            planner.plan(values, false);

            return true;
        }
        catch (final OutcomeException ex)
        {
            if (ex.outcome() != Outcome.USAGE)
            {
                throw ex;
            }

            return false;
        }
    }

    /** Returns the host of a run of some values. */
    Host host(final Map<String, String> values)
    {
        return Host.of(planner.plan(values, false));
    }

    /** Returns what was run so far, by part. */
    List<Work> works()
    {
        return List.copyOf(works);
    }

    /** {@return the warm-ups of all runs so far, but for those that leave a judged part out; null without a run} */
    WarmUp warmUp()
    {
        return warmUp;
    }

    /**
     * Runs some storms, unless they were run before.
     *
     * @param part   of the answer that they are for
     * @param wanted values of each
     * @return their figures, in the order of the values
     * @throws OutcomeException if one is not sound, or the user wants an end
     */
    List<Ran> all(final String part, final List<Map<String, String>> wanted)
    {
        final Map<String, Map<String, String>> fresh = new LinkedHashMap<>();
        wanted.forEach(values -> fresh.putIfAbsent(key(values), values));
        fresh.keySet().removeAll(done.keySet());
        final List<Map<String, String>> list = new ArrayList<>(fresh.values());
        asked += list.size();
        expected = Math.max(expected, asked);
        final List<SideBySide.End<End>> ends = new SideBySide(threads, "gale-answer-",
            () -> watch.show(ended.get(), expected)).run(list.size(), i -> run(list.get(i)));
        long cpuNs = 0;
        long events = 0;
        int journaled = 0;
        for (int i = 0; i < ends.size(); i++)
        {
            rethrow(ends.get(i).failure());
            final End end = ends.get(i).value();
            done.put(key(list.get(i)), end.ran());
            if (!list.get(i).containsKey(WarmUp.SKIPPED))
            {
                final WarmUp own = end.ran().warmUp().in(part);
                warmUp = warmUp == null ? own : warmUp.plus(own);
            }
            cpuNs += end.cpuNs();
            events += end.ran().offered();
            journaled += end.isJournaled() ? 1 : 0;
        }
        add(new Work(part, list.size(), journaled, events, cpuNs));

        return wanted.stream().map(values -> done.get(key(values))).toList();
    }

    private void add(final Work work)
    {
        int place = 0;
        while (place < works.size() && !works.get(place).part().equals(work.part()))
        {
            place++;
        }
        if (place < works.size())
        {
            works.set(place, works.get(place).plus(work));
        }
        else if (work.runs() > 0)
        {
            works.add(work);
        }
    }

    private static String key(final Map<String, String> values)
    {
        return new TreeMap<>(values).toString();
    }

    private static void rethrow(final Throwable failure)
    {
        if (failure instanceof RuntimeException ex)
        {
            throw ex;
        }
        if (failure instanceof Error ex)
        {
            throw ex;
        }
    }

    private End run(final Map<String, String> values)
    {
        if (interrupts.getAsBoolean())
        {
            throw new OutcomeException(Outcome.INTERRUPTED, "interrupted: there is no answer");
        }
        final long beganNs = ProcMeter.INSTANCE.threadCpuNs();
        final boolean isJournaled = isJournaled(values);
        final StormPlan plan = planner.plan(WarmUp.ofJob(values), isJournaled)
            .measured(WarmUp.settings(values));
        final Session session = new StormSession(plan, machines, runs, version,
            new SilentListener(), interrupts);
        final StormReport report = session.run().report();
        check(session, report, values);
        final Ran ran = Ran.of(report);
        ended.incrementAndGet();

        return new End(ran, ProcMeter.INSTANCE.threadCpuNs() - beganNs, isJournaled);
    }

    private static void check(final Session session, final StormReport report, final Map<String, String> values)
    {
        final Outcome outcome = report.outcome();
        try
        {
            session.discard(outcome);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "a journal could not be removed: " + FileFailure.reason(ex), ex);
        }
        if (outcome != Outcome.OK)
        {
            throw new OutcomeException(outcome, outcome == Outcome.INTERRUPTED ? "interrupted: there is no answer" :
                "the run of " + values + " is not sound: " +
                (report.failure() == null ? "exit " + outcome.exitCode() : report.failure()));
        }
    }

    private static boolean isJournaled(final Map<String, String> values)
    {
        final long seed = Long.parseLong(values.get(StormSettings.SEED.name()));

        return Long.remainderUnsigned(Mix.of(Mix.of(0, seed), key(values).hashCode()), JOURNALED) == 0;
    }
}
