package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.ProcMeter;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.PlanOfShare;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormShare;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Session of one storm, from its plan to its outcome: makes machine and journal, runs, proves. The thread that runs it
 * becomes the engine's while the storm runs; {@link #stop} and {@link #abandon} are for other threads.
 */
public final class StormSession implements Session
{
    private final StormPlan plan;
    private final StormMachines machines;
    private final MachineFactory machineFactory;
    private final StormRuns runs;
    private final String version;
    private final StormListener listener;
    private final BooleanSupplier interrupts;
    private final Team team;
    private StormJournal journal;
    private Prepared prepared;                                      // of a storm that is to be resumed; else null
    private StormProver.ProverVerdict proven;                             // of a storm that had ended; else null
    private StormDescription description;
    private final TemporaryPlace place = new TemporaryPlace();
    private volatile RunningStorm running;
    private long stopNs = RunningStorm.NEVER;                       // of the first hit, where it was searched
    private volatile LaneFiles open;
    private volatile StormCounters counting;
    private volatile Rehearsal rehearsing;

    /**
     * @param machines   makes the machine
     * @param runs       makes the run
     * @param version    of Gale, for journal and reports
     * @param listener   shows each step
     * @param interrupts true once the user wants an end
     * @throws org.gale.engine.config.OutcomeException if the host lacks the space for the journal
     */
    public StormSession(
        final StormPlan plan,
        final StormMachines machines,
        final StormRuns runs,
        final String version,
        final StormListener listener,
        final BooleanSupplier interrupts)
    {
        this(plan, machines, runs, version, listener, interrupts, Team.NONE);
        StormPaths.checkSpace(plan);
    }

    /**
     * Makes the session of one of the engines of a storm, for whose journals there is space.
     *
     * @param team of the engines
     */
    public StormSession(
        final StormPlan plan,
        final StormMachines machines,
        final StormRuns runs,
        final String version,
        final StormListener listener,
        final BooleanSupplier interrupts,
        final Team team)
    {
        this.team = team;
        this.plan = plan;
        this.machines = machines;
        this.machineFactory = machines.factory(plan.settings().get(StormSettings.RAM_FILE), plan.spelling());
        this.runs = runs;
        this.version = version;
        this.listener = listener;
        this.interrupts = interrupts;
    }

    /** Point at which a storm is resumed, with what was before. */
    private record Prepared(StormResumePoint point, StormResumeTotals totals)
    {
    }

    @Override
    public End run()
    {
        final StormResult result = measure();
        listener.measured(description, result);
        final StormProver.ProverVerdict verdict = prove(result);
        listener.proven(description, result, verdict.proof());

        return end(result, verdict);
    }

    @Override
    public void stop()
    {
        final RunningStorm run = running;
        if (run != null)
        {
            run.stop();
        }
    }

    @Override
    public void abandon() throws IOException
    {
        final LaneFiles lanes = open;
        final StormCounters counters = counting;
        final Rehearsal rehearsal = rehearsing;
        if (counters != null)
        {
            counters.abandon();
        }
        if (rehearsal != null)
        {
            rehearsal.abandon();
        }
        if (lanes != null)
        {
            lanes.abandon();
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
        if (outcome == Outcome.OK || outcome == Outcome.INTERRUPTED || outcome == Outcome.SKIPPED)
        {
            place.remove();
        }
        else
        {
            keep();
        }
    }

    /**
     * Runs the storm, without its proof.
     *
     * @throws org.gale.engine.config.OutcomeException if the storm cannot begin
     */
    public StormResult measure()
    {
        try
        {
            return plan.isResumed() ? resume() : begin();
        }
        catch (final RuntimeException | Error ex)
        {
            keep();
            throw ex;
        }
        finally
        {
            final LaneFiles lanes = open;
            if (lanes != null && lanes.remains() != null)
            {
                listener.lanesRemain(lanes.remains());
            }
        }
    }

    private void keep()
    {
        if (journal != null && journal.isTemporary())
        {
            listener.kept(journal.directory());
        }
    }

    private StormResult begin()
    {
        final HitSearch search = new HitSearch(plan, machines.factory(null, plan.spelling()), runs, team);
        stopNs = search.isDue() ? search.firstHitNs(this::running) : RunningStorm.NEVER;
        running = null;
        try (Machine machine = machineFactory.create(plan.machine());
            LaneFiles lanes = plan.lanes().create(plan.spelling()))
        {
            final List<Path> left = plan.hasJournal() && plan.journal() == null ?
                TemporaryJournals.left(StormPaths.temporary()) : List.of();
            if (!left.isEmpty())
            {
                listener.left(left);
            }
            journal = StormJournal.create(
                plan, StormShare.configuration(plan, version, machine.config()), team.helpers(), place);

            return storm(machine, lanes, StormResumed.NONE, StormResumeTotals.NONE);
        }
    }

    /**
     * Resumes the storm of a journal. Nothing is created or changed before the journal is found to be one that can be
     * resumed.
     */
    private StormResult resume()
    {
        prepare();
        final Prepared ready = prepared;
        prepared = null;
        try (StormResumePoint point = ready.point();
            LaneFiles lanes = plan.lanes().create(plan.spelling()))
        {
            if (point.isEnded())
            {
                return ended(point, ready.totals());
            }
            journal = StormJournal.resumed(plan, point.write(plan, team.helpers()));
            StormCounters.removeLeft(journal.directory());

            return storm(point.machine(), lanes, point.resumed(ready.totals()), ready.totals());
        }
    }

    /**
     * Finds the point at which a storm is resumed, and changes nothing. Nothing is to be found of one that begins.
     *
     * @return the point, {@link StormResumed#NONE} of a storm that begins
     * @throws org.gale.engine.config.OutcomeException if it cannot be resumed
     */
    public StormResumed prepare()
    {
        if (plan.isResumed() && prepared == null)
        {
            final StormResumePoint point =
                StormResumePoint.find(plan, team.isAny(), machineFactory, listener, interrupts);
            try
            {
                final StormResumeTotals totals = point.totals(plan);
                point.checkCount(plan, totals);
                point.checkLimit(plan);
                prepared = new Prepared(point, totals);
            }
            finally
            {
                if (prepared == null)
                {
                    point.close();
                }
            }
        }

        return prepared == null ? StormResumed.NONE : prepared.point().resumed(prepared.totals());
    }

    /** Returns whether the storm that was prepared has ended in good order: its journal stays as it is. */
    public boolean isEnded()
    {
        return prepared != null && prepared.point().isEnded();
    }

    /** Gives back what was prepared and is not used. */
    public void forget()
    {
        if (prepared != null)
        {
            prepared.point().close();
            prepared = null;
        }
    }

    /** Returns what an engine came to that has ended. Its journal stays as it is, and is proven first. */
    private StormResult ended(final StormResumePoint point, final StormResumeTotals totals)
    {
        journal = StormJournal.ended(plan.journal());
        description = description(point.resumed(totals));
        listener.beginning(description);
        proven = new StormProver(machines, listener, interrupts).prove(plan.journal());
        final StormPlan silent = PlanOfShare.silent(plan);
        final RunOptions options = new RunOptions(silent.config(), silent.workload(), totals,
            SnapshotSchedule.AT_END, new RunOptions.Measurement(
            plan.settings(), ProcMeter.INSTANCE, RunOptions.History.NONE, Rehearsal.NONE),
            new RunOptions.Producers(List.of(), false), StormCounters.none(), team);
        final RunningStorm run = create(options, point.machine(), journal.log());
        listener.running(run.progress(), totals.delivered());

        return run.run().with(point.journalTotals(proven.proof().digest()));
    }

    private StormResult storm(
        final Machine machine, final LaneFiles lanes, final StormResumed resumed, final StormResumeTotals totals)
    {
        open = lanes;
        description = description(resumed);
        listener.beginning(description);
        if (lanes != null)
        {
            listener.attachable(lanes.directory(), LaneFiles.name(0), LaneFiles.name(lanes.laneLimit() - 1));
        }
        try (StormCounters counters = counters();
            Rehearsal rehearsal = rehearsal())
        {
            counting = counters;
            rehearsing = rehearsal;
            final RunningStorm run = create(
                RunOptions.of(plan, lanes, totals, rehearsal, counters, team), machine, journal.log());
            running(run);
            if (stopNs != RunningStorm.NEVER)
            {
                run.stopAt(stopNs);
            }
            if (stopNs == RunningStorm.STOPPED)
            {
                run.stop();
            }
            listener.running(run.progress(), totals.delivered());
            final StormResult result = run.run();
            result.verdict().ifBroken(broken -> listener.broken(broken, machine));

            return result;
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the counters of gale stat: " + FileFailure.text(ex), ex);
        }
        catch (final InternalError ex)
        {
            throw StormFailures.ofMappedFile(ex, lanes, plan, journal.directory());
        }
        finally
        {
            if (running != null)
            {
                listener.ended();
                running = null;
            }
            if (lanes != null && lanes.failure() != null)
            {
                listener.unwatched(FileFailure.text(lanes.failure()));
            }
        }
    }

    private void running(final RunningStorm run)
    {
        running = run;
        if (interrupts.getAsBoolean())
        {
            run.stop();
        }
    }

    /** Makes the rehearsal, with RAM of its own: a file is the storm's. */
    private Rehearsal rehearsal()
    {
        return plan.settings().has(MonitorSettings.SOCKET) ? Rehearsal.NONE : new SmallStorm(
            plan, machines.factory(null, plan.spelling()), StormPaths.temporary(), team.helpers());
    }

    /** Opens the counters, or none where the host refuses: a storm does not fail for that. */
    private StormCounters counters()
    {
        try
        {
            return StormCounters.open(
                CountersPlace.ofUser(), plan.name() + team.engineName(), journal.directory());
        }
        catch (final IOException ex)
        {
            listener.uncounted(FileFailure.text(ex));

            return StormCounters.none();
        }
    }

    private RunningStorm create(final RunOptions options, final Machine machine, final FrameLog log)
    {
        try
        {
            return runs.create(options, machine, log);
        }
        catch (final RuntimeException | Error ex)
        {
            log.closeShort();
            throw ex;
        }
    }

    private StormDescription description(final StormResumed resumed)
    {
        return plan.described(version, journal.shownName(), journal.isTemporary(), resumed);
    }

    /** Verifies and replays the journal of the storm that was measured, as far as that is asked for. */
    public StormProver.ProverVerdict prove(final StormResult result)
    {
        if (proven != null)
        {
            return proven;
        }
        if (journal.directory() == null)
        {
            return new StormProver.ProverVerdict(StormProof.Extent.NO_JOURNAL);
        }
        if (!plan.settings().valueOrDefault(StormSettings.REPLAY))
        {
            return new StormProver.ProverVerdict(StormProof.Extent.NOT_ASKED);
        }

        final StormProver prover = new StormProver(machines, listener, interrupts);

        return team.isAbandoned() && result.verdict().interrupted() ? prover.read(journal.directory()) :
            prover.prove(journal.directory(), result);
    }

    /** Returns the end of the session. */
    public End end(final StormResult result, final StormProver.ProverVerdict verdict)
    {
        final String failure = StormFailures.of(result, verdict, plan, journal, machines);
        final Outcome outcome = Outcome.first(result.verdict().outcome(), verdict.outcome(),
            result.verdict().interrupted() || interrupts.getAsBoolean() ? Outcome.INTERRUPTED : Outcome.OK);

        return new End(new StormReport(description, result, verdict.proof(), failure, outcome),
            result.verdict().failure() == null ? null : verdict.failure());
    }
}
