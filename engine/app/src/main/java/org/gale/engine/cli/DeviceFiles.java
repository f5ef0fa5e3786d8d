package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gale.engine.cli.storm.ReportFiles;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.cli.storm.WrittenFiles;
import org.gale.engine.cli.storm.WrittenReport;
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

/**
 * Files of the reports of a device, as the user named them. Each is null if the user named none.
 *
 * @param json report as JSON
 * @param html report as a page
 * @param csv  seconds of a run
 * @param hlog log of histograms
 */
record DeviceFiles(Path json, Path html, Path csv, Path hlog)
{
    /** Returns whether the user asked for any. */
    boolean isAny()
    {
        return json != null || html != null || csv != null || hlog != null;
    }

    /**
     * Checks that all can be written, and that none of them is read or written twice.
     *
     * @param word   job, which is read
     * @param isKept true if later runs have files, too
     * @throws OutcomeException if one of them cannot
     */
    void check(final String word, final boolean isKept)
    {
        final Map<String, Path> files = new LinkedHashMap<>();
        files.put("--json", ShownSettings.STDOUT.equals(json) ? null : json);
        files.put("--html", html);
        files.put("--csv", csv);
        files.put("--hlog", hlog);
        files.values().removeIf(Objects::isNull);
        files.forEach((option, file) ->
        {
            StormPaths.checkFile(option + ' ' + file, file);
            ofRuns(file, isKept).forEach(next -> new UserPath(option, next).checkUnread(List.of(UserPath.read(word))));
            if (Collections.frequency(files.values(), file) > 1)
            {
                throw new OutcomeException(Outcome.USAGE,
                    option + ' ' + file + ": another option writes it, too (name another file)");
            }
        });
    }

    /**
     * Checks the report of a run, and writes its files.
     *
     * @param run   number of the run, from 1
     * @param files writes them
     * @return the outcome of the report with that of its files
     */
    Outcome write(final StormReport given, final int run, final ReportFiles files)
    {
        final StormReport report = WrittenReport.checked(given, files.messages());
        final Outcome seconds = files.file("--csv", ofRun(csv, run), path -> OutputFile.writeText(
            path, writer -> StormCsv.write(report.result().history(), false, writer)));
        final Outcome log = files.file("--hlog", ofRun(hlog, run), path -> OutputFile.write(
            path, stream -> HistogramFiles.writeLog(report, stream)));
        final WrittenFiles written = new WrittenFiles(report, files.messages());

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
    private static List<Path> ofRuns(final Path file, final boolean isKept)
    {
        final String name = file.getFileName() + ".";
        try (Stream<Path> all = isKept ? Files.list(file.toAbsolutePath().getParent()) : Stream.of())
        {
            return all.filter(other -> other.getFileName().toString().startsWith(name)).toList();
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": " + FileFailure.reason(ex), ex);
        }
    }
}
