package org.gale.engine.report;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;

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

    /** Returns a worth over a baseline; the verdict on one of both that is overloaded. */
    static String worth(final Answer.AnswerFigure figure, final Answer.AnswerFigure base)
    {
        return figure == null || figure.worth() == null ? NONE :
            figure.least() == null ? EstimateText.of(figure.name(), figure.worth()) :
            figure.isOverloaded() ? figure.verdict() : base.isOverloaded() ? base.verdict() :
            EstimateText.of(figure.name(), figure.worth());
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
