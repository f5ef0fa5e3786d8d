package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.TextTable;
import org.gale.engine.storm.answer.Answer;
import org.gale.engine.storm.answer.Estimate;
import org.gale.engine.storm.answer.EstimateText;

/**
 * Comparison of two answers: choices of equal labels, figure by figure. Two answers have seeds of their own, so that
 * their intervals add up as those of independent values do. Immutable.
 *
 * @param changes  of figures whose difference is shown
 * @param compared number of the figures that were compared
 * @param missing  choices that one of both lacks
 */
public record AnswerComparison(List<Change> changes, int compared, List<String> missing)
{
    private static final List<String> HEADING = List.of("choice", "figure", "before", "after", "change", "");

    public AnswerComparison
    {
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
     */
    public record Change(String choice, String figure, boolean isWorth, Estimate before, Estimate after,
        Estimate change, boolean isTurned)
    {
    }

    /** Compares an answer with an earlier one. */
    public static AnswerComparison of(final Answer before, final Answer after)
    {
        final List<Change> changes = new ArrayList<>();
        final List<String> missing = new ArrayList<>();
        int compared = 0;
        for (final Answer.Row row : before.rows())
        {
            final Answer.Row other = after.rows().stream()
                .filter(one -> one.labels().equals(row.labels())).findFirst().orElse(null);
            final String choice = String.join(" ", row.labels());
            if (other == null)
            {
                missing.add(choice + " (after)");
                continue;
            }
            for (final Answer.Figure figure : row.figures())
            {
                final Answer.Figure now = other.figure(figure.name());
                compared += now == null ? 0 : 1;
                if (now != null)
                {
                    add(changes, choice, figure.name(), false, figure.value(), now.value());
                    add(changes, choice, figure.name(), true, figure.worth(), now.worth());
                }
            }
        }
        after.rows().stream().filter(row -> before.rows().stream()
            .noneMatch(one -> one.labels().equals(row.labels())))
            .forEach(row -> missing.add(String.join(" ", row.labels()) + " (before)"));

        return new AnswerComparison(changes, compared, missing);
    }

    private static void add(final List<Change> changes, final String choice, final String figure,
        final boolean isWorth, final Estimate before, final Estimate after)
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
        if (change.isShown())
        {
            changes.add(new Change(choice, figure, isWorth, before, after, change,
                isWorth && before.isShown() && after.isShown() && before.value() * after.value() < 0));
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
        if (!changes.isEmpty())
        {
            final List<List<String>> rows = new ArrayList<>(List.of(HEADING));
            changes.forEach(one -> rows.add(List.of(one.choice, (one.isWorth ? "worth of " : "") + one.figure,
                EstimateText.of(one.figure, one.before), EstimateText.of(one.figure, one.after),
                EstimateText.of(one.figure, one.change), one.isTurned ? "the sign has turned" : "")));
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
