package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.RecordTree;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;

/**
 * Laws of comparisons as they are written: each figure is that of its report, each change that of its two numbers, and
 * each verdict has its direction. Fields are found by their names. Pure functions.
 */
public final class ComparisonLaws
{
    private static final Set<String> HIGHER = Set.of("rate", "completions_per_s", "reached", "replay.rate");
    private static final double RESOLUTION_NS = 50;
    private static final Pattern TIME = Pattern.compile(".*\\.(p[0-9.]+|max|mean)");
    private static final double ERROR = 1e-9;

    private ComparisonLaws()
    {
    }

    /** Returns the laws that comparisons of reports break, each with its numbers. */
    public static List<String> faults(final List<Comparison> comparisons)
    {
        final List<String> faults = new ArrayList<>();
        comparisons.forEach(one -> faults.addAll(faults(
            ComparisonJson.tree(one), one.baseline().json(), one.candidate().json(), one.tolerance())));

        return faults;
    }

    /** Returns the laws that a comparison of answers breaks, each with its numbers. */
    public static List<String> faults(
        final AnswerComparison comparison, final AnswerFile.Read before, final AnswerFile.Read after)
    {
        return ofAnswers(
            RecordTree.of(comparison), RecordTree.of(before.answer()), RecordTree.of(after.answer()));
    }

    /**
     * Returns the laws that a report breaks whose figures are read by a table: each stands at its place.
     *
     * @param figures that conditions may name
     */
    public static List<String> faults(final Figures figures, final ComparedReport report)
    {
        final List<String> faults = new ArrayList<>();
        for (final Figure figure : figures.all())
        {
            final double value = report.figure(figure);
            if (!Double.isNaN(value) && !FigurePlaces.holds(report.json(), figure.name(), value))
            {
                faults.add(figure.name() + " is read as " + value + ", and " + report.name() + " has " +
                    FigurePlaces.values(report.json(), figure.name()));
            }
        }

        return faults;
    }

    /**
     * Returns the laws that a comparison of two reports breaks, each with both numbers.
     *
     * @param compared  comparison of a report, as it is written
     * @param tolerance as a part of the baseline
     */
    static List<String> faults(
        final JsonNode compared, final JsonNode baseline, final JsonNode candidate, final double tolerance)
    {
        final List<String> faults = new ArrayList<>(PathLaws.faults(compared.path("paths"), baseline, candidate));
        final boolean isExact = baseline.path("modelled").isTextual() && candidate.path("modelled").isTextual();
        for (final JsonNode row : compared.path("figures"))
        {
            held(faults, row, "baseline", baseline);
            held(faults, row, "compared", candidate);
            if (row.path("baseline").isNumber() && row.path("compared").isNumber())
            {
                row(faults, row, tolerance, isExact);
                noise(faults, row, baseline, candidate);
            }
        }

        return faults;
    }

    private static void held(
        final List<String> faults, final JsonNode row, final String field, final JsonNode report)
    {
        final String name = row.path("name").asText();
        final JsonNode value = row.path(field);
        if (value.isNumber() && !FigurePlaces.holds(report, name, value.asDouble()))
        {
            faults.add(name + " of the " + field + " is " + value + ", and its report has " +
                FigurePlaces.values(report, name));
        }
    }

    private static void noise(
        final List<String> faults, final JsonNode row, final JsonNode baseline, final JsonNode candidate)
    {
        final JsonNode noise = row.path("noise");
        final String fault = noise.isNumber() ?
            NoiseLaws.fault(row.path("name").asText(), noise.asDouble(), baseline, candidate) : null;
        if (fault != null)
        {
            faults.add(fault);
        }
    }

    private static void row(
        final List<String> faults, final JsonNode row, final double tolerance, final boolean isExact)
    {
        final String name = row.path("name").asText();
        final double before = row.path("baseline").asDouble();
        final double difference = row.path("compared").asDouble() - before;
        final JsonNode change = row.path("change");
        final double noise = row.path("noise").asDouble(0);
        final double within = tolerance * Math.abs(before) * (1 + ERROR);
        final boolean isOff = Math.abs(change.asDouble() * before - difference) >
            ERROR * Math.max(Math.abs(before), Math.abs(difference));
        if ((change.isNumber() && isOff) || (change.isNull() && before != 0))
        {
            faults.add(name + " changed by " + change + ", from " + row.path("baseline") + " to " +
                row.path("compared"));
        }
        final String verdict = row.path("verdict").asText();
        final boolean isGain = difference > 0 == HIGHER.stream().anyMatch(
            higher -> name.equals(higher) || name.endsWith('.' + higher));
        final boolean isRight = switch (verdict)
        {
            case "same" -> Math.abs(difference) <= Math.max(Math.max(isExact ? 0 : resolution(name), noise), within);
            case "better" -> difference != 0 && isGain && Math.abs(difference) >= noise;
            case "worse" -> difference != 0 && !isGain && Math.abs(difference) >= noise;
            case "regression" -> !isGain && Math.abs(difference) * (1 + ERROR) >=
                tolerance * Math.abs(before) && Math.abs(difference) >= noise;
            default -> difference != 0;
        };
        if (!isRight)
        {
            faults.add(name + " is " + verdict + " with a change from " + row.path("baseline") + " to " +
                row.path("compared") + ", a noise of " + row.path("noise") + " and a tolerance of " + tolerance);
        }
    }

    /** Returns the difference below which figures are equal: that of times is the cost of a read of the wall clock. */
    private static double resolution(final String name)
    {
        return TIME.matcher(name).matches() ? RESOLUTION_NS : 0;
    }

    /**
     * Returns the laws that a comparison of two answers breaks, each with its numbers.
     *
     * @param comparison as a tree
     * @param before     earlier answer, as a tree
     * @param after      later one
     */
    static List<String> ofAnswers(final JsonNode comparison, final JsonNode before, final JsonNode after)
    {
        final List<String> faults = new ArrayList<>();
        for (final JsonNode change : comparison.path("changes"))
        {
            final String place = change.path("choice").asText() + ' ' + change.path("figure").asText();
            shown(faults, change, "before", before);
            shown(faults, change, "after", after);
            final double old = value(change.path("before"));
            final double now = value(change.path("after"));
            final double scale = Math.max(Math.abs(old), Math.abs(now));
            if (Math.abs(value(change.path("change")) - (now - old)) > ERROR * scale)
            {
                faults.add(place + " changed by " + value(change.path("change")) + ", from " + old + " to " + now);
            }
            final double reach = Math.sqrt(Math.pow(span(change.path("before")), 2) +
                Math.pow(span(change.path("after")), 2));
            if (Math.abs(span(change.path("change")) - reach) > ERROR * (scale + reach))
            {
                faults.add(place + " changed with an interval of " + span(change.path("change")) +
                    ", and those of both answers add up to " + reach);
            }
            final boolean isTurned = change.path("is_worth").asBoolean() && old * now < 0 &&
                isShown(change.path("before")) && isShown(change.path("after"));
            if (isTurned != change.path("is_turned").asBoolean() || !isShown(change.path("change")))
            {
                faults.add(place + " is shown with the sign turned: " + change.path("is_turned") + ", from " + old +
                    " to " + now);
            }
        }

        return faults;
    }

    private static void shown(
        final List<String> faults, final JsonNode change, final String side, final JsonNode answer)
    {
        final JsonNode shown = change.path(side);
        final String field = change.path("is_worth").asBoolean() ? "worth" : "value";
        for (final JsonNode row : answer.path("rows"))
        {
            final List<String> labels = new ArrayList<>();
            row.path("labels").forEach(label -> labels.add(label.asText()));
            for (final JsonNode figure : row.path("figures"))
            {
                if (String.join(" ", labels).equals(change.path("choice").asText()) &&
                    figure.path("name").equals(change.path("figure")) && value(figure.path(field)) == value(shown))
                {
                    return;
                }
            }
        }
        faults.add(change.path("choice").asText() + ' ' + change.path("figure").asText() + ' ' + side + " is " +
            value(shown) + ", and the answer has no such " + field);
    }

    private static double value(final JsonNode estimate)
    {
        return estimate.path("value").asDouble();
    }

    private static double span(final JsonNode estimate)
    {
        return estimate.path("high").asDouble() - estimate.path("low").asDouble();
    }

    private static boolean isShown(final JsonNode estimate)
    {
        return estimate.path("low").isNumber() &&
            (estimate.path("low").asDouble() > 0 || estimate.path("high").asDouble() < 0);
    }
}
