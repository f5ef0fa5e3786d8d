package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.ControlsText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.compare.ShareReports;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.ShareOfStorm;
import org.gale.engine.storm.result.SharesOfStorm;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.ShownSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale report add}: adds the reports of the shares of a storm. Owner: the main thread. */
@Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Add the reports of the shares of one storm.",
    description = {
        "",
        "Each FILE is what 'gale storm JOB --share I/N --json FILE' wrote. Accounts and histograms add up;",
        "on the wall clock, where hosts start apart, the rate is the sum of the shares' rates.",
        ""},
    footer = {
        "",
        "Exit code: 0 added, 2 not the shares of one storm, or one is missing, 3 a share is not sound,",
        "8 the host lacks something, else that of the shares by rank.",
        "",
        "Example:",
        "  gale report add share-*.json -o sum.json --html sum.html"})
final class ReportAddCommand extends ConsoleCommand
{
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Reports of shares, in any order.")
    @Uses(FileUse.READ)
    private List<Path> files;

    @Option(names = {"-o", "--output"}, paramLabel = "SUM.json", required = true,
        description = "Write the report of the storm; - for standard output.")
    @Uses(FileUse.WRITTEN)
    private Path output;

    @Option(names = "--html", paramLabel = "FILE", converter = QuantityConverters.OutputPath.class,
        description = "Write its page.")
    @Uses(FileUse.WRITTEN)
    private Path html;

    @Option(names = "--partial", description = "Add the shares that are there; the report names the missing ones.")
    private boolean isPartial;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        final StormReport sum;
        try
        {
            sum = sum(shares());
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }
        if (!output.equals(ShownSettings.STDOUT))
        {
            out().println(line(sum));
        }
        ControlsText.silent(sum.result(), StormOptions.SPELLING).forEach(this::print);
        final ReportFiles written = new ReportFiles(out(), this::print);
        final Outcome outcome = Outcome.first(sum.outcome(),
            written.text("-o", output, writer -> StormJson.write(sum, writer)),
            written.file("--html", html, path -> OutputFile.writeText(
            path, writer -> StormPage.write(sum, StormOptions.SPELLING, writer))));
        out().flush();

        return outcome.exitCode();
    }

    private SharesOfStorm shares()
    {
        final SharesOfStorm shares = ShareReports.read(
            files, JobProfiles.ALL.settings(), new JobPlanner(JobProfiles.ALL)::asked);
        final List<Share> missing = shares.missing();
        if (!missing.isEmpty() && !isPartial)
        {
            throw new OutcomeException(Outcome.USAGE, "missing: " + (missing.size() == 1 ? "share " + missing.get(0) :
                NumberText.counted(missing.size(), "share") + ", " + missing.get(0) + " first") +
                " (name its report, or add --partial)");
        }

        return shares;
    }

    /** Returns the report of the storm that shares add up to. */
    static StormReport sum(final SharesOfStorm shares)
    {
        final Platform first = shares.all().get(0).platform();
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final String job = shares.all().get(0).job();
        final StormDescription description = jobs.described(job, "job", new Platform(first.version(), first.jdk(),
            shares.all().stream().mapToInt(share -> share.platform().cores()).sum()));
        final List<StormResult> results = shares.all().stream().map(ShareOfStorm::result).toList();
        final StormResult sum = SoundResult.sumOfShares(
            results, description.settings().valueOrDefault(MeasureSettings.OUTLIERS).intValue());
        final StormResult result =
            shares.missing().isEmpty() ? SoundResult.judged(sum, jobs.asked(job, Share.WHOLE).ofSum()) : sum;
        if (result.verdict().isBroken())
        {
            throw new OutcomeException(
                Outcome.USAGE, "the shares do not add up: " + result.verdict().failure() + " (run them again)");
        }
        final StormProof proof = StormProof.of(shares.all().stream().map(ShareOfStorm::proof).toList(),
            results.stream().map(share -> share.journal().commands()).toList(), results.size());

        return new StormReport(
            description, result, proof, null, result.verdict().outcome(), null, shares);
    }

    private static String line(final StormReport sum)
    {
        final StormAccounting accounting = sum.result().totals().accounting();

        return NumberText.counted(sum.shares().all().size(), "share") + " of " + sum.shares().count() + ": offered " +
            NumberText.count(accounting.offered()) + " \u00b7 delivered " + NumberText.count(accounting.delivered()) +
            " \u00b7 remainder " + NumberText.count(accounting.remainder()) + " \u00b7 " +
            NumberText.rate(sum.result().rates().deliveredPerS()) + " \u00b7 " + sum.proof().extent().text();
    }

    private void print(final String message)
    {
        err().println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err().flush();
    }
}
