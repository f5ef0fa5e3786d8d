package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figure.Better;
import org.gale.engine.storm.figure.Figure.Unit;
import org.gale.engine.storm.figure.Figure.Use;
import org.gale.engine.storm.figure.Figures;

/**
 * Comparison of a run with a baseline.
 *
 * @param baseline    report of the baseline
 * @param candidate   report of the run
 * @param tolerance   change for the worse that is no regression, as a part of the baseline
 * @param soundness   soundness of both
 * @param rows        figures that both reports have, and judged ones that one of them lacks
 * @param differences differences of the configurations, one line each
 * @param failures    conditions that the run fulfils, and that fail it, in words
 */
public record Comparison(
    ComparedReport baseline, ComparedReport candidate, double tolerance, ReportSoundness soundness,
    List<ComparisonRow> rows,
    List<String> differences, List<String> failures)
{
    /** Difference below which times of the wall clock are equal: the cost of a clock read. */
    static final double RESOLUTION_NS = 50;

    private static final String MEDIAN = "p50";
    private static final String MAX = "max";
    /** Lists of the configuration whose elements have names. */
    private static final List<String> NAMED_LISTS = List.of("groups", "phases");
    private static final List<String> COMPARED_KEYS = List.of(
        "schema", "modelled", "host/version", "host/jdk", "host/cores", "seed");

    /** Verdicts on a figure. */
    public enum ComparisonVerdict
    {
        /** The difference is within the noise. */
        SAME("same"),
        /** The figure changed, and no direction is better. */
        CHANGED("changed"),
        /** The figure improved by more than the noise. */
        BETTER("better"),
        /** The figure is worse by more than the noise, within the tolerance or not judged. */
        WORSE("worse"),
        /** The figure is worse by more than the noise and the tolerance. */
        REGRESSION("regression"),
        /** The runs are too short for a noise bound, or one of them lacks the figure. */
        UNKNOWN("unknown");

        private final String text;

        ComparisonVerdict(final String text)
        {
            this.text = text;
        }

        /** Returns the text for reports. */
        public String text()
        {
            return text;
        }
    }

    /**
     * Figure of two runs.
     *
     * @param before value of the baseline; {@link Double#NaN} if it lacks the figure
     * @param after  value of the run; {@link Double#NaN} if it lacks the figure
     * @param noise  difference that noise alone may make; {@link Double#NaN} if the figure has no bound
     */
    public record ComparisonRow(Figure metric, double before, double after, double noise, ComparisonVerdict verdict)
    {
        /** Returns whether one of the reports lacks the figure. */
        public boolean isLacking()
        {
            return Double.isNaN(before) || Double.isNaN(after);
        }

        /** Returns the change as a part of the baseline; {@link Double#NaN} for a baseline of 0 or none. */
        public double change()
        {
            return Change.of(before, after);
        }

        /** Returns the noise bound as a part of the baseline; {@link Double#NaN} without one. */
        public double relativeNoise()
        {
            return before == 0 ? Double.NaN : noise / before;
        }

        /** Returns the change as a text: a factor in place of a thousand percent and more. */
        public String changeText()
        {
            return Change.text(change());
        }

        /** Returns the noise bound as a text: a factor in place of a thousand percent and more. */
        public String noiseText()
        {
            return Change.partText(relativeNoise());
        }
    }

    /** Compares two reports. */
    public static Comparison of(final ComparedReport baseline, final ComparedReport candidate, final double tolerance)
    {
        final List<ComparisonRow> rows = new ArrayList<>();
        final boolean isOfModels = baseline.isOfModels() && candidate.isOfModels();
        for (final Figure one : Figures.ALL)
        {
            // Fewer interrupts for the same work are no loss: the work itself is judged.
            final Figure metric = isOfModels && one.name().equals(Figures.RATE) ? one.notJudged() : one;
            final double before = baseline.figure(metric);
            final double after = candidate.figure(metric);
            final boolean isLacking = Double.isNaN(before) || Double.isNaN(after);
            if (isLacking && metric.is(Use.JUDGED) && Double.isNaN(before) != Double.isNaN(after))
            {
                rows.add(new ComparisonRow(metric, before, after, Double.NaN, ComparisonVerdict.UNKNOWN));
            }
            else if (!isLacking)
            {
                final double noise = noise(metric, baseline, candidate);
                final ComparisonVerdict verdict =
                    verdict(metric, before, after, new Bounds(resolution(baseline, candidate), noise, tolerance));
                rows.add(new ComparisonRow(metric, before, after, noise, verdict == ComparisonVerdict.UNKNOWN ?
                    ofSeparate(metric, baseline, candidate) : verdict));
            }
        }
        rows.addAll(ofParts(baseline, candidate));

        return new Comparison(baseline, candidate, tolerance, ReportSoundness.of(baseline, candidate), rows,
            differences(baseline, candidate), List.of());
    }

    /** Returns this comparison of a run that fulfils conditions. */
    public Comparison failing(final List<String> conditions)
    {
        return new Comparison(
            baseline, candidate, tolerance, soundness, rows, differences, List.copyOf(conditions));
    }

    /**
     * Returns the difference that noise alone may make. Seconds of one run do not show what another seed does on the
     * virtual clock: there the runs of a point show it.
     *
     * @return {@link Double#NaN} if the reports do not know it
     */
    private static double noise(final Figure metric, final ComparedReport baseline, final ComparedReport candidate)
    {
        if (baseline.isPoint() && candidate.isPoint())
        {
            return Math.max(baseline.range(metric), candidate.range(metric));
        }

        return baseline.hasModel() || candidate.hasModel() ? Double.NaN :
            Noise.bound(baseline.perInterval(metric), candidate.perInterval(metric));
    }

    /**
     * Returns the verdict on a latency of two runs that do not know their noise. On the virtual clock no host
     * adds any: where half of the samples of one run exceed all samples of the other, no bound is needed.
     */
    private static ComparisonVerdict ofSeparate(
        final Figure metric, final ComparedReport baseline, final ComparedReport candidate)
    {
        if (!baseline.hasModel() || !candidate.hasModel() || !metric.isOfLatency())
        {
            return ComparisonVerdict.UNKNOWN;
        }
        final boolean isWorse = isAbove(metric, candidate, baseline);
        final boolean isBetter = isAbove(metric, baseline, candidate);

        return isWorse ? ComparisonVerdict.REGRESSION : isBetter ? ComparisonVerdict.BETTER : ComparisonVerdict.UNKNOWN;
    }

    /** Returns whether half of the samples of one run exceed all of the other. */
    private static boolean isAbove(final Figure metric, final ComparedReport one, final ComparedReport other)
    {
        return FigureValue.of(metric.sibling(MEDIAN), one.json()) > FigureValue.of(metric.sibling(MAX), other.json());
    }

    /** Returns the figures of the groups and phases that both reports have. None of them is judged. */
    private static List<ComparisonRow> ofParts(final ComparedReport baseline, final ComparedReport candidate)
    {
        final List<ComparisonRow> rows = new ArrayList<>();
        for (final Figure part : ComparedReport.common(baseline, candidate).ofParts())
        {
            final double before = FigureValue.of(part, baseline.json());
            final double after = FigureValue.of(part, candidate.json());
            if (!Double.isNaN(before) && !Double.isNaN(after))
            {
                rows.add(new ComparisonRow(part, before, after, Double.NaN,
                    verdict(part, before, after, new Bounds(resolution(baseline, candidate), Double.NaN, 0))));
            }
        }

        return rows;
    }

    /**
     * Returns the outcome: soundness and conditions come first, then whether the figures can be judged, then the
     * figures.
     */
    public Outcome outcome()
    {
        if (!soundness.faults().isEmpty() || !failures.isEmpty())
        {
            return Outcome.CHECK_FAILED;
        }
        if (!soundness.doubts().isEmpty())
        {
            return Outcome.SKIPPED;
        }
        if (!regressions().isEmpty())
        {
            return Outcome.CHECK_FAILED;
        }

        return unknown().isEmpty() ? Outcome.OK : Outcome.SKIPPED;
    }

    /** Returns a sentence of the verdict on the reports, with the names of the figures that decide it. */
    public String verdict()
    {
        final String limit = String.format(Locale.ROOT, "the tolerance of %.1f %%", tolerance * Change.HUNDRED);
        if (!soundness.faults().isEmpty())
        {
            return "not sound: " + String.join(", ", soundness.faults());
        }
        if (!soundness.doubts().isEmpty())
        {
            return "unknown: " + String.join("; ", soundness.doubts());
        }
        final List<String> regressions = regressions();
        if (!regressions.isEmpty())
        {
            return NumberText.counted(regressions.size(), "regression") + " beyond " + limit + ": " +
                String.join(", ", regressions);
        }
        if (!lacking().isEmpty())
        {
            return "unknown: one of the reports lacks " + String.join(", ", lacking());
        }
        if (!unknown().isEmpty())
        {
            return "unknown: " + String.join(", ", unknown()) + " changed beyond " + limit +
                ", and " + noiseless();
        }

        return "no regression beyond " + limit + " and the noise";
    }

    /** Returns why the runs have no noise bound, and what to do. */
    private String noiseless()
    {
        return baseline.isPoint() ? "the points have too few seeds for a noise bound (give each " +
            ComparedReport.SEEDS_MIN + " or more)" : baseline.hasModel() || candidate.hasModel() ?
            "one run of the virtual clock does not know its noise (compare the points.jsonl of two sweeps with " +
            ComparedReport.SEEDS_MIN + " seeds or more)" : "the runs are too short for a noise bound (give each " +
            Noise.INTERVALS_MIN + " s or more after the warm-up)";
    }

    /** Returns the names of the figures that regressed. */
    public List<String> regressions()
    {
        return named(ComparisonVerdict.REGRESSION);
    }

    /** Returns the names of the judged figures without a noise bound, or that one report lacks. */
    public List<String> unknown()
    {
        return named(ComparisonVerdict.UNKNOWN);
    }

    private List<String> lacking()
    {
        return rows.stream().filter(ComparisonRow::isLacking).map(row -> row.metric().name()).toList();
    }

    private List<String> named(final ComparisonVerdict verdict)
    {
        return rows.stream().filter(row -> row.verdict() == verdict).map(row -> row.metric().name()).toList();
    }

    /** Returns the difference below which times are equal: none on the virtual clock, which is exact. */
    private static double resolution(final ComparedReport baseline, final ComparedReport candidate)
    {
        return baseline.hasModel() && candidate.hasModel() ? 0 : RESOLUTION_NS;
    }

    /**
     * Bounds of a difference.
     *
     * @param resolutionNs below which times are equal
     * @param noise        that it may be; {@link Double#NaN} if the reports do not know it
     * @param tolerance    as a part of the baseline
     */
    private record Bounds(double resolutionNs, double noise, double tolerance)
    {
    }

    private static ComparisonVerdict verdict(final Figure metric, final double before, final double after,
        final Bounds bounds)
    {
        final double difference = after - before;
        final double noise = bounds.noise;
        if (Math.abs(difference) <= (metric.unit() == Unit.NANOSECONDS ? bounds.resolutionNs : 0))
        {
            return ComparisonVerdict.SAME;
        }
        if (metric.better() == Better.NEITHER || (!metric.is(Use.JUDGED) && Double.isNaN(noise)))
        {
            return ComparisonVerdict.CHANGED;
        }
        final boolean isWithin = Math.abs(difference) <= bounds.tolerance * Math.abs(before);
        if (Double.isNaN(noise))
        {
            return isWithin ? ComparisonVerdict.SAME : ComparisonVerdict.UNKNOWN;
        }
        if (Math.abs(difference) <= noise)
        {
            return ComparisonVerdict.SAME;
        }
        if (difference > 0 == (metric.better() == Better.HIGHER))
        {
            return ComparisonVerdict.BETTER;
        }

        return metric.is(Use.JUDGED) && !isWithin ? ComparisonVerdict.REGRESSION : ComparisonVerdict.WORSE;
    }

    /** Returns the paths whose share changed, the greatest change first. */
    public List<PathShare> paths()
    {
        return PathShare.changed(baseline.json(), candidate.json());
    }

    private static List<String> differences(final ComparedReport baseline, final ComparedReport candidate)
    {
        final JsonNode before = baseline.json();
        final JsonNode after = candidate.json();
        final List<String> differences = new ArrayList<>();
        COMPARED_KEYS.forEach(key -> differ(differences, key.substring(key.indexOf('/') + 1),
            before.at('/' + key), after.at('/' + key)));
        final List<String> keys = new ArrayList<>();
        before.at("/config").fieldNames().forEachRemaining(keys::add);
        after.at("/config").fieldNames().forEachRemaining(key ->
        {
            if (!keys.contains(key))
            {
                keys.add(key);
            }
        });
        keys.removeAll(NAMED_LISTS);
        keys.forEach(key -> differ(
            differences, "config." + key, before.at("/config").path(key), after.at("/config").path(key)));
        NAMED_LISTS.forEach(list -> differNamed(differences, list, before, after));
        differParts(differences, "groups", baseline.names(ComparedReport.GROUPS),
            candidate.names(ComparedReport.GROUPS));
        differParts(differences, "phases", baseline.names(ComparedReport.PHASES),
            candidate.names(ComparedReport.PHASES));

        return differences;
    }

    /** Compares the elements of a name that both configurations have in a list. */
    private static void differNamed(
        final List<String> differences, final String list, final JsonNode before, final JsonNode after)
    {
        for (final JsonNode one : before.at("/config").path(list))
        {
            for (final JsonNode other : after.at("/config").path(list))
            {
                if (one.path("name").equals(other.path("name")))
                {
                    differ(differences, "config." + list + '.' + one.path("name").asText(), one, other);
                }
            }
        }
    }

    /** Names the parts that one of the reports lacks. A report of one group may not name it. */
    private static void differParts(
        final List<String> differences, final String kind, final List<String> before, final List<String> after)
    {
        final boolean isNamed = before.size() > 1 || after.size() > 1 || kind.equals("phases");
        if (isNamed && !before.equals(after))
        {
            differences.add(kind + ": " + text(before) + " / " + text(after));
        }
    }

    private static String text(final List<String> names)
    {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static void differ(
        final List<String> differences, final String key, final JsonNode before, final JsonNode after)
    {
        if (!before.equals(after) && !(isNone(before) && isNone(after)))
        {
            differences.add(key + ": " + text(before) + " / " + text(after));
        }
    }

    private static boolean isNone(final JsonNode value)
    {
        return value.isMissingNode() || value.isNull();
    }

    private static String text(final JsonNode value)
    {
        return isNone(value) ? "none" : value.isTextual() ? value.asText() : value.toString();
    }
}
