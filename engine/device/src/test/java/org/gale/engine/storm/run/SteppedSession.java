package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.Runs;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;

/**
 * Session of a storm whose run a test replaces: it does what the test says, appends the digests of its machine, and
 * ends with a result that the test chooses. Owned by one thread.
 */
final class SteppedSession implements StormRuns
{
    /** Settings of a storm of two VMs with 64 LPIs each. */
    static final SettingValues SMALL = SettingValues.NONE.with(StormSettings.VMS, 2L).with(StormSettings.VPES, 2L)
        .with(StormSettings.DEVICES, 2L).with(StormSettings.EVENTS, 32L).with(StormSettings.COUNT, 1_000L);

    private final NotedSteps steps = new NotedSteps();
    private final List<RunOptions> options = new ArrayList<>();
    private Step step = () -> { };
    private StormResult result = StormResults.sound();
    private boolean isInterrupted;
    private RuntimeException refusal;
    private int stops;

    /** Step of a run. */
    @FunctionalInterface
    interface Step
    {
        void run() throws Exception;
    }

    /** Replaces what the run does. */
    SteppedSession doing(final Step inRun)
    {
        step = inRun;

        return this;
    }

    /** Replaces the result, but for the digest of the run. */
    SteppedSession endingWith(final StormResult end)
    {
        result = end;

        return this;
    }

    /** Makes no run, but throws an exception. */
    SteppedSession refusing(final RuntimeException exception)
    {
        refusal = exception;

        return this;
    }

    /** Sets whether the user wants an end. */
    SteppedSession interrupted(final boolean isWanted)
    {
        isInterrupted = isWanted;

        return this;
    }

    /** Plans a storm. */
    static StormPlan plan(final SettingValues given)
    {
        return new JobPlanner(JobProfiles.ALL).plan(given, Spelling.NAMES);
    }

    /** Makes a session whose run is replaced. */
    StormSession of(final StormPlan plan)
    {
        return of(plan, this);
    }

    /** Makes a session with runs of a test. */
    StormSession of(final StormPlan plan, final StormRuns runs)
    {
        return new StormSession(
            plan, new StormMachines(Machines::create), runs, "1.2.3", steps, () -> isInterrupted);
    }

    /** Returns the steps so far. */
    List<String> steps()
    {
        return steps.steps();
    }

    /** Returns the options of the run. */
    RunOptions options()
    {
        return options.get(0);
    }

    /** Returns how often the run was asked to stop. */
    int stops()
    {
        return stops;
    }

    @Override
    public RunningStorm create(final RunOptions ofRun, final Machine machine, final FrameLog log)
    {
        options.add(ofRun);
        if (refusal != null)
        {
            throw refusal;
        }

        return new RunningStorm()
        {
            @Override
            public StormProgress progress()
            {
                return null;
            }

            @Override
            public long firstHitNs()
            {
                return NEVER;
            }

            @Override
            public void stopAt(final long ns)
            {
                throw new UnsupportedOperationException("it does not end at " + ns);
            }

            @Override
            public void stop()
            {
                stops++;
            }

            @Override
            public StormResult run()
            {
                if (log instanceof JournalWriter writer)
                {
                    Runs.digest(writer, machine, 0, 0, 0);
                }
                log.close();
                perform();

                return StormResults.with(result, "journal.runDigest", machine.runDigest());
            }
        };
    }

    private void perform()
    {
        try
        {
            step.run();
        }
        catch (final RuntimeException ex)
        {
            throw ex;
        }
        catch (final Exception ex)
        {
            throw new AssertionError(ex);
        }
    }
}
