package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.gale.engine.cli.console.EndAtOnce;
import org.gale.engine.cli.console.LiveLine;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.report.ActionsText;
import org.gale.engine.report.AnsiColours;
import org.gale.engine.report.ControlsText;
import org.gale.engine.report.StormLive;
import org.gale.engine.report.StormText;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.engines.Sessions;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.StormListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.system.Machines;

/** Console of one storm: shows its session on stdout and stderr, and lets signals end it. Owner: the main thread. */
final class StormConsole implements StormListener
{
    private final StormPlan plan;
    private final StormChecks checks;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String prefix;
    private final boolean isQuiet;
    private final LeftNotice notices;
    private final ReportTree trees = new ReportTree();
    private final KeptText kept;
    private final StormText text;
    private final boolean isShown;
    private final TerminationSignals interrupts = new TerminationSignals(this::stop, this::endAtOnce);
    private final Session session;
    private final ExplainedBreaks breaks = new ExplainedBreaks();
    private ProgressLine readingLine;
    private LiveLine liveLine;
    private boolean isEnding;
    private long startedMs;
    private volatile boolean isEndingAtOnce;

    /**
     * @param runs    makes the run
     * @param prefix  of messages
     * @param notices of journals that were left
     * @param isQuiet true to show errors alone: no report as text, no line of progress, no notes
     */
    StormConsole(
        final EnginesPlan engines,
        final StormRuns runs,
        final PrintWriter out,
        final PrintWriter err,
        final String prefix,
        final LeftNotice notices,
        final boolean isQuiet)
    {
        this.plan = engines.whole();
        this.checks = new StormChecks(plan);
        this.out = out;
        this.err = err;
        this.prefix = prefix;
        this.isQuiet = isQuiet;
        this.notices = notices;
        this.isShown = !isQuiet && Terminal.isTerminal(Terminal.STDERR);
        final boolean isColoured = Terminal.isColoured();
        final boolean isText = !isQuiet && !plan.isJsonOnStdout();
        this.kept = isText && WrittenReport.isAsked(plan.settings()) ? new KeptText(out) : null;
        this.text = new StormText(kept != null ? new PrintWriter(kept) :
            isText ? out : new PrintWriter(Writer.nullWriter()),
            isColoured ? AnsiColours.COLOURED : AnsiColours.NONE, plan.spelling());
        this.session = Sessions.of(engines, new StormMachines(Machines::create), runs, Program.version(), this,
            interrupts::isRaised);
    }

    /** Runs the session and writes the reports. */
    Outcome run()
    {
        try (TerminationSignals taken = interrupts)
        {
            taken.install();

            return end(session.run());
        }
    }

    @Override
    public void reading(
        final Reading reading, final long doneBytes, final long totalBytes, final double commandsPerS)
    {
        if (readingLine == null)
        {
            readingLine = new ProgressLine(err, isShown, HostClock.nanoTime());
            isEnding = interrupts.isRaised();
        }
        readingLine.draw(readingText(reading, doneBytes, totalBytes, commandsPerS, isEnding), HostClock.nanoTime());
    }

    /** Returns the line that shows how much of the journal was read. */
    static String readingText(
        final Reading reading,
        final long doneBytes,
        final long totalBytes,
        final double commandsPerS,
        final boolean isEnding)
    {
        return String.format(Locale.ROOT, "  %s the journal   %d %%%s%s",
            reading == Reading.VERIFICATION ? "verifying" : "replaying",
            Math.min(100, 100 * doneBytes / Math.max(1, totalBytes)),
            reading == Reading.REPLAY ? "   " + NumberText.rate(commandsPerS) : "",
            isEnding ? "   Ctrl-C ends at once" : "");
    }

    @Override
    public void readEnded()
    {
        if (readingLine != null)
        {
            readingLine.close();
            readingLine = null;
        }
    }

    @Override
    public void beginning(final StormDescription description)
    {
        text.head(description);
    }

    @Override
    public void left(final List<Path> journals)
    {
        if (!isQuiet && notices.isDue(journals.get(0).getParent()))
        {
            print(leftText(journals));
        }
    }

    /** Returns one line about journals that earlier runs left. */
    static String leftText(final List<Path> journals)
    {
        final Path first = journals.get(0);

        return journals.size() == 1 ? "an earlier run left its journal in " + first + ": gale journal describe " +
            first + " shows how it ended, gale doctor --remove-left removes it" :
            journals.size() + " earlier runs left their journals in " + first.getParent() +
            ": gale doctor lists them, gale doctor --remove-left removes them";
    }

    @Override
    public void attachable(final Path directory, final String first, final String last)
    {
        note("producers attach in " + directory + ", " + first + " to " + last);
    }

    @Override
    public void running(final StormProgress progress, final long deliveredBefore)
    {
        final StormLive live = new StormLive(plan.config(), plan.isTimed(), plan.hasJournal()).after(deliveredBefore);
        startedMs = HostClock.EPOCH.time();
        liveLine = new LiveLine(new ProgressLine(err, isShown, HostClock.nanoTime()), isShown,
            LiveLine.untilEnding(interrupts::isRaised, () -> live.line(progress)));
        liveLine.start();
    }

    @Override
    public void uncounted(final String reason)
    {
        note("no counters for gale stat: " + reason);
    }

    @Override
    public void unwatched(final String reason)
    {
        note("lane files: lanes at fault were not made again: " + reason);
    }

    @Override
    public void lanesRemain(final String reason)
    {
        note("lane files: " + reason);
    }

    @Override
    public void broken(final InvariantBrokenException broken, final Machine machine)
    {
        breaks.add(broken, machine);
    }

    @Override
    public void ended()
    {
        liveLine.close();
    }

    @Override
    public void measured(final StormDescription description, final StormResult result)
    {
        awaitEnd();
        text.result(description, result);
    }

    @Override
    public void proven(final StormDescription description, final StormResult result, final StormProof proof)
    {
        awaitEnd();
        text.journal(description, result, proof);
        text.replay(result, proof);
    }

    @Override
    public void kept(final Path journal)
    {
        note("the journal stays in " + journal);
    }

    private void stop()
    {
        session.stop();
    }

    /** Waits for a process that ends at once: its journal is removed, so no statement about it holds any more. */
    private void awaitEnd()
    {
        if (isEndingAtOnce)
        {
            ProcessEnd.await();
        }
    }

    private void endAtOnce()
    {
        isEndingAtOnce = true;
        new EndAtOnce(err, prefix).after(session::abandon);
    }

    private Outcome end(final Session.End end)
    {
        final StormReport written = checks.judged(
            WrittenReport.checked(end.report(), plan.settings(), trees, this::print), trees, this::print, this::note);
        if (written.engines() != null)
        {
            text.engines(written.engines());
        }
        final StormReport report = WrittenReport.shown(written, kept, trees, this::print);
        if (report.failure() != null)
        {
            print(report.failure() + breaks.text(report) + ExplainedBreaks.look(report.failure()));
        }
        if (end.proofFailure() != null)
        {
            print(end.proofFailure());
        }
        ActionsText.empty(report.result(), plan.spelling()).forEach(this::print);
        ControlsText.silent(report.result(), plan.spelling()).forEach(this::print);
        final StormFiles files = new StormFiles(
            plan, report, trees, session.journal(), new ReportFiles(out, this::print));
        final StormReport last = report.with(Outcome.first(report.outcome(), files.write()));
        final Outcome outcome = Outcome.first(last.outcome(), files.json(last, startedMs));

        return Outcome.first(outcome, discard(session, outcome, this::print));
    }

    /** Discards what a storm leaves on the host, unless its outcome keeps it; a refusal becomes a message. */
    static Outcome discard(final Session session, final Outcome outcome, final Consumer<String> messages)
    {
        try
        {
            session.discard(outcome);
        }
        catch (final IOException ex)
        {
            messages.accept(session.journal() + " could not be removed: " + FileFailure.reason(ex));
            return Outcome.RESOURCES;
        }

        return Outcome.OK;
    }

    /** Prints what is no error. */
    private void note(final String message)
    {
        if (!isQuiet)
        {
            print(message);
        }
    }

    private void print(final String message)
    {
        err.println(prefix + TerminalText.of(message));
        err.flush();
    }
}
