package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.FrameLog;
import org.gale.engine.report.AnsiColours;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormLive;
import org.gale.engine.report.StormText;
import org.gale.engine.storm.StormBefore;
import org.gale.engine.storm.StormProof;
import org.gale.engine.storm.StormReport;
import org.gale.engine.storm.StormResult;
import org.gale.engine.storm.StormResumed;
import org.gale.engine.storm.StormRun;
import org.gale.engine.storm.StormSetting;
import org.gale.engine.system.Machines;
import org.gale.tables.memory.PhysicalMemory;

/**
 * One storm from its plan to its exit code: makes machine and journal, runs, reports, proves. The main thread becomes
 * the engine's while the storm runs.
 */
final class StormSession
{
    private final StormPlan plan;
    private final StormRuns runs;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String prefix;
    private final StormText text;
    private final boolean isShown = Terminal.isTerminal(Terminal.STDERR);
    private final TerminationSignals interrupts = new TerminationSignals(this::stop, this::endAtOnce);
    private StormJournal journal;
    private StormSetting setting;
    private volatile StormJournal toDiscard;
    private volatile boolean isEnding;
    private volatile StormRun running;
    private volatile LaneFiles open;

    /**
     * @param prefix how messages begin
     */
    StormSession(
        final StormPlan plan, final StormRuns runs, final PrintWriter out, final PrintWriter err, final String prefix)
    {
        this.plan = plan;
        this.runs = runs;
        this.out = out;
        this.err = err;
        this.prefix = prefix;
        final boolean isColoured = Terminal.isColoured(Terminal.STDOUT);
        this.text = new StormText(plan.isJsonOnStdout() ? new PrintWriter(Writer.nullWriter()) : out,
            isColoured ? AnsiColours.COLOURED : AnsiColours.NONE);
    }

    /** Runs, reports and proves the storm. */
    Outcome run()
    {
        try (TerminationSignals taken = interrupts)
        {
            taken.install();
            final StormResult result = stormOrTell();
            awaitEnd();
            text.result(setting, result);
            final StormProver.Verdict verdict = prove(result);
            awaitEnd();
            text.journal(setting, result, verdict.proof());
            text.replay(result, verdict.proof());

            return end(result, verdict);
        }
    }

    /** Asks the storm to end in good order. From any thread. */
    void stop()
    {
        final StormRun run = running;
        if (run != null)
        {
            run.stop();
        }
    }

    private void endAtOnce()
    {
        isEnding = true;
        final StormJournal left = toDiscard;
        final LaneFiles lanes = open;
        try
        {
            if (lanes != null)
            {
                lanes.abandon();
            }
            if (left != null)
            {
                left.discard();
            }
        }
        catch (final IOException ex)
        {
            err.println(prefix + "could not be removed: " + ex.getMessage());
        }
        finally
        {
            err.println();
            err.flush();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    /** Whoever ends the process takes the journal away: what would be said of it is not true any more. */
    private void awaitEnd()
    {
        if (isEnding)
        {
            ProcessEnd.await();
        }
    }

    /** What no storm should come to: whoever looks into it needs the journal. */
    private StormResult stormOrTell()
    {
        try
        {
            return storm();
        }
        catch (final RuntimeException | Error ex)
        {
            if (journal != null && journal.isTemporary())
            {
                tell("the journal stays in " + journal.directory());
            }
            throw ex;
        }
    }

    private StormResult storm()
    {
        return plan.isResumed() ? resume() : begin();
    }

    private StormResult begin()
    {
        try (Machine machine = machine(plan.machine()); LaneFiles lanes = plan.lanes().create())
        {
            journal = StormJournal.create(plan, StormLimit.with(plan.limitBytes(), new RunConfiguration(
                GaleCommand.version(), machine.config(), plan.config().seed())
                .with(RunConfiguration.STORM, plan.config().toKeys()).with(StormResume.PROFILE, plan.profile())));
            toDiscard = journal;

            return storm(machine, lanes, StormBefore.NONE, StormResumed.NONE);
        }
    }

    /** Nothing is created or changed before the journal is found to be one to go on with. */
    private StormResult resume()
    {
        try (StormPoint point = StormPoint.find(plan, this::machine, err, isShown, interrupts::isRaised);
            LaneFiles lanes = plan.lanes().create())
        {
            final StormBefore before = point.before(plan);
            point.checkCount(plan, before);
            final StormResumed resumed = point.resumed(before);
            journal = StormJournal.resume(plan, point);

            return storm(point.machine(), lanes, before, resumed);
        }
    }

    private StormResult storm(
        final Machine machine, final LaneFiles lanes, final StormBefore before, final StormResumed resumed)
    {
        open = lanes;
        setting = setting().with(resumed);
        text.head(setting);
        final StormRun run = create(machine, journal.log()).resume(before);
        attach(run, lanes);
        running = run;
        if (interrupts.isRaised())
        {
            run.stop();
        }
        final StormLive live =
            new StormLive(plan.config(), plan.isTimed(), plan.hasJournal()).after(before.delivered());
        try (LiveLine line = new LiveLine(new ProgressLine(err, isShown, HostClock.nanoTime()), isShown,
            () -> interrupts.isRaised() ? "  ending in good order   Ctrl-C again ends at once" : live.line(run)))
        {
            line.start();
            return run.run();
        }
        finally
        {
            running = null;
        }
    }

    private Machine machine(final MachineConfig config)
    {
        final Supplier<PhysicalMemory> ram = plan.ramFile() == null ?
            () -> PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()) :
            () -> PhysicalMemory.ofFile(plan.ramFile(), config.ramBase(), config.ramBytes());

        return machine(config, ram, plan.ramFile());
    }

    /**
     * A machine with RAM from somewhere.
     *
     * @param ramFile for messages; null if it lies in no file
     * @throws OutcomeException if the host has no room for it
     */
    static Machine machine(final MachineConfig config, final Supplier<PhysicalMemory> ram, final Path ramFile)
    {
        try
        {
            return Machines.create(config, ram.get());
        }
        catch (final OutOfMemoryError ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the host has not the memory for a machine with " +
                NumberText.mebibytes(config.ramBytes()) +
                " of RAM (try fewer LPIs, or hold it in a file: --ram-file F)", ex);
        }
        catch (final UncheckedIOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "--ram-file " + ramFile + ": " + ex.getMessage(), ex);
        }
    }

    private StormRun create(final Machine machine, final FrameLog log)
    {
        try
        {
            return runs.create(plan.config(), machine, log, journal.heldFrames());
        }
        catch (final RuntimeException | Error ex)
        {
            log.close();
            throw ex;
        }
    }

    private void attach(final StormRun run, final LaneFiles lanes)
    {
        if (lanes != null)
        {
            run.with(lanes);
            tell("producers attach in " + lanes.directory() + ", " + LaneFiles.name(0) + " to " +
                LaneFiles.name(lanes.laneLimit() - 1));
        }
        if (!plan.lanes().hasGenerator())
        {
            run.withoutGenerator();
        }
    }

    private StormSetting setting()
    {
        return new StormSetting(GaleCommand.version(), System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(), plan.profile(), plan.config(), plan.durability(),
            journal.shownName(), journal.isTemporary(), plan.ramFile() == null ? "" : plan.ramFile().toString(),
            plan.replays());
    }

    private StormProver.Verdict prove(final StormResult result)
    {
        if (journal.directory() == null)
        {
            return new StormProver.Verdict(StormProof.Extent.NO_JOURNAL);
        }
        if (!plan.replays())
        {
            return new StormProver.Verdict(StormProof.Extent.NOT_ASKED);
        }

        return new StormProver(err, isShown, interrupts).prove(journal.directory(), result);
    }

    private Outcome end(final StormResult result, final StormProver.Verdict verdict)
    {
        final String failure = result.failure() == null ? verdict.failure() :
            StormFailures.message(result, journal.directory(), journal.failure());
        Outcome outcome = Outcome.first(result.outcome(), verdict.outcome(),
            result.interrupted() || interrupts.isRaised() ? Outcome.INTERRUPTED : Outcome.OK);
        if (failure != null)
        {
            tell(failure);
        }
        if (result.failure() != null && verdict.failure() != null)
        {
            tell(verdict.failure());
        }
        outcome = Outcome.first(outcome, json(new StormReport(setting, result, verdict.proof(), failure, outcome)));

        return Outcome.first(outcome, discard(outcome));
    }

    private Outcome json(final StormReport report)
    {
        try
        {
            if (plan.isJsonOnStdout())
            {
                StormJson.write(report, out);
            }
            else if (plan.json() != null)
            {
                try (Writer writer = Files.newBufferedWriter(plan.json()))
                {
                    StormJson.write(report, writer);
                }
            }
        }
        catch (final IOException ex)
        {
            tell("--json " + plan.json() + ": " + ex.getMessage());
            return Outcome.RESOURCES;
        }

        return Outcome.OK;
    }

    /** A journal that nobody asked for stays only where it is needed to find out what went wrong. */
    private Outcome discard(final Outcome outcome)
    {
        if (outcome != Outcome.OK && outcome != Outcome.INTERRUPTED)
        {
            if (journal.isTemporary())
            {
                tell("the journal stays in " + journal.directory());
            }
            return Outcome.OK;
        }
        try
        {
            toDiscard = null;
            journal.discard();
        }
        catch (final IOException ex)
        {
            tell(journal.directory() + " could not be removed: " + ex.getMessage());
            return Outcome.RESOURCES;
        }

        return Outcome.OK;
    }

    private void tell(final String message)
    {
        err.println(prefix + message);
        err.flush();
    }
}
