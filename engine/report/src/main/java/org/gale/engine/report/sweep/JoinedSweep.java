package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.document.DocumentBooks;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.PointDocument;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.Soundness;
import org.gale.engine.storm.result.answer.Estimate;

/**
 * Joined sweep, read for a report: the figure that is shown of each point and of the worst runs.
 *
 * @param head     of the sweep, with all points
 * @param metric   figure that is shown
 * @param points   in the order of the plan
 * @param worst    runs, the worst first: those that failed, then by the figure
 * @param failures messages for conditions that hold
 * @param refused  messages for points whose books do not add up
 * @param pairs    differences of the points from one of them, by seed
 * @param means    of the figure over the seeds of each point, null where there is no interval; none on the wall clock
 */
public record JoinedSweep(SweepHead head, Figure metric, List<SweepPoint> points, List<SweepRunRow> worst,
    List<String> failures, List<String> refused, PairedPoints pairs, List<Estimate> means)
{
    private static final int WORST_LIMIT = 10;

    /**
     * Reads a joined sweep.
     *
     * @param out        directory that a merge wrote
     * @param option     with the conditions, for messages
     * @param conditions that fail the report where they hold for a point
     * @param baseline   number of the point that the others are paired with
     * @throws OutcomeException if the directory holds no joined sweep, or no point of that number, or no run has a
     *                          figure of the name
     */
    public static JoinedSweep read(
        final Path out, final String option, final List<Condition> conditions, final int baseline)
    {
        final Path head = out.resolve(SweepFiles.HEAD);
        if (!Files.isRegularFile(head))
        {
            throw new OutcomeException(Outcome.USAGE,
                out + ": holds no joined sweep (make one: gale sweep merge DIR -o " + out + ')');
        }
        try
        {
            SweepFiles.check(out);

            return read(out, SweepHead.tree(head), option, conditions, baseline);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, out + ": is damaged: " + FileFailure.text(ex) +
                " (join the results again: gale sweep merge DIR -o " + out + ')', ex);
        }
    }

    /** Returns the file of the job in a joined sweep. */
    public static Path job(final Path out)
    {
        return out.resolve(SweepFiles.JOB);
    }

    private static JoinedSweep read(
        final Path out,
        final JsonNode tree,
        final String option,
        final List<Condition> conditions,
        final int baseline) throws IOException
    {
        final SweepHead head = SweepHead.of(tree, out.resolve(SweepFiles.HEAD));
        final Figures ofSeveral = head.figures().ofSeveral();
        final List<Figure> figures = ofSeveral.all();
        final Checks checks = new Checks(conditions, option, ofSeveral);
        final Figure metric = metric(figures, head.outline());
        final List<List<String>> values = new ArrayList<>();
        final List<SweepPoint> points = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        final List<String> refused = new ArrayList<>();
        JsonRows.read(out.resolve(SweepFiles.POINTS), row ->
        {
            final List<String> ofPoint = new ArrayList<>();
            row.path("values").forEach(value -> ofPoint.add(value.asText()));
            values.add(ofPoint);
            final Map<String, BigDecimal> all = SweepPoint.figures(figures, row);
            final JsonNode spread = row.path("spread").path(metric.name());
            points.add(new SweepPoint(points.size(), ofPoint, row.path("results").asInt(),
                row.path("missing").asInt(), row.path("failed").asInt(), row.path(SweepOutline.BOUND).asInt(),
                number(all.get(metric.name())),
                spread.path(PointJoin.MIN).asDouble(Double.NaN), spread.path(PointJoin.MAX).asDouble(Double.NaN)));
            checks.failures(name -> number(all.get(name))).forEach(
                failure -> failures.add(head.outline().label(ofPoint) + ": " + failure));
            faults(row).stream().limit(1).forEach(fault -> refused.add(head.outline().label(ofPoint) + ": " + fault));
        });
        if (baseline < 0 || baseline >= points.size())
        {
            throw new OutcomeException(Outcome.USAGE, out + ": has no point " + baseline + " (its points are 0 to " +
                (points.size() - 1) + ')');
        }
        check(out, SweepLaws.faults(tree, points));
        final SweepOutline outline = head.outline().with(values);
        final PairedPoints.Runs runs = new PairedPoints.Runs(points.size(), outline.runsOfPoint());
        final PairLaws laws = new PairLaws(metric.name());
        final List<SweepRunRow> worst = worst(out, outline, metric, row ->
        {
            runs.add(row.path("run").asInt(), row.path("figures").path(metric.name()).asDouble(Double.NaN));
            laws.run(row);
        });
        check(out, spreads(out));
        final SweepHead complete =
            new SweepHead(outline, head.hasModel(), head.figures(), head.missing(), head.failed(), head.bounds(),
                head.config());

        final PairedPoints pairs = runs.from(baseline);
        final List<Estimate> means = head.hasModel() && outline.runsOfPoint() > 1 ? runs.means() : List.of();
        final List<String> faults = laws.faults(pairs, outline.runsOfPoint() > 1, means);
        if (!faults.isEmpty())
        {
            throw new OutcomeException(
                Outcome.INVARIANT_BROKEN, SoundResult.message("report of the sweep", String.join("; ", faults)));
        }

        return new JoinedSweep(complete, metric, points, worst, failures, refused, pairs, means);
    }

    private static void check(final Path out, final List<String> faults)
    {
        if (!faults.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, out + ": contradicts itself: " + String.join("; ", faults) +
                " (join the results again: gale sweep merge DIR -o " + out + ')');
        }
    }

    /** Returns what is wrong with the spread of the points, by the rows of their runs. */
    private static List<String> spreads(final Path out) throws IOException
    {
        try (SpreadLaws laws = new SpreadLaws(out.resolve(SweepFiles.RUNS)))
        {
            JsonRows.read(out.resolve(SweepFiles.POINTS), laws::point);

            return laws.faults();
        }
    }

    /** Returns what does not add up in a point. */
    private static List<String> faults(final JsonNode row)
    {
        try
        {
            final List<String> faults = new ArrayList<>();
            if (row.at("/accounting/remainder").asLong() != 0)
            {
                faults.add("remainder " + row.at("/accounting/remainder").asText());
            }
            faults.addAll(Soundness.faults(DocumentBooks.ofPoint(
                DocumentReader.value(row, PointDocument.class).joined())));

            return faults;
        }
        catch (final ArithmeticException | IllegalArgumentException ex)
        {
            return List.of("its counters are beyond all limits");
        }
    }

    /**
     * Returns the runs to show first: those that failed, then those with the worst figure.
     *
     * @param rows takes the rows of all
     */
    private static List<SweepRunRow> worst(
        final Path out, final SweepOutline outline, final Figure metric, final JsonRows.Row rows)
        throws IOException
    {
        final boolean isHigherBetter = metric.better() == Figure.Better.HIGHER;
        final Comparator<SweepRunRow> order = Comparator.comparing((final SweepRunRow run) -> !run.isFailed())
            .thenComparing(run -> Double.isNaN(run.figure()))
            .thenComparing(run -> isHigherBetter ? run.figure() : -run.figure())
            .thenComparing(SweepRunRow::number);
        final List<SweepRunRow> worst = new ArrayList<>();
        JsonRows.read(out.resolve(SweepFiles.RUNS), row ->
        {
            final JsonNode seed = row.path("seed");
            rows.row(row);
            worst.add(new SweepRunRow(row.path("run").asInt(), row.path("run").asInt() / outline.runsOfPoint(),
                seed.isNumber() ? seed.asLong() : null, row.path("exit").asInt(),
                found(row),
                row.path("figures").path(metric.name()).asDouble(Double.NaN)));
            if (worst.size() > 2 * WORST_LIMIT)
            {
                worst.sort(order);
                worst.subList(WORST_LIMIT, worst.size()).clear();
            }
        });
        worst.sort(order);

        return List.copyOf(worst.subList(0, Math.min(WORST_LIMIT, worst.size())));
    }

    /** {@return the value of the search whose report a run has, or null} */
    private static String found(final JsonNode row)
    {
        final JsonNode bound = row.path(SweepOutline.BOUND).path("value");

        return bound.isTextual() ? bound.textValue() : row.path(SweepOutline.FOUND).textValue();
    }

    /** Returns the figure that is shown: of a search the value that it found. */
    private static Figure metric(final List<Figure> figures, final SweepOutline outline)
    {
        if (outline.search() != null)
        {
            return Figure.other(SweepOutline.FOUND, Figure.Unit.NUMBER, Figure.Better.HIGHER);
        }

        return figures.stream().filter(figure -> figure.name().equals(outline.shown().of())).findFirst().orElseThrow(
            () -> new OutcomeException(
                Outcome.USAGE, "report: no figure '" + outline.shown().of() + "' (try response.p99)"));
    }

    private static double number(final BigDecimal value)
    {
        return value == null ? Double.NaN : value.doubleValue();
    }
}
