package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.cli.storm.StormWords;
import org.gale.engine.config.Condition;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.page.SweepPage;
import org.gale.engine.report.sweep.JoinedSweep;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepRunRow;
import org.gale.engine.report.sweep.SweepText;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.sweep.SweepPlanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale sweep report}: shows a joined sweep. Owner: the main thread. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Show a joined sweep as a table, and as a page.",
    description = {
        "",
        "The table has a row for each point, then the worst runs, each with the command that repeats it.",
        "The page has heat maps over the first two parameters of the report, and lines with the spread of",
        "the seeds. Where points have several seeds, each is compared with one of them seed by seed.",
        ""},
    footer = {
        "",
        "Exit code: 0 shown, 2 no joined sweep, 3 a condition holds for a point or was not measured there,",
        "or the books of a point do not add up.",
        "",
        "Examples:",
        "  gale sweep report joined --html joined.html",
        "  gale sweep report joined --fail-if 'response.p99 > 1ms'"})
final class SweepReportCommand extends ConsoleCommand
{
    private static final String FAIL_IF = "--fail-if";

    @Parameters(paramLabel = "OUT", description = "Directory that 'gale sweep merge' wrote.")
    @Uses(FileUse.READ)
    private Path out;

    @Option(names = "--html", paramLabel = "FILE", converter = QuantityConverters.OutputPath.class, description =
        "Write a page.")
    @Uses(FileUse.WRITTEN)
    private Path html;

    @Option(names = "--baseline", paramLabel = "POINT", defaultValue = "0", description =
        "Number of the point from which the others differ, seed by seed. Default: ${DEFAULT-VALUE}.")
    private int baseline;

    @Option(names = FAIL_IF, paramLabel = "COND", description =
        "Fail if a point fulfils the condition. May be given again.")
    private final List<String> conditions = new ArrayList<>();

    @Override
    public Integer call()
    {
        checkSettings();
        final JoinedSweep sweep =
            JoinedSweep.read(out, FAIL_IF, conditions.stream().map(SweepReportCommand::condition).toList(), baseline);
        final StormWords words;
        try
        {
            words = words(sweep.head().outline());
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }
        final Function<SweepRunRow, String> repeat = run -> repeat(sweep.head().outline(), words, run);
        final PrintWriter writer = out();
        SweepText.lines(sweep, repeat).forEach(line -> writer.println(TerminalText.line(line)));
        writer.flush();
        writePage(sweep, repeat);
        sweep.refused().stream().limit(SweepText.LISTED_LIMIT).forEach(point -> err().println(
            ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(point + " (join the results again)")));
        sweep.failures().forEach(failure ->
            err().println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(failure)));
        err().flush();

        return sweep.failures().isEmpty() && sweep.refused().isEmpty() ? ExitCode.OK : Outcome.CHECK_FAILED.exitCode();
    }

    /** Returns the command lines of the storms of a joined sweep. */
    private StormWords words(final SweepOutline outline)
    {
        final Path job = JoinedSweep.job(out);
        final Set<String> keys = new HashSet<>(outline.keys());
        if (outline.search() != null)
        {
            keys.add(outline.search());
        }

        return new StormWords(job, SweepPlanner.ownKeys(keys, new JobPlanner(JobProfiles.ALL)
            .varied(job.toString(), InputStream.nullInputStream(), Assignments.NONE)));
    }

    /** Returns the command that repeats a run. */
    private static String repeat(final SweepOutline outline, final StormWords words, final SweepRunRow run)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        final List<String> keys = outline.keys();
        for (int i = 0; i < keys.size(); i++)
        {
            values.put(keys.get(i), outline.points().get(run.point()).get(i));
        }
        if (run.found() != null)
        {
            values.put(outline.search(), run.found());
        }

        return words.text(values, run.seed());
    }

    private void writePage(final JoinedSweep sweep, final Function<SweepRunRow, String> repeat)
    {
        try
        {
            if (html != null)
            {
                OutputFile.writeText(html, page -> SweepPage.write(sweep, repeat, page));
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "--html " + html + ": " + FileFailure.reason(ex), ex);
        }
    }

    private static Condition condition(final String text)
    {
        try
        {
            return Condition.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, FAIL_IF + ": " + ex.getMessage(), ex);
        }
    }
}
