package org.gale.engine.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.console.VerdictOutput;
import org.gale.engine.cli.storm.GateRuns;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.Condition;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.report.ControlsText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.verdict.Baseline;
import org.gale.engine.report.verdict.ComparedVerdicts;
import org.gale.engine.report.verdict.GateChange;
import org.gale.engine.report.verdict.GateFigures;
import org.gale.engine.report.verdict.Measure;
import org.gale.engine.report.verdict.Verdict;
import org.gale.engine.report.verdict.Verdicts;
import org.gale.engine.storm.plan.JobFile;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.UserPath;
import org.gale.engine.storm.virtual.StormsByClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale gate}: compares storms on the virtual clock with their recorded figures. Owner: the main thread. */
@Command(name = "gate", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Compare jobs with their recorded figures, exactly.",
    description = {
        "",
        "Runs each JOB on the virtual clock and compares its figures with DIR/NAME.json, where NAME is that",
        "of the job's file. The gate tells when a job, costs, a policy or Gale itself changed an answer.",
        "There is no noise, so that no tolerance is needed. --record writes the files, which are small",
        "enough for git. Reports of gale check and gale device are compared by figures without noise.",
        ""},
    footer = {
        "",
        "Exit code: 0 nothing moved but what --allow names, 2 a file is no job or no baseline, 3 a figure",
        "moved, 4 a baseline is missing; 1, 5, 6, 7, 8 and 130 as the storms have them.",
        "",
        "Examples:",
        "  gale gate --record jobs/*.yaml && git add gale-baseline",
        "  gale gate jobs/*.yaml --output gate.xml --output gate.md",
        "  gale gate jobs/direct.yaml --costs host.yaml --allow 'response.p99 < 1%%'"})
final class GateCommand extends ConsoleCommand
{
    private static final String ALLOW = "--allow";
    private static final String REPORT = "--report";
    private static final double NS_PER_S = 1e9;
    private static final Set<Outcome> RECORDED = Set.of(Outcome.OK, Outcome.CHECK_FAILED);
    /** Outcomes of a storm that are that of the gate; others are figures of it. */
    private static final Set<Outcome> ENDING = Set.of(Outcome.INTERNAL, Outcome.USAGE, Outcome.DIVERGED,
        Outcome.JOURNAL_DAMAGED, Outcome.INVARIANT_BROKEN, Outcome.RESOURCES, Outcome.INTERRUPTED);

    private final StormRuns runs;

    @Option(names = BaselineDirectory.BASELINE, paramLabel = "DIR", defaultValue = "gale-baseline",
        description = "Directory of the recorded figures (default: ${DEFAULT-VALUE}).")
    @Uses(FileUse.MADE)
    private Path directory;

    @Option(names = BaselineDirectory.RECORD, description = "Write the figures in place of comparing them.")
    private boolean isRecorded;

    @Option(names = ALLOW, paramLabel = "COND", description = "Accept a change of a figure that fulfils the " +
        "condition, such as 'response.p99 < 1%%'; a percentage is the signed change. May be given again.")
    private List<String> conditions = new ArrayList<>();

    @Option(names = REPORT, paramLabel = "FILE", description = "A report of 'gale check --json' or 'gale device " +
        "--json', compared after the jobs. May be given again.")
    @Uses(FileUse.READ)
    private List<Path> reports = new ArrayList<>();

    @Option(names = JobCommand.COSTS, paramLabel = "COSTS", description = JobCommand.COSTS_HELP)
    @Uses(FileUse.READ)
    private String costs;

    @Option(names = JobCommand.SET, paramLabel = "NAME=VALUE", description = "As for 'gale storm', of each job.")
    private List<String> assignments = List.of();

    @Mixin
    private VerdictOutput output;

    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Files of jobs with clock: virtual.")
    @Uses(FileUse.READ)
    private List<String> jobs = new ArrayList<>();

    private final Map<String, StormPlan> plans = new LinkedHashMap<>();
    private final Map<String, Path> reported = new LinkedHashMap<>();
    private final Map<String, Baseline> baselines = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private List<Condition> allowed = List.of();
    private BaselineDirectory recorded;
    private Outcome outcome = Outcome.OK;

    GateCommand()
    {
        this(StormsByClock.ALL);
    }

    /** Creates a command with another factory of runs, for tests that break a machine. */
    GateCommand(final StormRuns runs)
    {
        this.runs = runs;
    }

    @Override
    public Integer call()
    {
        checkSettings();
        recorded = new BaselineDirectory(directory);
        checkOptions();
        try
        {
            plan();
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }
        readBaselines();
        checkAllowed();
        final Map<String, Baseline> ofReports = new LinkedHashMap<>();
        reported.forEach((name, file) -> ofReports.put(name, report(file)));
        try (GateRuns storms = new GateRuns(runs, err(), ErrorMessages.prefix(spec().commandLine())))
        {
            for (final Map.Entry<String, StormPlan> plan : plans.entrySet())
            {
                if (!storms.isInterrupted())
                {
                    storm(storms, plan.getKey(), plan.getValue());
                }
            }
            outcome = Outcome.first(outcome, storms.isInterrupted() ? Outcome.INTERRUPTED : Outcome.OK);
        }
        ofReports.forEach((name, figures) -> judge(name, figures, 0));
        summary();

        return Outcome.first(outcome, output.write(new Verdicts("gale gate", verdicts, measures), this::print))
            .exitCode();
    }

    private void checkOptions()
    {
        if (jobs.isEmpty() && reports.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "there is nothing to judge (name a job, or " + REPORT + " FILE)");
        }
        if (isRecorded && !conditions.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE,
                ALLOW + ": " + BaselineDirectory.RECORD + " takes the figures as they are (leave one of them out)");
        }
        recorded.check(isRecorded);
        final List<Condition> read = new ArrayList<>();
        conditions.forEach(text -> read.add(condition(text)));
        allowed = List.copyOf(read);
        for (final String word : jobs)
        {
            if (!JobFile.isFile(word) || word.equals(NodeFile.STDIN))
            {
                throw new OutcomeException(Outcome.USAGE, "'" + word + "' is no file of a job, whose name its " +
                    "figures have (" + (word.indexOf('.') < 0 && !word.equals(NodeFile.STDIN) ?
                    "gale profiles --print-job " + word + " > " + word + ".yaml writes one)" :
                    "its name ends in .yaml or .yml)"));
            }
        }
        final List<Path> inputs = new ArrayList<>(reports);
        jobs.forEach(job -> inputs.add(Path.of(job)));
        if (costs != null)
        {
            inputs.add(Path.of(costs));
        }
        final List<Path> figures = new ArrayList<>();
        jobs.forEach(job -> figures.add(recorded.file(BaselineDirectory.nameOf(Path.of(job)))));
        reports.forEach(report -> figures.add(recorded.file(BaselineDirectory.nameOf(report))));
        if (isRecorded)
        {
            figures.forEach(file -> new UserPath(BaselineDirectory.BASELINE, file).checkUnread(inputs));
        }
        inputs.addAll(figures);
        output.check(inputs);
    }

    private static Condition condition(final String text)
    {
        try
        {
            return Condition.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ALLOW + ": " + ex.getMessage(), ex);
        }
    }

    /** Reads and plans all jobs, before the first one runs. */
    private void plan()
    {
        final JobPlanner planner = new JobPlanner(JobProfiles.ALL);
        final Assignments set = Assignments.of(JobCommand.SET, assignments);
        final Assignments assigned = costs == null ? set : set.over(planner.costs(costs));
        for (final String word : jobs)
        {
            final String name = BaselineDirectory.nameOf(Path.of(word));
            final Job job = planner.read(word, System.in, assigned).withoutFiles(JobProfiles.ALL.forms());
            final StormPlan plan = planner.plan(job, word, SettingValues.NONE, StormOptions.SPELLING);
            if (!plan.isVirtual())
            {
                throw new OutcomeException(Outcome.USAGE, word + ": runs on the wall clock, whose figures have noise " +
                    "(write clock: virtual)");
            }
            if (plans.put(name, plan) != null)
            {
                throw twice(name);
            }
        }
        for (final Path report : reports)
        {
            final String name = BaselineDirectory.nameOf(report);
            if (plans.containsKey(name) || reported.put(name, report) != null)
            {
                throw twice(name);
            }
        }
    }

    private static OutcomeException twice(final String name)
    {
        return new OutcomeException(Outcome.USAGE,
            "two inputs have the name '" + name + "', and so would their baselines (rename one)");
    }

    private void readBaselines()
    {
        final Set<String> names = new LinkedHashSet<>(plans.keySet());
        names.addAll(reported.keySet());
        for (final String name : names)
        {
            recorded.checkNoLink(name);
            if (!isRecorded && recorded.has(name))
            {
                baselines.put(name, recorded.read(name, plans.get(name)));
            }
        }
    }

    private static Baseline report(final Path file)
    {
        return GateFigures.ofReport(file.toString(), DocumentReader.tree(file.toString(),
            new String(BaselineDirectory.bytes(file), StandardCharsets.UTF_8)), Program.version());
    }

    /** Refuses conditions on figures that no baseline has. */
    private void checkAllowed()
    {
        final Set<String> names = new LinkedHashSet<>();
        baselines.values().forEach(baseline -> names.addAll(baseline.figures().keySet()));
        for (final Condition condition : allowed)
        {
            if (!names.isEmpty() && !names.contains(condition.metric()))
            {
                throw new OutcomeException(Outcome.USAGE, ALLOW + ": no baseline has a figure '" + condition.metric() +
                    "'" + NearestName.hint(condition.metric(), names));
            }
        }
    }

    private void storm(final GateRuns storms, final String name, final StormPlan plan)
    {
        final long beganNs = HostClock.nanoTime();
        final StormReport report = storms.run(plan, name);
        final double seconds = (HostClock.nanoTime() - beganNs) / NS_PER_S;
        if (ENDING.contains(report.outcome()))
        {
            end(name, Outcome.first(outcome, report.outcome()), "ended with exit code " + report.outcome().exitCode(),
                new Verdict(name, Verdict.Status.ERROR, "ended with exit code " + report.outcome().exitCode(),
                report.failure() == null ? List.of() : List.of(report.failure()), seconds));
            return;
        }
        ControlsText.silent(report.result(), StormOptions.SPELLING).forEach(silent -> print(name + ": " + silent));
        final ComparedReport compared = ComparedReport.of(name, StormJson.tree(report));
        measures.addAll(ComparedVerdicts.measures(compared));
        judge(name, GateFigures.ofStorm(compared, Program.version(),
            new JobPlanner(JobProfiles.ALL).print(plan)), seconds);
    }

    private void judge(final String name, final Baseline now, final double seconds)
    {
        if (isRecorded)
        {
            record(name, now, seconds);
            return;
        }
        final Baseline before = baselines.get(name);
        if (before == null)
        {
            skip(name, seconds);
            return;
        }
        final GateChange change = GateChange.of(before, now, allowed);
        if (change.figures().isEmpty())
        {
            end(name, outcome, "same: " + NumberText.counted(now.figures().size(), "figure"),
                Verdict.passed(name, seconds));
            return;
        }
        final String message = (change.isAccepted() ? "allowed" : "moved") + ": " +
            NumberText.counted(change.figures().size(), "figure");
        end(name, Outcome.first(outcome, change.isAccepted() ? Outcome.OK : Outcome.CHECK_FAILED), message,
            new Verdict(name, change.isAccepted() ? Verdict.Status.PASSED : Verdict.Status.FAILED, message,
            change.lines(), seconds));
        change.lines().forEach(line -> out().println(TerminalText.line(line)));
    }

    /** Ends an input without a baseline. */
    private void skip(final String name, final double seconds)
    {
        final String message = "no baseline " + recorded.file(name) + " (" + BaselineDirectory.RECORD + " writes it)";
        end(name, Outcome.first(outcome, Outcome.SKIPPED), "missing: " + message,
            new Verdict(name, Verdict.Status.SKIPPED, message, List.of(), seconds));
    }

    private void record(final String name, final Baseline now, final double seconds)
    {
        final int exit = now.figures().getOrDefault("exit", BigDecimal.ZERO).intValue();
        if (RECORDED.stream().noneMatch(one -> one.exitCode() == exit))
        {
            final String message = "ended with exit code " + exit + ", and is not recorded";
            end(name, Outcome.first(outcome, Outcome.SKIPPED), message,
                new Verdict(name, Verdict.Status.SKIPPED, message, List.of(), seconds));
            return;
        }
        try
        {
            recorded.write(name, now);
            end(name, outcome, "recorded: " + recorded.file(name), Verdict.passed(name, seconds));
        }
        catch (final IOException ex)
        {
            final String message = recorded.file(name) + ": cannot be written: " + FileFailure.reason(ex);
            end(name, Outcome.first(outcome, Outcome.RESOURCES), message,
                new Verdict(name, Verdict.Status.ERROR, message, List.of(), seconds));
        }
    }

    private void end(final String name, final Outcome all, final String message, final Verdict verdict)
    {
        outcome = all;
        verdicts.add(verdict);
        out().println(TerminalText.line(name + "  " + message));
        out().flush();
    }

    private void summary()
    {
        final Verdicts all = new Verdicts("gale gate", verdicts, List.of());
        out().println((outcome == Outcome.OK ? "gate holds: " : "gate does not hold: ") +
            all.count(Verdict.Status.PASSED) + " of " + (plans.size() + reported.size()) +
            (isRecorded ? " recorded" : " as recorded or allowed"));
        out().flush();
    }

    private void print(final String message)
    {
        err().println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err().flush();
    }
}
