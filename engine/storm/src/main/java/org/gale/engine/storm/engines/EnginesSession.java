package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.AgentPool;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.SideBySide;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.EnginesOfStorm;
import org.gale.engine.storm.result.ResultSum;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.StormFailures;
import org.gale.engine.storm.run.StormListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormProver;
import org.gale.engine.storm.run.StormResumePoint;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.run.StormSession;
import org.gale.engine.storm.run.TemporaryPlace;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StormThreads;

/**
 * Session of a storm of several engines, each of which is the session of an ordinary storm on a thread of its own. The
 * thread that runs it waits for them, adds their results and shows them; {@link #stop} and {@link #abandon} are for
 * other threads.
 */
final class EnginesSession implements Session
{
    private static final String THREAD = StormThreads.ENGINE + "-%03d";
    private static final String HELPER = "gale-journal-";
    private static final String PROVER = "gale-prover-";

    private final EnginesPlan plan;
    private final StormMachines machines;
    private final StormRuns runs;
    private final String version;
    private final StormListener listener;
    private final BooleanSupplier interrupts;
    private final List<EngineListener> listeners = new ArrayList<>();
    private final int cores;
    private volatile List<StormSession> sessions = List.of();
    private final TemporaryPlace place = new TemporaryPlace();
    private EnginesJournal journal;

    /**
     * @param machines   makes the machines
     * @param runs       makes the runs
     * @param version    of Gale, for journals and reports
     * @param listener   shows each step
     * @param interrupts true once the user wants an end
     * @throws OutcomeException if the host lacks the space for the journals
     */
    public EnginesSession(
        final EnginesPlan plan,
        final StormMachines machines,
        final StormRuns runs,
        final String version,
        final StormListener listener,
        final BooleanSupplier interrupts)
    {
        StormPaths.checkSpace(plan.whole(), plan.configs());
        this.plan = plan;
        this.machines = machines;
        this.runs = runs;
        this.version = version;
        this.listener = listener;
        this.interrupts = interrupts;
        this.cores = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < plan.count(); i++)
        {
            listeners.add(new EngineListener(listener));
        }
    }

    @Override
    public End run()
    {
        final EnginesJournal made = EnginesJournal.create(plan, version, listener, place);
        journal = made;
        try (AgentPool helpers = new AgentPool(Math.min(plan.count(), cores), HELPER))
        {
            return run(made, helpers);
        }
        catch (final RuntimeException | Error ex)
        {
            if (made.isTemporary())
            {
                listener.kept(made.directory());
            }
            throw ex;
        }
    }

    private End run(final EnginesJournal made, final AgentHost helpers)
    {
        final EngineTeam team = new EngineTeam(plan.count(), HostClock.INSTANCE, helpers);
        final List<StormSession> engines = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++)
        {
            engines.add(new StormSession(plan.part(i, made.directory()), machines, runs, version, listeners.get(i),
                interrupts, team.member(String.format(Locale.ROOT, THREAD, i))));
        }
        sessions = List.copyOf(engines);
        final StormDescription description = description(made, prepare());
        listener.beginning(description);
        final List<StormResult> results = measure(team, description.resumed().delivered());
        final StormResult sum = sum(results);
        listener.measured(description, sum);
        final List<StormProver.ProverVerdict> verdicts = prove(results);
        final StormProof proof = proof(verdicts, results);
        listener.proven(description, sum, proof);

        return end(description, sum, proof, results, verdicts);
    }

    private StormResult sum(final List<StormResult> results)
    {
        final StormPlan whole = plan.whole();

        return SoundResult.judged(SoundResult.sum(IntStream.range(0, results.size())
            .mapToObj(engine -> results.get(engine).ofEngine(engine)).toList(),
            whole.settings().valueOrDefault(MeasureSettings.OUTLIERS).intValue()),
            (whole.isResumed() ? whole.asked().resumed(0) : whole.asked()).ofSum());
    }

    /** Finds where the engines go on, and changes nothing before all of them can. */
    private StormResumed prepare()
    {
        boolean isPrepared = false;
        try
        {
            final List<StormResumed> points = all(Math.min(plan.count(), cores), PROVER,
                engine -> sessions.get(engine).prepare(), this::showReading);
            if (plan.whole().isResumed() && sessions.stream().allMatch(StormSession::isEnded))
            {
                throw StormResumePoint.ended(plan.whole().place(StormSettings.RESUME, plan.whole().journal()),
                    points.stream().mapToLong(StormResumed::sequence).sum(), plan.whole().spelling());
            }
            isPrepared = true;

            return ResultSum.resumed(points);
        }
        finally
        {
            if (!isPrepared)
            {
                sessions.forEach(StormSession::forget);
            }
            listener.readEnded();
        }
    }

    private StormDescription description(final EnginesJournal made, final StormResumed resumed)
    {
        return plan.whole().described(version, made.shownName(), made.isTemporary(), resumed);
    }

    private List<StormResult> measure(final EngineTeam team, final long deliveredBefore)
    {
        listener.running(new EnginesProgress(listeners), deliveredBefore);
        try
        {
            return all(plan.count(), StormThreads.ENGINE + '-', engine -> measure(engine, team), () -> { });
        }
        catch (final OutcomeException ex)
        {
            throw journal.isTemporary() || journal.directory() == null ? ex :
                StormFailures.ofEngine(ex, plan.whole(), journal.directory());
        }
        finally
        {
            listener.ended();
        }
    }

    private StormResult measure(final int engine, final EngineTeam team)
    {
        boolean isDone = false;
        try
        {
            final StormResult result = sessions.get(engine).measure();
            isDone = true;

            return result;
        }
        finally
        {
            team.ended(engine, !isDone);
        }
    }

    private List<StormProver.ProverVerdict> prove(final List<StormResult> results)
    {
        try
        {
            return all(Math.min(plan.count(), cores), PROVER,
                engine -> sessions.get(engine).prove(results.get(engine)), this::showReading);
        }
        finally
        {
            listener.readEnded();
        }
    }

    /**
     * Does something for each engine, so many at a time, and shows what is read meanwhile.
     *
     * @throws OutcomeException if an engine failed: the first in rank, with its number
     */
    private <T> List<T> all(final int threads, final String name, final IntFunction<T> task, final Runnable poll)
    {
        final List<SideBySide.End<T>> ends = new SideBySide(threads, name, poll).run(plan.count(), task);
        final List<Throwable> failures = new ArrayList<>();
        ends.forEach(end -> failures.add(end.failure()));
        EngineFailures.check(failures);

        return ends.stream().map(SideBySide.End::value).toList();
    }

    private void showReading()
    {
        final StormListener.Reading reading = listeners.stream().map(EngineListener::reading)
            .filter(one -> one != null).findFirst().orElse(null);
        if (reading != null)
        {
            listener.reading(reading, listeners.stream().mapToLong(EngineListener::doneBytes).sum(),
                listeners.stream().mapToLong(EngineListener::totalBytes).sum(),
                listeners.stream().mapToDouble(EngineListener::commandsPerS).sum());
        }
    }

    private StormProof proof(final List<StormProver.ProverVerdict> verdicts, final List<StormResult> results)
    {
        return StormProof.of(verdicts.stream().map(StormProver.ProverVerdict::proof).toList(),
            results.stream().map(result -> result.journal().commands()).toList(), Math.min(plan.count(), cores));
    }

    private End end(final StormDescription description, final StormResult sum, final StormProof proof,
        final List<StormResult> results, final List<StormProver.ProverVerdict> verdicts)
    {
        final List<End> ends = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++)
        {
            ends.add(sessions.get(i).end(results.get(i), verdicts.get(i)));
        }
        final Outcome ofEngines = Outcome.firstOfStorms(ends.stream().map(end -> end.report().outcome()).toList());
        final boolean isOfSum =
            sum.verdict().isBroken() && results.stream().noneMatch(result -> result.verdict().isBroken());
        final Outcome outcome = isOfSum ? Outcome.firstOfStorms(List.of(ofEngines, sum.verdict().outcome())) :
            ofEngines == Outcome.SKIPPED ? sum.verdict().outcome() : ofEngines;               // some engines alone
        final int named = EngineFailures.named(ends, outcome, results, sum.verdict().stop());
        final String ofNamed = named < 0 ? null : "engine " + named + ": " + spoken(ends, named);
        final String failure = ofNamed == null && isOfSum ? sum.verdict().failure() : ofNamed;
        if (EngineFailures.EVIDENCE.contains(outcome) && journal.directory() != null)
        {
            EngineFailures.note(journal.directory(), ends, outcome);
        }
        final String ofProof = IntStream.range(0, ends.size()).filter(i -> ends.get(i).proofFailure() != null)
            .mapToObj(i -> "engine " + i + ": " + ends.get(i).proofFailure()).findFirst().orElse(null);

        return new End(new StormReport(description, sum, proof, failure, outcome,
            EnginesOfStorm.of(results, plan.bound()), null), ofProof);
    }

    /** Returns the failure of an engine, where a resume names the directory of all. */
    private String spoken(final List<End> ends, final int engine)
    {
        final String failure = ends.get(engine).report().failure();
        final Path directory = journal.directory();
        final Spelling spelling = plan.whole().spelling();

        return directory == null ? failure : failure.replace(
            spelling.storm(StormSettings.RESUME, directory.resolve(EnginesPlan.name(engine))),
            spelling.storm(StormSettings.RESUME, directory));
    }

    @Override
    public void stop()
    {
        sessions.forEach(StormSession::stop);
    }

    @Override
    public void abandon() throws IOException
    {
        for (final StormSession session : sessions)
        {
            session.abandon();
        }
        place.abandon();
    }

    @Override
    public Path journal()
    {
        return journal.directory();
    }

    @Override
    public void discard(final Outcome outcome) throws IOException
    {
        if (!journal.isTemporary())
        {
            return;
        }
        if (outcome == Outcome.OK || outcome == Outcome.INTERRUPTED || outcome == Outcome.SKIPPED)
        {
            place.remove();
        }
        else
        {
            listener.kept(journal.directory());
        }
    }
}
