package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.OutputFile;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.report.HistogramFiles;
import org.gale.engine.report.ModelPerfetto;
import org.gale.engine.report.PerfettoTrace;
import org.gale.engine.report.SampleCsv;
import org.gale.engine.report.StormCsv;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormMetrics;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ShareOfStorm;
import org.gale.engine.storm.result.SharesOfStorm;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;

/** Files of the report of a storm: each that is asked for is written, and read again. Owner: the main thread. */
final class StormFiles
{
    private final StormPlan plan;
    private final StormReport report;
    private final ReportTree trees;
    private final Path journal;
    private final ReportFiles files;
    private final WrittenFiles written;
    private Outcome ofPage = Outcome.OK;

    StormFiles(final StormPlan plan, final StormReport report, final ReportTree trees, final Path journal,
        final ReportFiles files)
    {
        this.trees = trees;
        this.plan = plan;
        this.report = report;
        this.journal = journal;
        this.files = files;
        written = new WrittenFiles(report, trees, files.messages());
    }

    /** {@return the outcome of all files that are asked for: each is written, and read again} */
    Outcome write()
    {
        return Outcome.first(
            files.file(plan.spelling().of(ShownSettings.HTML), plan.settings().get(ShownSettings.HTML), this::page),
            file(ShownSettings.CSV, path -> OutputFile.writeText(
                path, writer -> StormCsv.write(report.result().history(), report.result().model() != null, writer))),
            file(ShownSettings.HLOG, path -> OutputFile.write(
                path, stream -> HistogramFiles.writeLog(report, stream))),
            file(ShownSettings.HGRM, this::percentiles),
            file(ShownSettings.SAMPLES, path -> OutputFile.writeText(
                path, writer -> SampleCsv.write(
                report.result().latencies(), report.result().model() != null, writer))),
            file(ShownSettings.PERFETTO, this::trace),
            file(ShownSettings.METRICS, path -> OutputFile.writeText(
                path, writer -> StormMetrics.write(report, writer))),
            ofPage);
    }

    /**
     * Writes the report as JSON, if it is asked for, once the other files are written: it has the exit that they made.
     *
     * @param last      report with that exit
     * @param startedMs time of day when the storm began
     */
    Outcome json(final StormReport last, final long startedMs)
    {
        return files.text("--json", plan.settings().get(StormSettings.JSON),
            writer -> StormJson.write(shared(last, startedMs), writer));
    }

    /** Returns the report of a share with all that a sum needs of it. */
    private StormReport shared(final StormReport last, final long startedMs)
    {
        final Share share = plan.config().share();

        return share.isWhole() || plan.job() == null ? last : last.of(new SharesOfStorm(List.of(new ShareOfStorm(
            share, plan.job(), plan.isVirtual() ? 0 : startedMs, last.description().platform(), last.proof(),
            last.engines() == null ? 1 : last.engines().all().size(), last.result())), share.count()));
    }

    private void page(final Path path) throws IOException
    {
        OutputFile.writeText(path, writer ->
        {
            final KeptText page = new KeptText(writer);
            StormPage.write(report, plan.spelling(), page);
            ofPage = WrittenReport.page(report, page, trees, files.messages());
        });
    }

    private void trace(final Path path) throws IOException
    {
        final Modelled modelled = report.result().model();
        if (modelled != null)
        {
            OutputFile.writeText(path, writer -> ModelPerfetto.write(
                modelled.trace(), List.copyOf(modelled.peNs().keySet()), writer));
            return;
        }
        if (report.engines() != null)
        {
            OutputFile.writeText(path, writer -> PerfettoTrace.writeTraffic(report.engines().all().size(),
                engine -> ReplayCursor.open(journal.resolve(EnginesPlan.name(engine)), 0, Machines.FACTORY),
                writer));
            return;
        }
        try (ReplayCursor cursor = ReplayCursor.open(journal, 0, Machines.FACTORY))
        {
            OutputFile.writeText(path, writer -> PerfettoTrace.writeTraffic(cursor, writer));
        }
    }

    private void percentiles(final Path path) throws IOException
    {
        for (final Map.Entry<Path, Histogram> latency : HistogramFiles.percentileFiles(report, path).entrySet())
        {
            OutputFile.write(
                latency.getKey(), stream -> HistogramFiles.writePercentiles(latency.getValue(), stream));
        }
    }

    /** Writes a file, and reads it again. */
    private Outcome file(final Setting<Path> setting, final ReportFiles.FileWriter writer)
    {
        final Path path = plan.settings().get(setting);
        final String option = plan.spelling().of(setting);

        return written.checked(setting, option, path, files.file(option, path, writer));
    }
}
