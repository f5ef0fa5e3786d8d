package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.sweep.JoinedSweep;
import org.gale.engine.report.sweep.PointDifference;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.report.sweep.SweepRunRow;
import org.gale.engine.report.sweep.SweepText;
import org.gale.engine.storm.figure.Figure;

/**
 * Page of a joined sweep: heat maps over two parameters, lines with the spread of the seeds, the worst runs, and a
 * table of the points. Used once, by one thread.
 */
public final class SweepPage
{
    private static final String DOT = " \u00b7 ";
    private static final String VERDICT = "verdict";
    private static final String COMMAND = "command that repeats it";
    /** Limit of the points in the table. */
    private static final int ROW_LIMIT = 500;

    private final JoinedSweep sweep;
    private final SweepOutline outline;
    private final Function<SweepRunRow, String> repeat;
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private SweepPage(final JoinedSweep sweep, final Function<SweepRunRow, String> repeat)
    {
        this.repeat = repeat;
        this.sweep = sweep;
        this.outline = sweep.head().outline();
    }

    /**
     * Writes the page. The writer is flushed, not closed.
     *
     * @param repeat returns the command that repeats a run
     */
    public static void write(
        final JoinedSweep sweep, final Function<SweepRunRow, String> repeat, final Writer writer) throws IOException
    {
        final SweepPage page = new SweepPage(sweep, repeat);
        page.draw();
        page.page.writeTo(writer);
    }

    private void draw()
    {
        final String title = outline.sweep() + ": " + sweep.metric().name() +
            (sweep.head().hasModel() ? ", virtual" : "");
        parts.begin("Gale sweep: " + title);
        page.leaf("h1", title);
        parts.note(NumberText.counted(outline.points().size(), "point") + DOT +
            NumberText.counted(outline.runs(), "run") + DOT + "plan " + outline.plan());
        verdict();
        sweep.failures().forEach(parts::note);
        SweepText.runs(sweep.head()).forEach(parts::note);
        sweep.refused().stream().limit(SweepText.LISTED_LIMIT).forEach(point -> parts.note("refused  point " + point));
        parts.noScript();
        charts();
        differences();
        parts.assumptions(sweep.head().config(), outline.seeds().stream().map(String::valueOf).toList());
        worst();
        table();
        parts.end(data().toString());
    }

    private void verdict()
    {
        final int missing = sweep.head().missing().size();
        final int failed = sweep.head().failed().size();
        final List<String> words = new ArrayList<>(List.of(
            sweep.refused().isEmpty() ? "" :
                "the books of " + NumberText.counted(sweep.refused().size(), "point") + " do not add up",
            failed == 0 ? "" : NumberText.counted(failed, "run") + " failed",
            missing == 0 ? "" : NumberText.counted(missing, "run") + (missing == 1 ? " has" : " have") + " no result",
            sweep.failures().isEmpty() ? "" : NumberText.counted(sweep.failures().size(), "condition") + " failed"));
        words.removeIf(String::isEmpty);
        if (words.isEmpty())
        {
            words.add(outline.runs() == 1 ? "The run has a result" :
                "All " + NumberText.count(outline.runs()) + " runs have results");
        }
        parts.verdict(failed > 0 || !sweep.failures().isEmpty() || !sweep.refused().isEmpty() ? PageParts.BAD :
            missing > 0 ? PageParts.PARTLY : PageParts.GOOD, String.join(", ", words));
    }

    private void charts()
    {
        if (sweep.points().stream().noneMatch(SweepPoint::isMeasured))
        {
            return;
        }
        final boolean hasSeeds = outline.runsOfPoint() > 1;
        final List<String> axes = outline.axes();
        parts.section(sweep.metric().label());
        parts.note((hasSeeds ? "All seeds of a point together. " : "") +
            (axes.isEmpty() ? "" : "Across: " + axes.get(0)) + (axes.size() < 2 ? "" : ". Down: " + axes.get(1)) +
            ". Blank: combinations that the sweep leaves out. Framed: no figure.");
        parts.chart("map", sweep.metric().label() + " by " + String.join(" and ", axes));
        parts.endSection();
        if (!axes.isEmpty())
        {
            parts.section(sweep.metric().name() + " by " + axes.get(0));
            parts.note((hasSeeds ? "Ranges reach from the least figure of a seed to the greatest. " : "") +
                (axes.size() < 2 ? "" : "Lines: " + axes.get(1)));
            parts.chart("lines", sweep.metric().label() + " by " + axes.get(0));
            parts.endSection();
        }
    }

    /** Returns what the charts show: the points, with the values of their axes and of all other keys. */
    private JsonNode data()
    {
        final Figure metric = sweep.metric();
        final ObjectNode data = JsonNodeFactory.instance.objectNode().put("page", "sweep");
        data.putObject("metric").put("label", metric.label()).put("unit", metric.unit().name());
        data.put("seeds", outline.runsOfPoint());
        final ArrayNode axes = data.putArray("axes");
        outline.axes().forEach(axis ->
        {
            final ObjectNode key = axes.addObject().put("key", axis);
            outline.valuesOf(axis).forEach(key.putArray("values")::add);
        });
        outline.others().forEach(data.putArray("others")::add);
        final ArrayNode points = data.putArray("points");
        for (final SweepPoint point : sweep.points())
        {
            final ArrayNode row = points.addArray();
            outline.values(point.number(), outline.axes()).forEach(row.addArray()::add);
            outline.values(point.number(), outline.others()).forEach(row.addArray()::add);
            for (final double figure : new double[]{point.figure(), point.least(), point.greatest()})
            {
                row.add(Double.isNaN(figure) ? null : BigDecimal.valueOf(figure));
            }
            row.add(point.isMeasured() ? "" : point.reason());
        }

        return data;
    }

    /** Writes the differences of points by seed. */
    private void differences()
    {
        final List<PointDifference> differences = sweep.pairs().rows();
        if (differences.isEmpty())
        {
            return;
        }
        parts.section("Differences by seed");
        parts.note("Figure of a point less that of point " + sweep.pairs().baseline() + " (" +
            outline.label(sweep.points().get(sweep.pairs().baseline()).values()) + "), with the same seed. " +
            "Lower and higher: all seeds agree, and there are five or more.");
        final boolean hasMeans = !sweep.means().isEmpty();
        parts.note(hasMeans ? "Mean: of the differences, with the interval of 95 %." : "");
        final List<String> heading =
            new ArrayList<>(List.of("point", "pairs", "least", "median", "greatest", "lower", "higher"));
        heading.addAll(hasMeans ? List.of(SweepText.MEAN, VERDICT) : List.of(VERDICT));
        parts.smallHeading(heading, VERDICT);
        for (final PointDifference difference : differences.subList(0, Math.min(ROW_LIMIT, differences.size())))
        {
            page.open("tr");
            page.leaf("td", outline.label(sweep.points().get(difference.point()).values()));
            parts.cells(SweepText.numbers(sweep.metric(), difference));
            parts.cells(hasMeans ? List.of(SweepText.mean(sweep.metric(), difference.mean())) : List.of());
            page.leaf("td", difference.verdict());
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }

    private void worst()
    {
        parts.section("Worst runs");
        parts.heading(List.of("run", sweep.metric().label(), COMMAND), COMMAND);
        for (final SweepRunRow run : sweep.worst())
        {
            page.open("tr");
            page.leaf("td", Integer.toString(run.number()));
            page.leaf("td", run.isFailed() ? "exit " + run.exit() : SweepText.text(sweep.metric(), run.figure()),
                "class", run.isFailed() ? "n bad" : "n");
            parts.commandCell(repeat.apply(run));
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }

    private void table()
    {
        final Figure metric = sweep.metric();
        final List<String> heading = new ArrayList<>(outline.keys());
        final boolean hasMeans = !sweep.means().isEmpty();
        heading.addAll(List.of("runs", metric.label(), "least", "greatest"));
        heading.addAll(hasMeans ? List.of(SweepText.MEAN) : List.of());
        heading.addAll(List.of("missing", "failed"));
        parts.section("Points");
        parts.smallHeading(heading, outline.keys().toArray(new String[0]));
        for (final SweepPoint point : sweep.points().subList(0, Math.min(ROW_LIMIT, sweep.points().size())))
        {
            page.open("tr");
            point.values().forEach(value -> page.leaf("td", value));
            parts.cells(List.of(Integer.toString(point.results()),
                point.isMeasured() ? SweepText.text(metric, point.figure()) : point.reason(),
                SweepText.text(metric, point.least()), SweepText.text(metric, point.greatest())));
            parts.cells(hasMeans ? List.of(SweepText.mean(sweep, point)) : List.of());
            parts.cells(List.of(Integer.toString(point.missing()), Integer.toString(point.failures())));
            page.close();
        }
        parts.endTable();
        parts.note(sweep.points().size() <= ROW_LIMIT ? "" :
            NumberText.counted(sweep.points().size() - ROW_LIMIT, "point") + " more: see points.csv");
        parts.endSection();
    }
}
