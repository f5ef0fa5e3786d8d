package org.gale.engine.cli.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.sweep.ShardEvents;
import org.gale.engine.storm.sweep.SweepShard;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale sweep run}: a share of the runs of a sweep, each a process of its own. Owner: the main thread. */
@Command(name = "run", mixinStandardHelpOptions = true,
    header = "Run a share of a sweep; the same command resumes it.",
    description = {
        "",
        "Exit code: the first of 1, 2, 6, 7, 5, 8 and 130 that a run ended with; a signal counts as 1, a",
        "limit as 8. Otherwise 0. 2 is also a wrong argument, 8 a directory that cannot be written.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale sweep run sweep.yaml --out results",
        "  gale sweep run sweep.yaml --out results --shard 0/4 --jobs 2",
        "  gale sweep run sweep.yaml --out results --shard auto --shards 10"})
final class SweepRunCommand extends ConsoleCommand implements ShardEvents
{
    private static final String AUTO = "auto";
    private static final List<String> INDEXES = List.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX");
    private static final int JOBS_LIMIT = 1_024;
    private static final double NS_PER_S = 1e9;

    @Parameters(paramLabel = "FILE", description = "File of the sweep, - for standard input.")
    @Uses(FileUse.READ)
    private String file;

    @Option(names = "--out", paramLabel = "DIR", required = true,
        description = "Directory of the results, which several processes may share.")
    @Uses(FileUse.MADE)
    private Path directory;

    @Option(names = "--shard", paramLabel = "I/N", description = "Run the runs whose number mod N is I, from 0; with " +
        "'auto' I is SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX, and N that of --shards.")
    private String shard;

    @Option(names = "--shards", paramLabel = "N", description = "Number of shards, with --shard auto.")
    private Integer shards;

    @Option(names = "--jobs", paramLabel = "J", description = "Runs at a time, 1 to 1,024; 1 unless given.")
    private int jobs = 1;

    @Option(names = "--only", paramLabel = "K,...", split = ",", description = "Run only the runs of these numbers.")
    private List<Integer> only;

    @Option(names = "--keep", description = "Keep the journal of each run, not of findings alone.")
    private boolean isKept;

    private SweepWords words;
    private ProgressLine progress;
    private long startNs;
    private int done;
    private int failed;
    private int repeated;
    private int earlier;

    @Override
    public Integer call()
    {
        checkSettings();
        SweepCommand.checkName("--out", directory.toString());
        final CommandLine command = spec().commandLine();
        final PlannedSweep planned;
        try
        {
            planned = SweepCommand.plan(file);
        }
        catch (final JobException ex)
        {
            return JobCommand.print(command, ex);
        }
        final List<Integer> numbers = numbers(planned);
        final ResultDirectory results = new ResultDirectory(directory);
        results.open(planned);
        words = new SweepWords(planned, results.job().toAbsolutePath(), isKept);
        startNs = HostClock.nanoTime();
        progress = new ProgressLine(command.getErr(), Terminal.isTerminal(Terminal.STDERR), startNs);
        final ChildProcesses processes = new ChildProcesses();
        final SweepShard running = new SweepShard(planned, results, processes, words.starter(processes), this,
            HostClock.INSTANCE, ChildProcesses.token());
        final Outcome outcome;
        try (TerminationSignals signals = new TerminationSignals(running::stop, () -> endAtOnce(running)))
        {
            signals.install();
            outcome = running.run(numbers, jobs, isKept);
        }
        finally
        {
            progress.close();
        }
        command.getOut().println("sweep " + planned.plan().sweep().name() + ": " +
            NumberText.counted(numbers.size(), "run") + ", " + done + " done" + (earlier > 0 ? " (" + earlier +
            " before)" : "") + ", " + failed + " failed, " + repeated + " repeated, " +
            (numbers.size() - done - failed) + " left");
        command.getOut().flush();

        return outcome.exitCode();
    }

    private List<Integer> numbers(final PlannedSweep planned)
    {
        if (jobs < 1 || jobs > JOBS_LIMIT)
        {
            throw usage("--jobs: '" + jobs + "' is not from 1 to " + NumberText.count(JOBS_LIMIT));
        }
        final int[] share = share();
        final int runs = planned.plan().runs();
        if (share[1] > runs)
        {
            print("warning: " + NumberText.counted(share[1], "shard") + " for " + NumberText.counted(runs, "run") +
                ": some have none");
        }
        final List<Integer> numbers = SweepShard.numbers(planned.plan(), share[0], share[1]);
        if (only == null)
        {
            return numbers;
        }
        for (final int number : only)
        {
            if (!numbers.contains(number))
            {
                throw usage("--only: '" + number + "' is no run of " + (share[1] == 1 ? "the sweep" : "the shard") +
                    (number >= 0 && number < runs ? "" : ": there are 0 to " + (runs - 1)));
            }
        }

        return only.stream().distinct().sorted().toList();
    }

    /** Returns number and count of the shard. */
    private int[] share()
    {
        if (shard == null || !shard.equals(AUTO))
        {
            if (shards != null)
            {
                throw usage("--shards: '" + shards + "' needs --shard auto (or write --shard I/" + shards + ')');
            }
            return shard == null ? new int[] {0, 1} : share("--shard", shard);
        }
        if (shards == null)
        {
            throw usage("--shard: 'auto' needs the number of shards (give --shards N)");
        }
        for (final String name : INDEXES)
        {
            final String index = System.getenv(name);
            if (index != null && !index.isEmpty())
            {
                return share(name, index + '/' + shards);
            }
        }

        throw usage("--shard: 'auto' finds neither " + String.join(" nor ", INDEXES) + " (give --shard I/N)");
    }

    private static int[] share(final String source, final String text)
    {
        if (!text.matches("[0-9]{1,6}/[0-9]{1,6}"))
        {
            throw usage(source + ": '" + text + "' is not I/N (try 0/4)");
        }
        final String[] parts = text.split("/", -1);
        final int[] share = {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        if (share[1] == 0)
        {
            throw usage(source + ": '" + text + "': there is at least one shard (try 0/4)");
        }
        if (share[0] >= share[1])
        {
            throw usage(source + ": '" + text + "': shards are numbered from 0, so that the last one is " +
                (share[1] - 1));
        }

        return share;
    }

    @Override
    public void ended(final SweepRun run, final RunEnd end, final boolean isEarlier)
    {
        done += end.isDone() ? 1 : 0;
        failed += end.isDone() ? 0 : 1;
        earlier += isEarlier ? 1 : 0;
        if (end.isResult() && end.exit() == Outcome.SKIPPED.exitCode())
        {
            print("run " + run.number() + " (" + run.text() + "): exit " + end.exit() + ": it shows nothing about an " +
                "action or a mistake that was asked for; see " +
                directory.resolve("runs").resolve(ResultDirectory.name(run.number())));
        }
        if (!end.isResult())
        {
            print("run " + run.number() + " (" + run.text() + "): " + (end.cause().equals(RunEnd.EXIT) ? "exit " +
                end.exit() : end.isLimit() ? "the limit of " + end.cause() + " was passed twice" : end.cause()) +
                "; see " + directory.resolve("runs").resolve(ResultDirectory.name(run.number())) +
                "; repeat it with: " + words.repeat(run, end));
        }
    }

    @Override
    public void leftOut(final SweepRun run, final String reason)
    {
        print("run " + run.number() + " is left out: " + reason);
    }

    @Override
    public void repeated(final SweepRun run, final String cause)
    {
        repeated++;
        print("run " + run.number() + ": " + cause + ": it is repeated once");
    }

    @Override
    public void running(final int left)
    {
        final long nowNs = HostClock.nanoTime();
        if (progress.isDue(nowNs))
        {
            progress.draw("  " + line(done, failed, repeated, left, earlier, nowNs - startNs), nowNs);
        }
    }

    /**
     * Returns the line that a terminal shows.
     *
     * @param done    runs that are over, those that an earlier process ended among them
     * @param earlier runs that ended before this process began
     * @param sinceNs time since it began
     */
    static String line(
        final int done, final int failed, final int repeated, final int left, final int earlier, final long sinceNs)
    {
        final int now = done + failed - earlier;

        return done + " done, " + failed + " failed, " + repeated + " repeated, " + left + " left" +
            (now == 0 ? "" : ", about " + Math.round(sinceNs / NS_PER_S / now * left) + " s");
    }

    private void endAtOnce(final SweepShard running)
    {
        running.kill();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private void print(final String message)
    {
        if (progress != null)
        {
            progress.clear();
        }
        final PrintWriter err = err();
        err.println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err.flush();
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
