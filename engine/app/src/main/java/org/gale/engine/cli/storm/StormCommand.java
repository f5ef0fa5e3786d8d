package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.engines.EnginesDirectory;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.engines.EnginesResume;
import org.gale.engine.storm.engines.UnbegunStorm;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.CostFile;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.virtual.StormsByClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gale storm}: runs a storm, reports it, and replays its journal to prove the digest. */
@Command(name = "storm", mixinStandardHelpOptions = true, sortOptions = false, abbreviateSynopsis = true,
    header = "Run a storm, report it, and prove it by a replay.",
    description = {
        "",
        "Without arguments: the default storm for 10 s or 100 M interrupts, whichever ends first. Every",
        "command is journaled, every interrupt is counted, and the journal is replayed to the same digest.",
        "",
        "Numbers take k, M, G and T, sizes KiB to TiB as well, durations ns, us, ms, s, m and h.",
        ""},
    footer = {
        "",
        "Exit code: 0 all is well, 1 an internal error (also: a negative control acted, and no check found",
        "it), 2 a wrong argument, 3 a condition of --stop-if or --fail-if was met, 4 the run shows nothing",
        "(no toggle or move was completed, or a negative control never acted), 5 the replay diverged, 6 the",
        "journal is damaged, 7 an interrupt was lost or invented, 8 resources of the host, or a monitor that",
        "gave no answer or a malformed one, 130 interrupted (the report is complete; a second Ctrl-C ends",
        "at once).",
        "",
        "Examples:",
        "  gale storm",
        "  gale storm --rate 1M --duration 5s --latency all",
        "  gale storm --vms 2 --vpes 1 --lpis 256 --count 1M --journal run1",
        "  gale storm --durability none --duration 2s --json - -C window=64",
        "  gale storm lpi-stress --vpes 32 --devices 32 --events 1 -C iterations=100k"})
public final class StormCommand extends ConsoleCommand
{
    private static final String SEEDS = "--seeds";
    private static final int RUN_LIMIT = 1000;
    private static final int WHAT_IF_SEEDS = 10;

    private final StormRuns runs;

    @Mixin
    private ParanoidOption paranoid;

    @Option(names = JobCommand.SET, paramLabel = "NAME=VALUE",
        description = "Set a variable of JOB, or with dots in NAME the key of that path: vms.GROUP.vpes=2. May be " +
        "given again.")
    private List<String> assignments = List.of();

    @Option(names = JobCommand.COSTS, paramLabel = "COSTS", description = JobCommand.COSTS_HELP)
    @Uses(FileUse.READ)
    private String costs;

    @Option(names = "--print-job", description = "Print the effective job as YAML, complete, and run nothing.")
    private boolean isPrinted;

    @Option(names = StormSeries.VARY, paramLabel = "KEY=A,B,C",
        description = "Run the job once for each value of KEY, a path as --set has, and compare the runs in one " +
        "table and one page. May be given again for a second key: at most 64 runs. --json holds an array.")
    private List<String> variations = List.of();

    @Option(names = StormSeries.WHAT_IF,
        description = "With direct: compare policies and sizes of the pool of vPEIDs under the traffic of a few loud " +
        "and many quiet VMs; with a JOB of kind gicv4 or kvm under its own. With overcommit: compare time slices, " +
        "polling and preemption. Many short runs on the virtual clock, on all processors; the answer in words comes " +
        "first.")
    private boolean isWhatIf;

    @Option(names = SEEDS, paramLabel = "N", description = "With --what-if and --vary: run each choice with N seeds " +
        "(1 to 1,000), from that of the job, and show intervals of 95 %%. On the virtual clock. Default: 10 with " +
        "--what-if, 1 with --vary.")
    private String seedText;

    @Option(names = "--full", description = "With --what-if about direct injection: three loads and overcommit of " +
        "1:1, 2:1 and 4:1, too, and break-evens: costs at which the worth changes its sign, and handlers, " +
        "services, rates and depths at which completions differ by 1, 5 and 20 %%; and pools of 32 and 512 on a " +
        "host of 1,024 vCPUs.")
    private boolean isFull;

    @Option(names = StormSeries.DRAWS, paramLabel = "N", description = "With --what-if about direct injection: draw " +
        "the costs that nobody has measured N times (0 to 1,000) from half to twice, and show the range of the " +
        "worth. Default: 200.")
    private String drawText;

    @Option(names = "--quiet", description = "Print errors alone: no report as text, no line of progress, no notes. " +
        "Exit code and files are the same.")
    private boolean isQuiet;

    /** Creates the command that runs storms in this process. */
    public StormCommand()
    {
        this(StormsByClock.ALL);
    }

    /** Creates a command with another factory of runs, for tests that break a machine. */
    StormCommand(final StormRuns runs)
    {
        this.runs = runs;
    }

    /** Returns the command with the settings of a storm as its options. */
    public CommandLine commandLine()
    {
        final CommandLine command = new CommandLine(this);
        StormOptions.addTo(command.getCommandSpec());
        final List<String> footer = new ArrayList<>(List.of("", "Keys for -C:"));
        footer.addAll(StormOptions.keys());
        footer.addAll(List.of(command.getCommandSpec().usageMessage().footer()));
        command.getCommandSpec().usageMessage().footer(footer.toArray(new String[0]));

        return command;
    }

    @Override
    public Integer call()
    {
        paranoid.check();
        final CommandLine command = spec().commandLine();
        final String file = StormOptions.job(command.getParseResult());
        final SettingValues chosen = StormOptions.of(
            command.getParseResult(), common().settings(StormOptions.keyNames(), MachineSettings::refusal));
        final StormPlan plan;
        final EnginesPlan engines;
        try
        {
            final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
            final CostFile ofHost = costs == null ? null : jobs.costs(costs);
            final boolean isOfJob = file != null || isWhatIf;
            final Assignments set = Assignments.of(JobCommand.SET, assignments);
            final Assignments assigned = ofHost != null && isOfJob ? set.over(ofHost) : set;
            final SettingValues given = ofHost != null && !isOfJob ? beside(ofHost, chosen) : chosen;
            final int seeds = seeds();
            if (isWhatIf)
            {
                return answer(StormInquiry.whatIf(file, given, assigned, variations, seeds, isFull,
                    draws()));
            }
            if (!variations.isEmpty() && seeds > 1)
            {
                return answer(StormInquiry.varied(StormSeries.job(jobs, file, given, assigned),
                    StormSeries.beside(file, given), variations, seeds));
            }
            if (!variations.isEmpty())
            {
                final StormSeries series = StormSeries.varied(file, given, assigned, variations);

                return isPrinted ? print(series.job()) : new SeriesConsole(series, runs, command.getOut(),
                    command.getErr(), ErrorMessages.prefix(command), isQuiet).run().exitCode();
            }
            final HostShape.Order order = file == null ? assigned.order() : HostShape.Order.HOST;
            if (file == null && given.has(StormSettings.RESUME))
            {
                EnginesResume.checkWhole(given.get(StormSettings.RESUME), StormOptions.SPELLING);
                final UnbegunStorm unbegun = UnbegunStorm.of(given.get(StormSettings.RESUME));
                if (unbegun != null)
                {
                    return anew(unbegun, jobs, given);
                }
                if (EnginesDirectory.isOne(given.get(StormSettings.RESUME)))
                {
                    return run(EnginesResume.of(jobs, given, StormOptions.SPELLING));
                }
            }
            final Job job = file == null ? null : jobs.read(file, System.in, assigned);
            plan = job == null ? jobs.plan(given, order, StormOptions.SPELLING) :
                jobs.plan(job, file, given, StormOptions.SPELLING);
            JobCommand.check(plan, jobs, job, file, given);
            StormPaths.checkUnread(plan, costs == null ? List.of() : List.of(Path.of(costs)));
            engines = JobCommand.engines(plan, jobs, job, file, given);
            if (!isQuiet)
            {
                JobCommand.warn(command, plan);
            }
            if (isPrinted)
            {
                return print(jobs.print(plan));
            }
        }
        catch (final JobException ex)
        {
            return JobCommand.print(command, ex);
        }

        return run(engines);
    }

    /** Shows a line about the directory that is resumed, unless it is empty. */
    /** Returns the settings of a storm without a job, over the costs of a file. */
    private static SettingValues beside(final CostFile costs, final SettingValues chosen)
    {
        if (chosen.has(StormSettings.RESUME))
        {
            throw new OutcomeException(Outcome.USAGE, JobCommand.COSTS +
                ": a storm that goes on has the costs of its journal (leave it out)");
        }

        return costs.values().withAll(chosen);
    }

    /** Returns the number of seeds, which several runs of one job alone have. */
    private int seeds()
    {
        if (seedText == null)
        {
            if ((isFull || drawText != null) && !isWhatIf)
            {
                throw new OutcomeException(
                    Outcome.USAGE, (isFull ? "--full" : StormSeries.DRAWS) + " is for --what-if (add it)");
            }
            return isWhatIf ? WHAT_IF_SEEDS : 1;
        }
        if (!isWhatIf && variations.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, SEEDS + ' ' + seedText + ": one storm has one seed (add " +
                StormSeries.WHAT_IF + " or " + StormSeries.VARY + ", or give --seed)");
        }
        return number(SEEDS, seedText, 1, "10");
    }

    /** {@return the number of draws of costs; null unless a user gave one} */
    private Integer draws()
    {
        return drawText == null ? null : number(StormSeries.DRAWS, drawText, 0, "200");
    }

    private static int number(final String option, final String text, final int least, final String example)
    {
        final int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (count < least || count > RUN_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, option + ": '" + text + "' is not a number from " + least +
                " to 1,000 (try " + example + ')');
        }

        return count;
    }

    private int answer(final StormInquiry inquiry)
    {
        final CommandLine command = spec().commandLine();

        return isPrinted ? print(inquiry.job()) : new AnswerConsole(inquiry, runs, command.getOut(),
            command.getErr(), ErrorMessages.prefix(command), isQuiet).run().exitCode();
    }

    /** Begins a storm anew whose process ended before its first command. */
    private int anew(final UnbegunStorm unbegun, final JobPlanner jobs, final SettingValues given)
    {
        if (isPrinted)
        {
            return print(jobs.print(unbegun.plan(jobs, given, StormOptions.SPELLING)));
        }
        final EnginesPlan plan = unbegun.begin(jobs, given, StormOptions.SPELLING);
        if (!isQuiet)
        {
            err().println(ErrorMessages.prefix(spec().commandLine()) + unbegun.text(StormOptions.SPELLING));
            err().flush();
        }

        return run(plan);
    }

    private int run(final EnginesPlan engines)
    {
        final CommandLine command = spec().commandLine();

        return new StormConsole(engines, runs, command.getOut(), command.getErr(), ErrorMessages.prefix(command),
            new LeftNotice(CountersPlace.ofUser(), HostClock.EPOCH), isQuiet).run().exitCode();
    }

    private int print(final String job)
    {
        final CommandLine command = spec().commandLine();
        command.getOut().print(job);
        command.getOut().flush();

        return ExitCode.OK;
    }
}
