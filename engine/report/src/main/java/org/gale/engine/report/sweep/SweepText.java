package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.TextTable;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;
import org.gale.engine.storm.result.sweep.RunEnd;

/** Text of a joined sweep: a row for each point, the runs that have no figures, and the worst runs. Pure functions. */
public final class SweepText
{
    /** Heading of means over the seeds. */
    public static final String MEAN = "mean, 95 %";
    private static final String NONE = "-";
    /** Limit of what is listed. */
    public static final int LISTED_LIMIT = 20;

    private SweepText()
    {
    }

    /**
     * Returns the lines.
     *
     * @param repeat returns the command that repeats a run
     */
    public static List<String> lines(final JoinedSweep sweep, final Function<SweepRunRow, String> repeat)
    {
        final SweepOutline outline = sweep.head().outline();
        final List<String> lines = new ArrayList<>();
        lines.add("sweep    " + outline.sweep() + ": " +
            NumberText.counted(outline.points().size(), "point") + ", " +
            NumberText.counted(outline.runs(), "run") + (sweep.head().hasModel() ? " · virtual" : ""));
        lines.add("shown    " + sweep.metric().label() + ": of all seeds of a point together, then of single runs");
        lines.add("");
        lines.addAll(table(points(sweep), outline.keys().size()));
        lines.addAll(runs(sweep.head()));
        first(sweep.refused()).forEach(point -> lines.add("refused  point " + point));
        more(lines, "refused", sweep.refused());
        lines.addAll(differences(sweep));
        final List<String> assumptions = ConfigText.lines(sweep.head().config());
        if (!assumptions.isEmpty())
        {
            lines.add("");
            lines.addAll(assumptions);
        }
        lines.add("");
        lines.add("worst runs");
        for (final SweepRunRow run : sweep.worst())
        {
            final String result = run.isFailed() ? "exit " + run.exit() : text(sweep.metric(), run.figure());
            lines.add(run.number() + "  " + result + "  " + repeat.apply(run));
        }

        return lines;
    }

    /** Returns a table of the differences of points by seed, with a heading; none without seeds. */
    private static List<String> differences(final JoinedSweep sweep)
    {
        final PairedPoints pairs = sweep.pairs();
        if (pairs.rows().isEmpty())
        {
            return List.of();
        }
        final SweepOutline outline = sweep.head().outline();
        final List<List<String>> rows = new ArrayList<>();
        final List<String> heading =
            new ArrayList<>(List.of("point", "pairs", "least", "median", "greatest", "lower", "higher"));
        heading.addAll(mean(sweep, MEAN));
        heading.add("");
        rows.add(heading);
        for (final PointDifference difference : first(pairs.rows()))
        {
            final List<String> row = new ArrayList<>();
            row.add(outline.label(sweep.points().get(difference.point()).values()));
            row.addAll(numbers(sweep.metric(), difference));
            row.addAll(mean(sweep, mean(sweep.metric(), difference.mean())));
            row.add(difference.verdict());
            rows.add(row);
        }
        final List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("differences by seed from point " + pairs.baseline() + " (" +
            outline.label(sweep.points().get(pairs.baseline()).values()) + ")");
        lines.addAll(table(rows, 1));
        more(lines, "points", pairs.rows());

        return lines;
    }

    /** Returns lines that name the runs without figures; none if each run has them. */
    public static List<String> runs(final SweepHead head)
    {
        final List<String> lines = new ArrayList<>();
        if (!head.missing().isEmpty())
        {
            lines.add("missing  " + listed(head.missing()));
        }
        for (final SweepDocument.Failed run : first(head.failed()))
        {
            final boolean isRefused = run.exit() == Outcome.USAGE.exitCode() && run.cause().equals(RunEnd.EXIT);
            lines.add((isRefused ? "refused  run " : "failed   run ") + run.run() + ": exit " + run.exit() +
                (run.cause().equals(RunEnd.EXIT) ? "" : " (" + run.cause() + ')'));
        }
        more(lines, "failed", head.failed());
        for (final SweepDocument.Bounded run : first(head.bounds()))
        {
            lines.add("search   run " + run.run() + ": not bracketed: the condition holds " +
                (run.holds() ? "at the lowest value, " : "nowhere up to the highest value, ") + run.value() +
                ", where " + run.figure() + " is " +
                (run.measured() == null ? "not measured" : run.measured().toPlainString()));
        }
        more(lines, "not bracketed", head.bounds());

        return lines;
    }

    private static <T> List<T> first(final List<T> runs)
    {
        return runs.subList(0, Math.min(LISTED_LIMIT, runs.size()));
    }

    private static void more(final List<String> lines, final String what, final List<?> runs)
    {
        if (runs.size() > LISTED_LIMIT)
        {
            lines.add("         and " + NumberText.count(runs.size() - LISTED_LIMIT) + " more " + what +
                " (see sweep.json)");
        }
    }

    /** Returns a figure as a table has it. */
    public static String text(final Figure metric, final double value)
    {
        if (Double.isNaN(value))
        {
            return NONE;
        }

        return metric.unit() == Figure.Unit.NUMBER && value != Math.rint(value) ? Double.toString(value) :
            NumberText.count(Math.round(value));
    }

    /** Returns the numbers of a difference as tables have them. */
    public static List<String> numbers(final Figure metric, final PointDifference difference)
    {
        return List.of(Integer.toString(difference.pairs()), signed(metric, difference.least()),
            signed(metric, difference.median()), signed(metric, difference.greatest()),
            Integer.toString(difference.lower()), Integer.toString(difference.higher()));
    }

    private static String signed(final Figure metric, final double value)
    {
        return (value > 0 ? "+" : "") + text(metric, value);
    }

    /** Returns the mean of the figure over the seeds of a point, with its interval. */
    public static String mean(final JoinedSweep sweep, final SweepPoint point)
    {
        return sweep.means().isEmpty() ? NONE : mean(sweep.metric(), sweep.means().get(point.number()));
    }

    /** Returns a mean with its interval, if it has one. */
    public static String mean(final Figure metric, final Estimate mean)
    {
        return mean == null || mean.low() == null ? NONE : rounded(metric, mean.value()) + " [" +
            rounded(metric, mean.low()) + ", " + rounded(metric, mean.high()) + ']';
    }

    private static String rounded(final Figure metric, final double value)
    {
        return metric.unit() == Figure.Unit.NUMBER ? EstimateText.number(value) : text(metric, value);
    }

    /** Returns a cell of a column that only sweeps with intervals have. */
    private static List<String> mean(final JoinedSweep sweep, final String cell)
    {
        return sweep.means().isEmpty() ? List.of() : List.of(cell);
    }

    /** Returns numbers of runs as options take them, {@code 3,7,12}, with what was left out. */
    public static String listed(final List<Integer> runs)
    {
        final List<String> shown = runs.stream().limit(LISTED_LIMIT).map(run -> Integer.toString(run)).toList();

        return String.join(",", shown) +
            (runs.size() > LISTED_LIMIT ? " and " + NumberText.count(runs.size() - LISTED_LIMIT) + " more" : "");
    }

    private static List<List<String>> points(final JoinedSweep sweep)
    {
        final boolean hasSeeds = sweep.head().outline().runsOfPoint() > 1;
        final List<List<String>> rows = new ArrayList<>();
        final List<String> heading = new ArrayList<>(sweep.head().outline().keys());
        heading.add("runs");
        heading.add(sweep.metric().label());
        heading.addAll(hasSeeds ? List.of("least", "greatest") : List.of());
        heading.addAll(mean(sweep, MEAN));
        heading.add("");
        rows.add(heading);
        for (final SweepPoint point : sweep.points())
        {
            final List<String> row = new ArrayList<>(point.values());
            row.add(Integer.toString(point.results()));
            row.add(text(sweep.metric(), point.figure()));
            row.addAll(hasSeeds ? List.of(text(sweep.metric(), point.least()), text(sweep.metric(), point.greatest())) :
                List.of());
            row.addAll(mean(sweep, mean(sweep, point)));
            row.add(note(point));
            rows.add(row);
        }

        return rows;
    }

    private static String note(final SweepPoint point)
    {
        final List<String> notes = new ArrayList<>();
        if (!point.isMeasured())
        {
            notes.add(point.reason());
        }
        if (point.isMeasured() && point.bounds() > 0)
        {
            notes.add(point.bounds() + " not bracketed");
        }
        if (point.missing() > 0)
        {
            notes.add(point.missing() + " missing");
        }
        if (point.failures() > 0)
        {
            notes.add(point.failures() + " failed");
        }

        return String.join(", ", notes);
    }

    private static List<String> table(final List<List<String>> rows, final int keys)
    {
        return TextTable.lines(rows, column -> column < keys || column == rows.get(0).size() - 1);
    }
}
