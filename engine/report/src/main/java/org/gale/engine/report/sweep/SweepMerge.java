package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepPlan;

/**
 * Join of the results of a sweep. Runs are read in the order of the plan, a point at a time, so that neither the number
 * of directories nor their order has an effect on a byte. Used once, by one thread.
 */
public final class SweepMerge
{
    private final SweepOutline outline;
    private final SweepPlan plan;
    private final JsonNode search;
    private final List<SweepResults> directories;
    private final RefusedRuns refused = new RefusedRuns(RefusedRuns.RUN_AGAIN);
    private final PointJoin join = new PointJoin();
    private final PointLaws laws = new PointLaws();
    private final List<Integer> missing = new ArrayList<>();
    private final List<SweepDocument.Failed> failed = new ArrayList<>();
    private final List<SweepDocument.Bounded> bounds = new ArrayList<>();
    private final List<Integer> doubled = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();
    /** Figures of the first run that is joined; none where no run is. */
    private Figures figures = new Figures(List.of(), List.of());
    /** Figures of the rows, of which a single group has none. */
    private List<Figure> shown = List.of();
    /** Values that the configurations of all runs so far have in common; null before the first one. */
    private JsonNode config;
    private boolean isModelled = true;

    private SweepMerge(final SweepPlan plan, final SweepOutline outline, final List<SweepResults> directories)
    {
        this.plan = plan;
        this.search = PlanLaws.file(plan.sweep()).path("search");
        this.outline = outline;
        this.directories = directories;
    }

    /**
     * Joined sweep.
     *
     * @param head    of the sweep
     * @param doubled numbers of the runs that more than one directory has
     */
    public record Joined(SweepHead head, List<Integer> doubled)
    {
    }

    /**
     * Joins results, and writes the files of the join.
     *
     * @param paths directories with results of one plan, in any order
     * @param out   directory that is new, empty or holds an earlier join
     * @throws OutcomeException if a directory or a result is of another plan or damaged, if a result is not believed,
     *                          if two results of a run on the virtual clock differ, or if the files cannot be written;
     *                          nothing is written then
     */
    public static Joined write(final List<Path> paths, final Path out)
    {
        final List<SweepResults> directories = open(paths);
        final ResultDirectory first = directories.get(0).directory();
        final SweepPlan plan = first.sweep();
        checkFiles(directories);
        PlanLaws.check(plan);
        final SweepOutline outline = SweepOutline.of(plan, directories.get(0).plan().hash());
        final SweepMerge merge = new SweepMerge(plan, outline, directories);
        try (SweepFiles files = SweepFiles.begin(out); RunReader reader = new RunReader())
        {
            merge.rows(files, reader);
            merge.refused.check();
            final SweepHead head =
                new SweepHead(outline, merge.isModelled, merge.figures, merge.missing, merge.failed, merge.bounds,
                    merge.config == null ? MissingNode.getInstance() : merge.config);
            try (Writer writer = files.open(SweepFiles.HEAD))
            {
                head.write(writer);
            }
            Files.write(files.file(SweepFiles.JOB), first.jobBytes());
            merge.tables(files);
            files.commit();

            return new Joined(head, merge.doubled);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, out + ": " + FileFailure.reason(ex), ex);
        }
    }

    /** Opens directories, each once, in the order of their names. */
    private static List<SweepResults> open(final List<Path> paths)
    {
        final List<SweepResults> directories = paths.stream().map(path -> path.toAbsolutePath().normalize()).distinct()
            .sorted().map(SweepResults::new).toList();
        final SweepResults first = directories.get(0);
        for (final SweepResults other : directories)
        {
            if (!other.plan().isPlanOf(first.plan()))
            {
                throw new OutcomeException(Outcome.USAGE, other.path() + ": holds the results of another plan, " +
                    other.plan().hash() + ", and " + first.path() + " those of " + first.plan().hash() +
                    " (join those of one plan)");
            }
        }

        return directories;
    }

    /** Refuses directories whose sweep or job is not the one that the plan was made of. */
    private static void checkFiles(final List<SweepResults> directories)
    {
        final RefusedRuns edited = new RefusedRuns(RefusedRuns.RESTORE);
        directories.stream().map(directory -> directory.directory().contradiction(directory.plan()))
            .filter(Objects::nonNull).forEach(edited::add);
        edited.check();
    }

    private void rows(final SweepFiles files, final RunReader reader) throws IOException
    {
        try (Writer runs = files.open(SweepFiles.RUNS);
            Writer points = files.open(SweepFiles.POINTS);
            Writer log = files.open(SweepFiles.POINTS_LOG))
        {
            final PointLog histograms = new PointLog(log);
            for (int point = 0; point < outline.points().size(); point++)
            {
                final int missingBefore = missing.size();
                final int failedBefore = failed.size();
                final int boundsBefore = bounds.size();
                for (int index = 0; index < outline.runsOfPoint(); index++)
                {
                    run(point, index, reader, runs);
                }
                checkPoint(point);
                point(point, missing.size() - missingBefore, failed.size() - failedBefore, bounds.size() - boundsBefore,
                    points);
                histograms.write(point, join.latencies());
                join.clear();
                laws.clear();
            }
        }
    }

    private void run(final int point, final int index, final RunReader reader, final Writer rows) throws IOException
    {
        final int run = outline.run(point, index);
        final RunResult result = result(run, reader);
        if (result == null)
        {
            missing.add(run);
            return;
        }
        if (!result.isJoined())
        {
            failed.add(new SweepDocument.Failed(run, result.end().exit(), result.end().cause()));
            row(rows, point, index, result, null, Map.of());
            return;
        }
        final RunReport report = RunReader.report(result);
        try
        {
            final RunEnd.Found found = result.end().found();
            final String ofSearch = found == null ? null : SearchLaws.fault(search, found);
            final String fault = ofSearch == null ? RunChecks.fault(plan.run(run), result, report) : ofSearch;
            final String difference = fault == null ? reader.samples(result, report, join) : fault;
            if (difference != null)
            {
                refused.add(run, result.directory(), difference);
                return;
            }
            join(point, index, result, report, rows);
        }
        catch (final ArithmeticException ex)
        {
            throw RunReader.overflow(result, ex);
        }
    }

    private void join(
        final int point, final int index, final RunResult result, final RunReport report, final Writer rows)
        throws IOException
    {
        if (config == null)
        {
            figures = ComparedReport.figures(List.of(report.json()));
            shown = figures.ofSeveral().all();
        }
        isModelled &= report.hasModel();
        final JsonNode ofRunConfig = report.json().json().path("config");
        config = config == null ? ofRunConfig : ConfigText.common(config, ofRunConfig);
        final Map<String, BigDecimal> ofRun = FigureValue.all(shown, report.json().json());
        final RunEnd.Found found = result.end().found();
        if (found != null && found.value() != null)
        {
            ofRun.put(SweepOutline.FOUND, found.number());
        }
        if (found != null && found.bound() != null)
        {
            final String figure = plan.sweep().search().until().metric();
            bounds.add(new SweepDocument.Bounded(
                outline.run(point, index), found.bound().value(), found.bound().holds(), figure, ofRun.get(figure)));
        }
        used.addAll(ofRun.keySet());
        join.add(report, ofRun);
        laws.run(report.json().json());
        row(rows, point, index, result, report, ofRun);
    }

    /**
     * Returns the result of a run that counts: of the lowest directory, but before one that a limit or a signal ended
     * one that ended by itself.
     */
    private RunResult result(final int run, final RunReader reader)
    {
        final List<RunResult> results = new ArrayList<>();
        for (final SweepResults directory : directories)
        {
            final RunResult found = directory.result(run);
            if (found != null && found.end().run() != run)
            {
                refused.add(run, found.directory(), "its done is that of run " + found.end().run());
            }
            else if (found != null)
            {
                results.add(found);
            }
        }
        if (results.size() > 1)
        {
            doubled.add(run);
            final List<RunResult> repeatable = results.stream().filter(RunResult::isRepeatable).toList();
            for (final RunResult other : repeatable.subList(Math.min(1, repeatable.size()), repeatable.size()))
            {
                checkEqual(run, repeatable.get(0), other, reader);
            }
        }

        return results.stream().filter(RunResult::isRepeatable).findFirst()
            .orElse(results.stream().filter(result -> result.end().isDone()).findFirst()
            .orElse(results.isEmpty() ? null : results.get(0)));
    }

    private void checkEqual(final int run, final RunResult one, final RunResult other, final RunReader reader)
    {
        final RunResult measured = one.isJoined() ? one : other;
        if ((!measured.isJoined() || RunReader.report(measured).hasModel()) && !reader.isEqual(one, other))
        {
            refused.add("run " + run + " has two results that differ: " + one.directory() + " and " +
                other.directory() + " (equal on the virtual clock: compare their report.json)");
        }
    }

    private void row(
        final Writer rows,
        final int point,
        final int index,
        final RunResult result,
        final RunReport report,
        final Map<String, BigDecimal> ofRun) throws IOException
    {
        final RunEnd.Found found = result.end().found();
        line(rows, new SweepRow.OfRun(outline.run(point, index), point, outline.seed(index),
            outline.points().get(point), result.end().exit(), found == null ? null : found.value(),
            found == null ? null : found.bound(),
            report == null ? null : report.json().json().at("/host/digest").asText(), ofRun));
    }

    /** Refuses a point whose samples are not those of its runs, where these are believed. */
    private void checkPoint(final int point)
    {
        final String fault = refused.isNone() ? join.fault() : null;
        if (fault != null)
        {
            refused.add("point " + point + ": " + fault);
        }
    }

    private void point(
        final int point, final int without, final int failures, final int ofBounds, final Writer rows)
        throws IOException
    {
        final StringWriter text = new StringWriter();
        line(text, new SweepRow.OfPoint(point, outline.points().get(point),
            outline.runsOfPoint() - without - failures, without, failures, ofBounds == 0 ? null : ofBounds,
            join.joined()));
        rows.write(text.toString());
        final List<String> faults = laws.faults(DocumentReader.tree(text.toString()));
        if (refused.isNone() && !faults.isEmpty())
        {
            throw new OutcomeException(Outcome.INVARIANT_BROKEN,
                "point " + point + " contradicts its runs: " + String.join("; ", faults));
        }
    }

    private static void line(final Writer rows, final Record row) throws IOException
    {
        JsonText.plain(rows, json -> DocumentWriter.fields(json, row));
        rows.write('\n');
    }

    /** Writes the tables, whose columns are known once all rows are. */
    private void tables(final SweepFiles files) throws IOException
    {
        final Set<String> columns = new LinkedHashSet<>();
        shown.forEach(figure -> columns.add(figure.name()));
        columns.add(SweepOutline.FOUND);
        columns.retainAll(used);
        try (Writer csv = files.open(SweepFiles.RUNS_CSV))
        {
            SweepTables.runs(files.file(SweepFiles.RUNS), outline, List.copyOf(columns), csv);
        }
        try (Writer csv = files.open(SweepFiles.POINTS_CSV))
        {
            SweepTables.points(files.file(SweepFiles.POINTS), outline, shown, List.copyOf(columns), csv);
        }
    }
}
