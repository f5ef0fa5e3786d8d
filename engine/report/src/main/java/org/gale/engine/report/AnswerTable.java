package org.gale.engine.report;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;
import org.gale.engine.storm.topology.VpeidPolicy;

/**
 * Table of an answer.
 *
 * @param title   of the table
 * @param heading of its columns
 * @param texts   number of the first columns that hold texts
 * @param rows    of cells
 * @param dim     rows in which no difference is shown
 */
public record AnswerTable(String title, List<String> heading, int texts, List<List<String>> rows, List<Boolean> dim)
{
    private static final String NONE = "-";
    private static final int PLACE = 3;

    /** Returns a worth over a baseline; the verdict on one of both that is overloaded. */
    static String worth(final Answer.AnswerFigure figure, final Answer.AnswerFigure base)
    {
        return figure == null || figure.worth() == null ? NONE :
            figure.least() == null ? EstimateText.of(figure.name(), figure.worth()) :
            figure.isOverloaded() ? figure.verdict() : base.isOverloaded() ? base.verdict() :
            EstimateText.of(figure.name(), figure.worth());
    }

    /** Returns the row that a row is compared with: that of nobody at the same place, or the first one of its like. */
    static Answer.AnswerRow base(final Answer answer, final Answer.AnswerRow row)
    {
        return answer.rows().stream().filter(answer.question().equals("direct") ?
            one -> one.labels().get(0).equals(VpeidPolicy.NONE.label()) &&
                one.labels().get(PLACE).equals(row.labels().get(PLACE)) :
            one -> answer.circumstance(one.labels()).equals(answer.circumstance(row.labels())))
            .findFirst().orElse(row);
    }

    /**
     * Returns whether a table has the verdict <em>overloaded</em> in place of a figure of responses.
     *
     * @param isWorth true if the worth of the figure is meant, which an overloaded baseline decides, too
     */
    public static boolean isOverloaded(
        final Answer answer, final Answer.AnswerRow row, final String name, final boolean isWorth)
    {
        final Answer.AnswerFigure figure = row.figure(name);
        final Answer.AnswerFigure base = base(answer, row).figure(name);

        return figure.least() != null && (figure.isOverloaded() || (isWorth && base != null && base.isOverloaded()));
    }

    /** Returns the value of a figure without its interval, or the words that stand in its place. */
    static String cell(final Answer.AnswerFigure figure)
    {
        if (figure == null || (figure.isOverloaded() && figure.least() != null))
        {
            return figure == null ? NONE : figure.verdict();
        }

        return figure.value() == null ? figure.least() == null ? NONE :
            "- (" + NumberText.count(figure.least()) + ')' :
            value(figure.name(), figure.value().value());
    }

    /** Returns the value of a figure without an interval. */
    static String value(final String figure, final double value)
    {
        return EstimateText.of(figure, Estimate.of(value));
    }
}
