package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.console.VerdictOutput;
import org.gale.engine.config.Condition;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.AnsiColours;
import org.gale.engine.report.compare.AnswerComparison;
import org.gale.engine.report.compare.AnswerFile;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.compare.ComparedPairs;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.compare.ComparisonJson;
import org.gale.engine.report.compare.ComparisonLaws;
import org.gale.engine.report.compare.ComparisonText;
import org.gale.engine.report.compare.Comparisons;
import org.gale.engine.report.compare.ReportFile;
import org.gale.engine.report.compare.ReportSoundness;
import org.gale.engine.report.page.ComparisonPage;
import org.gale.engine.report.verdict.ComparedVerdicts;
import org.gale.engine.report.verdict.Measure;
import org.gale.engine.report.verdict.Verdict;
import org.gale.engine.report.verdict.Verdicts;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.SoundResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale compare}: compares the reports of storms with the first of them. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Compare reports of storms, and fail on a regression.",
    description = {
        "",
        "Reads reports that gale storm --json wrote, and compares each with the first. A change of rate,",
        "response or service time is a regression if it is for the worse, beyond the tolerance, and beyond",
        "the noise that the seconds of both runs show. Stages and other figures explain; they do not fail.",
        "A report that is not sound fails, whatever its figures. Arrays of --vary and the points.jsonl of",
        "gale sweep merge are compared point by point. One run of the virtual clock does not know its",
        "noise; points of five seeds or more do. For answers (--what-if, --vary with --seeds) it shows the",
        "figures that differ beyond their intervals.",
        ""},
    footer = {
        "",
        "Exit code: 0 no regression, 2 a file is no report, 3 a report after the first is not sound (a",
        "remainder, a failure, exit code 1, 5, 6, 7 or 8), a regression, a condition that holds, or a worth",
        "of an answer whose sign has turned,",
        "4 unknown: the first is not sound, a run was cut short or did not keep its rate, a judged figure",
        "or a point is missing, or a change beyond the tolerance in runs that do not know their noise.",
        "",
        "Examples:",
        "  gale compare before.json after.json",
        "  gale compare before.json after.json --tolerance 5%% --fail-if 'response.p99 > 50us'",
        "  gale compare before.json after.json --fail-if 'rate < -5%%' --fail-if 'response.p99 > 10%%'",
        "  gale compare before/points.jsonl after/points.jsonl"})
final class CompareCommand extends ConsoleCommand
{
    private static final String TOLERANCE = "--tolerance";
    private static final String FAIL_IF = "--fail-if";
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,3})?) ?%");
    private static final double HUNDRED = 100;

    @Parameters(arity = "1..*", paramLabel = "FILE", description =
        "Reports; the first is the baseline. A report alone is for " + FAIL_IF + ".")
    @Uses(FileUse.READ)
    private List<Path> files;

    @Option(names = TOLERANCE, paramLabel = "N%", defaultValue = "10%", description =
        "A change for the worse up to this is no regression. Default: ${DEFAULT-VALUE}.")
    private String tolerance;

    @Option(names = FAIL_IF, paramLabel = "COND", description =
        "Fail if a report after the first, or the only report, fulfils the condition. A percentage is the signed " +
        "change from the baseline. May be given again.")
    private final List<String> conditions = new ArrayList<>();

    @Option(names = "--all", description = "Print every figure of the reports. Default: those that are judged.")
    private boolean isAll;

    @Option(names = "--json", description = "Print one JSON object (schema gale.compare/1) in place of the text.")
    private boolean isJson;

    @Option(names = "--html", paramLabel = "FILE", converter = QuantityConverters.OutputPath.class, description =
        "Write a page with the percentile curves of all reports laid over each other.")
    @Uses(FileUse.WRITTEN)
    private Path html;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();

    @Mixin
    private VerdictOutput output;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        final double allowed = tolerance();
        final List<Condition> failIf = conditions.stream().map(CompareCommand::condition).toList();
        if (files.size() == 1 && conditions.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "there is nothing to compare " + files.get(0) +
                " with (name a second report, or a condition: " + FAIL_IF + " 'response.p99 > 50us')");
        }
        output.check(files);
        final List<AnswerFile.Read> answers = AnswerFile.read(files);
        if (!answers.isEmpty())
        {
            return answers(answers);
        }
        final List<ReportFile> read = files.stream().map(ReportFile::read).toList();
        read.forEach(file -> file.reports().forEach(ReportSoundness::check));
        final Figures figures =
            ComparedReport.figures(read.stream().flatMap(file -> file.reports().stream()).toList());
        checkForms();
        final Outcome places = sound(read.stream().flatMap(file -> file.reports().stream())
            .flatMap(report -> ComparisonLaws.faults(figures, report).stream()).toList());
        if (places != Outcome.OK)
        {
            return places.exitCode();
        }

        return read.size() == 1 ? alone(read.get(0), new Checks(failIf, FAIL_IF, figures)) :
            compared(ComparedPairs.of(read), Checks.withBaseline(failIf, FAIL_IF, figures), allowed);
    }

    /** Compares each answer with the first one. */
    private int answers(final List<AnswerFile.Read> answers)
    {
        if (!conditions.isEmpty() || isJson || html != null || isAll)
        {
            throw new OutcomeException(Outcome.USAGE, "answers of --what-if are compared by their intervals, as text " +
                "(leave out " + FAIL_IF + ", --all, --json and --html)");
        }
        final List<AnswerComparison> comparisons = answers.subList(1, answers.size()).stream()
            .map(answer -> AnswerComparison.of(answers.get(0), answer)).toList();
        for (int i = 1; i < answers.size(); i++)
        {
            if (comparisons.get(i - 1).compared() == 0)
            {
                throw new OutcomeException(Outcome.USAGE, files.get(0) + " and " + files.get(i) +
                    " have no figure of a choice in common (compare answers to one question)");
            }
        }
        final List<String> faults = new ArrayList<>();
        boolean isTurned = false;
        for (int i = 1; i < answers.size(); i++)
        {
            final AnswerComparison comparison = comparisons.get(i - 1);
            out().println(files.get(0) + " (before), " + files.get(i) + " (after)");
            faults.addAll(ComparisonLaws.faults(comparison, answers.get(0), answers.get(i)));
            final List<String> lines = comparison.lines();
            lines.forEach(line -> out().println(TerminalText.line(line)));
            verdicts.add(new Verdict(files.get(i).toString(), comparison.isTurned() ? Verdict.Status.FAILED :
                Verdict.Status.PASSED, lines.get(lines.size() - 1), lines, 0));
            isTurned |= comparison.isTurned();
        }
        out().flush();

        return Outcome.first(sound(faults), isTurned ? Outcome.CHECK_FAILED : Outcome.OK,
            output.write(new Verdicts("gale compare", verdicts, List.of()), this::print)).exitCode();
    }

    /** Judges the reports of one file by the conditions. */
    private int alone(final ReportFile file, final Checks checks)
    {
        final List<String> failures = new ArrayList<>();
        final List<String> doubts = new ArrayList<>();
        boolean isSound = true;
        for (final ComparedReport report : file.reports())
        {
            final List<String> faults = ReportSoundness.faults(report);
            isSound &= faults.isEmpty();
            text().unsound(report.name(), faults);
            text().proven(report.name() + ": ", report);
            doubts.addAll(ReportSoundness.doubts(report));
            final List<String> failed = ComparedVerdicts.named(report, checks.failures(report));
            failures.addAll(failed);
            verdicts.add(ComparedVerdicts.of(report, faults, failed, ReportSoundness.doubts(report)));
            measures.addAll(ComparedVerdicts.measures(report));
        }

        return end(failures.isEmpty() && isSound ? Outcome.OK : Outcome.CHECK_FAILED, failures, doubts);
    }

    /** Compares reports with their baselines. */
    private int compared(final ComparedPairs pairs, final Checks checks, final double allowed) throws IOException
    {
        final List<Comparison> comparisons = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        for (final ComparedPairs.Pair pair : pairs.pairs())
        {
            final Comparison comparison = Comparison.of(pair.baseline(), pair.candidate(), allowed)
                .failing(checks.failures(pair.candidate(), pair.baseline()));
            comparisons.add(comparison);
            failures.addAll(ComparedVerdicts.named(pair.candidate(), comparison.failures()));
            verdicts.add(ComparedVerdicts.of(comparison));
            measures.addAll(ComparedVerdicts.measures(pair.candidate()));
        }
        pairs.unmatched().forEach(report -> verdicts.add(ComparedVerdicts.of(report)));
        final Comparisons all = new Comparisons(comparisons, pairs.unmatched());
        final Outcome outcome = Outcome.first(sound(ComparisonLaws.faults(comparisons)), all.outcome());
        show(all, outcome);
        writePage(all, outcome);

        return end(outcome, failures, pairs.unmatched().stream().map(ComparedPairs.Unmatched::reason).toList());
    }

    /** Prints what failed and what is unknown, and returns the exit code. */
    private int end(final Outcome outcome, final List<String> failures, final List<String> doubts)
    {
        failures.forEach(this::print);
        doubts.forEach(doubt -> print("unknown: " + doubt));

        final Outcome written = output.write(new Verdicts("gale compare", verdicts, measures), this::print);

        return Outcome.first(outcome, unless(doubts), written).exitCode();
    }

    /** Returns the outcome of a broken promise for laws that a comparison breaks. */
    private Outcome sound(final List<String> faults)
    {
        if (!faults.isEmpty())
        {
            print(SoundResult.message("comparison", faults.get(0)));
        }

        return faults.isEmpty() ? Outcome.OK : Outcome.INVARIANT_BROKEN;
    }

    private static Outcome unless(final List<String> doubts)
    {
        return doubts.isEmpty() ? Outcome.OK : Outcome.SKIPPED;
    }

    /** Prints a line on stderr. */
    private void print(final String message)
    {
        final PrintWriter err = err();
        err.println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err.flush();
    }

    /** Refuses forms of a comparison where nothing is compared. */
    private void checkForms()
    {
        if ((html != null || isJson) && files.size() == 1)
        {
            throw new OutcomeException(Outcome.USAGE, (isJson ? "--json" : "--html") +
                ": one report alone has nothing to be compared with (--output FILE.xml has its verdict)");
        }
    }

    private void writePage(final Comparisons comparisons, final Outcome outcome)
    {
        try
        {
            if (html != null)
            {
                OutputFile.writeText(html, writer -> ComparisonPage.write(comparisons, outcome.exitCode(), writer));
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "--html " + html + ": " + FileFailure.reason(ex), ex);
        }
    }

    private void show(final Comparisons comparisons, final Outcome outcome) throws IOException
    {
        final PrintWriter out = out();
        if (isJson)
        {
            ComparisonJson.write(comparisons, outcome.exitCode(), out);
            return;
        }
        final ComparisonText text = text();
        for (final Comparison comparison : comparisons.all())                   // before any figure of another one
        {
            text.unsound(comparison.candidate().name(), comparison.soundness().faults());
        }
        for (int i = 0; i < comparisons.all().size(); i++)
        {
            if (i > 0)
            {
                out.println();
            }
            text.write(comparisons.all().get(i), isAll);
        }
        text.summary(comparisons);
    }

    private ComparisonText text()
    {
        return new ComparisonText(
            out(), Terminal.isColoured() ? AnsiColours.COLOURED : AnsiColours.NONE);
    }

    private double tolerance()
    {
        final Matcher matcher = PERCENTAGE.matcher(tolerance);
        if (!matcher.matches())
        {
            throw new OutcomeException(Outcome.USAGE,
                TOLERANCE + ": '" + tolerance + "' is not a percentage (try 5% or 0.5%)");
        }

        return Double.parseDouble(matcher.group(1)) / HUNDRED;
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
