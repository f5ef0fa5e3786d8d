package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.FileFailure;
import org.gale.engine.report.RunStat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale stat}: the counters of storms that run in other processes. */
@Command(name = "stat", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Show the counters of storms that run now.",
    description = {
        "",
        "Reads the counters that each storm keeps in $XDG_RUNTIME_DIR/gale. Without that variable they are",
        "in gale-run-UID of the temporary directory. The storm is not disturbed. The table shows the runs",
        "whose process is alive; JSON and OpenMetrics show all runs, and say which are alive.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale stat --live",
        "  gale stat run1 --json",
        "  gale stat --openmetrics > /var/lib/node_exporter/gale.prom"})
final class StatCommand extends ConsoleCommand
{
    private static final String CLEAR = "\u001b[H\u001b[J";
    private static final long EVERY_NS = 1_000_000_000L;

    private final CountersPlace place;

    @Parameters(arity = "0..1", paramLabel = "DIR", description =
        "The journal's directory of one storm. Default: all storms of the user.")
    @Uses(FileUse.READ)
    private Path journal;

    @Option(names = "--live", description = "Redraw the table each second, until no storm is alive.")
    private boolean isLive;

    @Option(names = "--all", description = "Show in the table also the runs whose process died.")
    private boolean isAll;

    @Option(names = "--json", description = "Print one JSON object (schema gale.stat/1).")
    private boolean isJson;

    @Option(names = "--openmetrics", description = "Print OpenMetrics text.")
    private boolean isOpenMetrics;

    StatCommand()
    {
        this(CountersPlace.ofUser());
    }

    /** Creates a command that finds the files at a place of the caller, for tests. */
    StatCommand(final CountersPlace place)
    {
        this.place = place;
    }

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        if ((isLive ? 1 : 0) + (isJson ? 1 : 0) + (isOpenMetrics ? 1 : 0) > 1)
        {
            throw new OutcomeException(Outcome.USAGE, "--live, --json and --openmetrics exclude each other");
        }
        if (journal != null && !Files.isDirectory(journal))
        {
            throw new OutcomeException(Outcome.USAGE, journal + ": is not a directory");
        }
        final PrintWriter out = out();
        final List<CountersFile> runs = find();
        tellOfRefusedDirectory();
        if (isJson)
        {
            RunStat.json(runs, out);
        }
        else if (isOpenMetrics)
        {
            RunStat.openMetrics(runs, out);
        }
        else
        {
            tables(runs, out);
        }

        return ExitCode.OK;
    }

    private List<CountersFile> find()
    {
        try
        {
            return place.find(journal);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, FileFailure.text(ex), ex);
        }
    }

    /** Says that the directory of the user may not be used, where a journal has made the search go on. */
    private void tellOfRefusedDirectory()
    {
        try
        {
            place.checkOwn();
        }
        catch (final IOException ex)
        {
            final PrintWriter err = err();
            err.println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.line(FileFailure.text(ex)) +
                " (not searched)");
            err.flush();
        }
    }

    private void tables(final List<CountersFile> first, final PrintWriter out) throws IOException
    {
        final RunStat stat = new RunStat();
        final boolean isRedrawn = isLive && Terminal.isTerminal(Terminal.STDOUT);
        final IdleStrategy idle = new SleepingIdleStrategy(EVERY_NS);
        List<CountersFile> runs = first;
        boolean isOver = false;
        while (!isOver)
        {
            out.print(isRedrawn ? CLEAR : "");
            final List<CountersFile> shown = runs.stream()
                .filter(run -> isAll || journal != null || run.isAlive() || stat.hasShown(run)).toList();
            if (shown.isEmpty())
            {
                out.println("no storm runs" + (journal == null ? "" : " with the journal " +
                    TerminalText.line(journal.toString())));
            }
            else
            {
                stat.table(shown, out);
            }
            if (shown.size() < runs.size())
            {
                out.println(NumberText.counted(runs.size() - shown.size(), "run") + " died (--all shows the dead)");
            }
            out.flush();
            isOver = !isLive || runs.stream().noneMatch(CountersFile::isAlive) || out.checkError();
            if (!isOver)
            {
                idle.idle();
                runs = find();
            }
        }
    }
}
