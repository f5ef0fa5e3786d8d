package org.gale.engine.cli.storm;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.EndAtOnce;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.HostClock;
import org.gale.engine.report.StormJson;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.engines.Sessions;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.system.Machines;

/** Runs of storms one after the other, without their reports as text. Owner: the main thread. */
public final class GateRuns extends SilentListener implements AutoCloseable
{
    private final StormRuns runs;
    private final PrintWriter err;
    private final String prefix;
    private final TerminationSignals interrupts = new TerminationSignals(this::stop, this::endAtOnce);
    private final ProgressLine progress;
    private volatile Session running;

    /**
     * Creates runs, which signals end from here on.
     *
     * @param runs   makes the runs
     * @param prefix of messages
     */
    public GateRuns(final StormRuns runs, final PrintWriter err, final String prefix)
    {
        this.runs = runs;
        this.err = err;
        this.prefix = prefix;
        this.progress = new ProgressLine(err, Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime());
        interrupts.install();
    }

    /** Returns whether a signal asked for the end. */
    public boolean isInterrupted()
    {
        return interrupts.isRaised();
    }

    /**
     * Runs a storm.
     *
     * @param place of it among all, for the line of progress
     */
    public StormReport run(final StormPlan plan, final String place)
    {
        progress.draw("  " + place, HostClock.nanoTime());
        final Session session = Sessions.of(EnginesPlan.of(plan, Runtime.getRuntime().availableProcessors()),
            new StormMachines(Machines::create), runs, Program.version(), this, interrupts::isRaised);
        running = session;
        final Session.End end = session.run();
        final StormReport report = end.report();
        final List<String> failures = plan.settings().has(ShownSettings.FAIL_IF) ?
            StormChecks.of(plan).failures(StormJson.tree(report)) : List.of();
        failures.forEach(failure -> print(place + ": " + failure));
        if (report.failure() != null)
        {
            print(place + ": " + report.failure());
        }
        if (end.proofFailure() != null)
        {
            print(place + ": " + end.proofFailure());
        }
        running = null;
        final Outcome outcome = Outcome.first(
            report.outcome(), failures.isEmpty() ? Outcome.OK : Outcome.CHECK_FAILED);

        return report.with(Outcome.first(outcome, StormConsole.discard(session, outcome, this::print)));
    }

    @Override
    public void kept(final Path journal)
    {
        print("the journal stays in " + journal);
    }

    private void stop()
    {
        final Session session = running;
        if (session != null)
        {
            session.stop();
        }
    }

    private void endAtOnce()
    {
        final Session session = running;
        new EndAtOnce(err, prefix).after(session == null ? () -> { } : session::abandon);
    }

    private void print(final String message)
    {
        progress.clear();
        err.println(prefix + TerminalText.of(message));
        err.flush();
    }

    @Override
    public void close()
    {
        interrupts.close();
        progress.close();
    }
}
