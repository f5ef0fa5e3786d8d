package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.ReportFiles;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.cli.storm.WrittenFiles;
import org.gale.engine.cli.storm.WrittenReport;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.HistogramFiles;
import org.gale.engine.report.StormCsv;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.UserPath;
import picocli.CommandLine.Option;

/** Files with the reports of the runs of a device. Owner: the main thread. */
final class DeviceFiles
{
    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON, as of a storm. " +
        "With --keep, the second file and all later ones have the number of their run after the name.")
    @Uses(FileUse.WRITTEN)
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
    @Uses(FileUse.WRITTEN)
    private Path html;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write each second as CSV.")
    @Uses(FileUse.WRITTEN)
    private Path csv;

    @Option(names = "--hlog", paramLabel = "FILE", description = "Write an HdrHistogram log.")
    @Uses(FileUse.WRITTEN)
    private Path hlog;

    /** Returns whether a file is asked for. */
    boolean isAny()
    {
        return json != null || html != null || csv != null || hlog != null;
    }

    boolean isJsonOnStdout()
    {
        return ShownSettings.STDOUT.equals(json);
    }

    /**
     * Checks that the files can be written at the end.
     *
     * @param isKept true if there may be several runs, each with files of its own
     * @param job    word that names the job, whose file must not be written
     * @throws OutcomeException if a file cannot be written, is the job, or is written twice
     */
    void check(final boolean isKept, final String job)
    {
        final Map<String, Path> files = new LinkedHashMap<>();
        files.put("--json", isJsonOnStdout() ? null : json);
        files.put("--html", html);
        files.put("--csv", csv);
        files.put("--hlog", hlog);
        files.values().removeIf(Objects::isNull);
        files.forEach((option, file) ->
        {
            StormPaths.checkFile(option + ' ' + file, file);
            if (isKept)
            {
                ofRuns(file).forEach(next -> new UserPath(option, next).checkUnread(List.of(UserPath.read(job))));
            }
            if (Collections.frequency(files.values(), file) > 1)
            {
                throw new OutcomeException(Outcome.USAGE,
                    option + ' ' + file + ": another option writes it, too (name another file)");
            }
        });
    }

    /**
     * Writes the files of a run that are asked for.
     *
     * @param run      number of the run, 1 for the first
     * @param out      takes a report that is written to standard output
     * @param messages takes what could not be written
     * @return the outcome of the report and of its files
     */
    Outcome write(final StormReport given, final int run, final PrintWriter out, final Consumer<String> messages)
    {
        final StormReport report = WrittenReport.checked(given, messages);
        final ReportFiles files = new ReportFiles(out, messages);
        final Outcome seconds = files.file("--csv", ofRun(csv, run), path -> OutputFile.writeText(
            path, writer -> StormCsv.write(report.result().history(), false, writer)));
        final Outcome log = files.file("--hlog", ofRun(hlog, run), path -> OutputFile.write(
            path, stream -> HistogramFiles.writeLog(report, stream)));
        final WrittenFiles written = new WrittenFiles(report, messages);

        return Outcome.first(report.outcome(),
            files.text("--json", ofRun(json, run), writer -> StormJson.write(report, writer)),
            files.file("--html", ofRun(html, run), path -> OutputFile.writeText(
            path, writer -> StormPage.write(report, StormOptions.SPELLING, writer))),
            written.checked(ShownSettings.CSV, "--csv", ofRun(csv, run), seconds),
            written.checked(ShownSettings.HLOG, "--hlog", ofRun(hlog, run), log));
    }

    /** {@return the file of a run: of several, the number stands behind the name; null for none} */
    private static Path ofRun(final Path file, final int run)
    {
        return file == null || run == 1 ? file : file.resolveSibling(file.getFileName() + "." + run);
    }

    /** Returns the files of later runs that are there already: they are replaced, too. */
    private static List<Path> ofRuns(final Path file)
    {
        final String name = file.getFileName() + ".";
        try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent()))
        {
            return all.filter(other -> other.getFileName().toString().startsWith(name)).toList();
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": " + FileFailure.reason(ex), ex);
        }
    }
}
