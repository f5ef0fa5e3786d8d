package org.gale.engine.cli.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.sweep.SweepHead;
import org.gale.engine.report.sweep.SweepMerge;
import org.gale.engine.report.sweep.SweepText;
import org.gale.engine.storm.scenario.JobException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale sweep merge}: joins the results of shards. Owner: the main thread. */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Join the results of a sweep, from any number of directories.",
    description = {
        "",
        "Writes a row for each run, and for each point its seeds joined: counters are added, histograms",
        "are added from the logs, and every figure has minimum, median and maximum. On the virtual",
        "clock the files are the same bytes, however many directories there are, and in whatever order.",
        ""},
    footer = {
        "",
        "Exit code: 0 joined, with a list of the runs that are missing, failed or doubled, 2 a directory or",
        "a result is damaged or of another plan, 3 a result is refused (it contradicts its run, its",
        "ledgers or a recorded hash, or two results of one run on the virtual clock differ), 8 the host",
        "cannot write. With 2, 3 and 8 nothing is written.",
        "",
        "Example:",
        "  gale sweep merge shard-0 shard-1 -o joined"})
final class SweepMergeCommand extends ConsoleCommand
{
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Directories that 'gale sweep run' wrote.")
    @Uses(FileUse.READ)
    private List<Path> directories;

    @Option(names = {"-o", "--out"}, paramLabel = "OUT", required = true, description =
        "Directory for the joined sweep: new, empty, or with an earlier one.")
    @Uses(FileUse.MADE)
    private Path out;

    @Override
    public Integer call()
    {
        checkSettings();
        SweepCommand.checkName("--out", out.toString());
        try
        {
            print(SweepMerge.write(directories, out));
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }

        return ExitCode.OK;
    }

    private void print(final SweepMerge.Joined joined)
    {
        final SweepHead head = joined.head();
        final PrintWriter writer = out();
        writer.println("joined   " + NumberText.counted(head.results(), "run") + " of " +
            NumberText.count(head.outline().runs()) + ", " +
            NumberText.counted(head.outline().points().size(), "point") + ", in " + out);
        SweepText.runs(head).forEach(line -> writer.println(TerminalText.line(line)));
        if (!joined.doubled().isEmpty())
        {
            writer.println("doubled  " + SweepText.listed(joined.doubled()) +
                (head.hasModel() ? " (equal)" : " (of each the one of the lowest directory)"));
        }
        writer.flush();
    }
}
