package org.gale.engine.cli.storm;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.console.EndAtOnce;
import org.gale.engine.cli.console.LiveLine;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.RunTable;
import org.gale.engine.report.RunTableJson;
import org.gale.engine.report.RunTableLaws;
import org.gale.engine.report.RunTableText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormLive;
import org.gale.engine.report.StormText;
import org.gale.engine.report.page.RunTablePage;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.engines.Sessions;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;

/** Console of a series: runs one storm after the other, and shows one table of all. Owner: the main thread. */
final class SeriesConsole extends SilentListener
{
    private static final String DOT = " \u00b7 ";

    private final StormSeries series;
    private final StormRuns runs;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String prefix;
    private final TerminationSignals interrupts = new TerminationSignals(this::stop, this::endAtOnce);
    private final ProgressLine progress;
    private final boolean isQuiet;
    private final boolean isShown;
    private volatile Session running;
    private StormPlan plan;                                         // of the run that is under way
    private LiveLine liveLine;
    private int number;

    /**
     * Creates a console.
     *
     * @param runs    makes the runs
     * @param prefix  of messages
     * @param isQuiet true to show errors alone: no table, no line of progress, no notes
     */
    SeriesConsole(
        final StormSeries series,
        final StormRuns runs,
        final PrintWriter out,
        final PrintWriter err,
        final String prefix,
        final boolean isQuiet)
    {
        this.series = series;
        this.runs = runs;
        this.out = out;
        this.err = err;
        this.prefix = prefix;
        this.isQuiet = isQuiet;
        this.isShown = !isQuiet && Terminal.isTerminal(Terminal.STDERR);
        this.progress = new ProgressLine(err, isShown, HostClock.nanoTime());
    }

    /** Runs all storms of the series, until one is interrupted, and writes the reports. */
    Outcome run()
    {
        final List<RunTable.RunRow> rows = new ArrayList<>();
        Outcome removed = Outcome.OK;
        try (TerminationSignals taken = interrupts)
        {
            taken.install();
            for (final StormSeries.Run run : series.runs())
            {
                if (!interrupts.isRaised())
                {
                    number++;
                    final StormReport report = report(run);
                    rows.add(new RunTable.RunRow(run.values(), report));
                    removed = Outcome.first(removed, discard(report.outcome()));
                }
            }
        }
        progress.close();
        if (rows.isEmpty())
        {
            return Outcome.INTERRUPTED;
        }
        final RunTable table = new RunTable(series.keys(), rows);
        final Outcome sound = Outcome.first(table.outcome(), written(table));
        if (!isQuiet && !ShownSettings.STDOUT.equals(series.outputs().get(StormSettings.JSON)))
        {
            text(table, sound);
        }
        final boolean isCut = rows.size() < series.runs().size();

        return Outcome.first(
            sound, removed, files(table), isCut ? Outcome.INTERRUPTED : Outcome.OK);
    }

    /** Returns the outcome of the table, by the reports of its runs. */
    private Outcome written(final RunTable table)
    {
        final List<JsonNode> reports = table.rows().stream().map(row -> StormJson.tree(row.report())).toList();
        final List<String> faults = new ArrayList<>(RunTableLaws.faults(table.blocks(), reports));
        final List<List<String>> values = table.rows().stream().map(RunTable.RunRow::values).toList();
        faults.addAll(RunTableLaws.runs(table.keys(), values, reports));
        faults.addAll(RunTableLaws.text(table.keys(), values, table.blocks(), RunTableText.lines(table)));

        return WrittenReport.outcome("table of runs", faults, this::print);
    }

    @Override
    public void beginning(final StormDescription description)
    {
        progress.draw(place(), HostClock.nanoTime());
    }

    @Override
    public void running(final StormProgress storm, final long deliveredBefore)
    {
        final StormLive live = new StormLive(plan.config(), plan.isTimed(), plan.hasJournal());
        progress.clear();
        final Supplier<String> text = LiveLine.untilEnding(interrupts::isRaised, () -> live.line(storm));
        liveLine = new LiveLine(
            new ProgressLine(err, isShown, HostClock.nanoTime()), isShown, () -> place() + text.get());
        liveLine.start();
    }

    @Override
    public void ended()
    {
        liveLine.close();
    }

    private String place()
    {
        return "  run " + number + " of " + series.runs().size();
    }

    @Override
    public void kept(final Path journal)
    {
        if (!isQuiet)
        {
            print("the journal stays in " + journal);
        }
    }

    private StormReport report(final StormSeries.Run run)
    {
        final Session session = Sessions.of(EnginesPlan.of(run.plan(), Runtime.getRuntime().availableProcessors()),
            new StormMachines(Machines::create), runs, Program.version(), this, interrupts::isRaised);
        plan = run.plan();
        running = session;
        final Session.End end = session.run();
        final String label = series.label(run) + ": ";
        final ReportTree trees = new ReportTree();
        final StormReport report = WrittenReport.checked(
            end.report(), series.outputs(), trees, message -> print(label + message));
        final List<String> failures = run.plan().settings().has(ShownSettings.FAIL_IF) ?
            StormChecks.of(run.plan()).failures(trees.of(report)) : List.of();
        failures.forEach(failure -> print(label + failure));
        if (report.failure() != null)
        {
            print(label + report.failure());
        }
        if (end.proofFailure() != null)
        {
            print(label + end.proofFailure());
        }

        return failures.isEmpty() ? report : report.with(Outcome.first(report.outcome(), Outcome.CHECK_FAILED));
    }

    private Outcome discard(final Outcome outcome)
    {
        final Session session = running;
        running = null;

        return StormConsole.discard(session, outcome, this::print);
    }

    private void text(final RunTable table, final Outcome sound)
    {
        final StormDescription first = table.rows().get(0).report().description();
        final Platform platform = first.platform();
        out.println("gale " + platform.version() + DOT + (table.title().isEmpty() ? "" : table.title() + DOT) + "JDK " +
            platform.jdk() + DOT + NumberText.counted(platform.cores(), "core") + DOT + "seed " +
            first.config().value(StormSettings.SEED));
        out.println("runs     " + table.rows().size() + " of " + StormText.storm(first).get(0));
        ConfigText.lines(table.config()).forEach(line -> out.println(TerminalText.line(line)));
        out.println();
        RunTableText.lines(table).forEach(out::println);
        out.println(sound == Outcome.OK ? "all runs are sound" :
            "not all runs are sound: exit " + sound.exitCode());
        out.flush();
    }

    private Outcome files(final RunTable table)
    {
        final ReportFiles files = new ReportFiles(out, this::print);

        return Outcome.first(
            files.text("--json", series.outputs().get(StormSettings.JSON), writer -> RunTableJson.write(table, writer)),
            files.file("--html", series.outputs().get(ShownSettings.HTML), path -> OutputFile.writeText(
                path, writer -> RunTablePage.write(table, series.heading(), writer))));
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
}
