package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.AnswerTable;
import org.gale.engine.report.TextTable;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;

/**
 * Comparison of two answers: choices of equal labels, figure by figure. Two answers have seeds of their own, so that
 * their intervals add up as those of independent values do. Immutable.
 *
 * @param differences of what was asked, in words
 * @param changes  of figures whose difference is shown
 * @param compared number of the figures that were compared
 * @param missing  choices that one of both lacks
 */
public record AnswerComparison(List<String> differences, List<Change> changes, int compared, List<String> missing)
{
    private static final String NONE = "none";
    private static final String OVERLOADED = "overloaded";
    private static final int DIFFERENCE_LIMIT = 12;
    private static final List<String> HEADING = List.of("choice", "figure", "before", "after", "change", "");

    public AnswerComparison
    {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
        missing = List.copyOf(missing);
    }

    /**
     * Figure that differs between two answers.
     *
     * @param choice    its labels
     * @param isWorth   true of a worth over the baseline, false of the figure itself
     * @param change    with its interval
     * @param isTurned  true if a worth whose sign was shown has the other sign now
     * @param overloaded answers in which the host is overloaded, so that the size follows the length of the run
     */
    public record Change(String choice, String figure, boolean isWorth, Estimate before, Estimate after,
        Estimate change, boolean isTurned, Overloaded overloaded)
    {
        private List<String> cells()
        {
            return List.of(choice, (isWorth ? "worth of " : "") + figure,
                overloaded.before ? OVERLOADED : EstimateText.of(figure, before),
                overloaded.after ? OVERLOADED : EstimateText.of(figure, after),
                overloaded.before || overloaded.after ? "-" : EstimateText.of(figure, change),
                isTurned ? "the sign has turned" : "");
        }
    }

    /** Answers in which a figure, or the baseline of its worth, has the verdict <em>overloaded</em>. */
    public record Overloaded(boolean before, boolean after)
    {
    }

    /** Compares an answer with an earlier one. */
    public static AnswerComparison of(final AnswerFile.Read earlier, final AnswerFile.Read later)
    {
        final Answer before = earlier.answer();
        final Answer after = later.answer();
        final List<Change> changes = new ArrayList<>();
        final List<String> missing = new ArrayList<>();
        int compared = 0;
        for (final Answer.AnswerRow row : before.rows())
        {
            final Answer.AnswerRow other = after.rows().stream()
                .filter(one -> one.labels().equals(row.labels())).findFirst().orElse(null);
            final String choice = String.join(" ", row.labels());
            if (other == null)
            {
                missing.add(choice + " (after)");
                continue;
            }
            for (final Answer.AnswerFigure figure : row.figures())
            {
                final Answer.AnswerFigure now = other.figure(figure.name());
                compared += now == null ? 0 : 1;
                if (now != null)
                {
                    add(changes, choice, figure.name(), false, figure.value(), now.value(), new Overloaded(
                        AnswerTable.isOverloaded(before, row, figure.name(), false),
                        AnswerTable.isOverloaded(after, other, figure.name(), false)));
                    add(changes, choice, figure.name(), true, figure.worth(), now.worth(), new Overloaded(
                        AnswerTable.isOverloaded(before, row, figure.name(), true),
                        AnswerTable.isOverloaded(after, other, figure.name(), true)));
                }
            }
        }
        after.rows().stream().filter(row -> before.rows().stream()
            .noneMatch(one -> one.labels().equals(row.labels())))
            .forEach(row -> missing.add(String.join(" ", row.labels()) + " (before)"));

        final List<String> differences = new ArrayList<>();
        differ(differences, "question", before.head().question(), after.head().question());
        differ(differences, "gale", before.head().version(), after.head().version());
        differ(differences, "seeds", seeds(before.head()), seeds(after.head()));
        differ(differences, "boot order", before.head().order(), after.head().order());
        differ(differences, "", earlier.config(), later.config());

        return new AnswerComparison(differences, changes, compared, missing);
    }

    /** Adds the values of two configurations that differ, each by its path. */
    private static void differ(
        final List<String> differences, final String path, final JsonNode before, final JsonNode after)
    {
        if (!before.isContainerNode() || !after.isContainerNode())
        {
            differ(differences, path, before.isMissingNode() ? NONE : before.asText(),
                after.isMissingNode() ? NONE : after.asText());
            return;
        }
        final Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> differ(differences, path + (path.isEmpty() ? "" : ".") + name, before.path(name),
            after.path(name)));
        for (int i = 0; i < Math.max(before.size(), after.size()) && before.isArray() && after.isArray(); i++)
        {
            differ(differences, path + '[' + i + ']', before.path(i), after.path(i));
        }
    }

    private static String seeds(final Answer.Head head)
    {
        return head.seeds().isEmpty() ? "" : head.seeds().get(0) + " to " + head.seeds().get(head.seeds().size() - 1);
    }

    private static void differ(
        final List<String> differences, final String name, final String before, final String after)
    {
        if (!Objects.equals(before, after))
        {
            differences.add(name + ": " + before + " / " + after);
        }
    }

    private static void add(final List<Change> changes, final String choice, final String figure,
        final boolean isWorth, final Estimate before, final Estimate after,
        final Overloaded overloaded)
    {
        if (before == null || after == null)
        {
            return;
        }
        final double value = after.value() - before.value();
        final double half = Math.hypot(half(before), half(after));
        final boolean isKnown = before.low() != null && after.low() != null;
        final Estimate change =
            new Estimate(value, isKnown ? value - half : null, isKnown ? value + half : null);
        final boolean isTurned =
            isWorth && before.isShown() && after.isShown() && before.value() * after.value() < 0;
        if (change.isShown() && (isTurned || !overloaded.before || !overloaded.after))
        {
            changes.add(new Change(choice, figure, isWorth, before, after, change, isTurned, overloaded));
        }
    }

    private static double half(final Estimate estimate)
    {
        return estimate.low() == null ? 0 : (estimate.high() - estimate.low()) / 2;
    }

    /** Returns whether a worth has turned into a loss, or a loss into a worth. */
    public boolean isTurned()
    {
        return changes.stream().anyMatch(Change::isTurned);
    }

    /** Returns the comparison as lines. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        differences.stream().limit(DIFFERENCE_LIMIT).forEach(difference -> lines.add("differs  " + difference));
        if (differences.size() > DIFFERENCE_LIMIT)
        {
            lines.add("differs  in " + (differences.size() - DIFFERENCE_LIMIT) + " more");
        }
        if (!changes.isEmpty())
        {
            final List<List<String>> rows = new ArrayList<>(List.of(HEADING));
            changes.forEach(one -> rows.add(one.cells()));
            lines.addAll(TextTable.lines(rows, column -> column < 2 || column == HEADING.size() - 1));
            lines.add("");
        }
        missing.forEach(choice -> lines.add("missing: " + choice));
        lines.add(NumberText.counted(compared, "figure") + " compared; " + (changes.isEmpty() ?
            "no difference shown" : NumberText.counted(changes.size(), "difference") + " shown" +
            (isTurned() ? ", and the sign of a worth has turned" : "")));

        return lines;
    }
}
