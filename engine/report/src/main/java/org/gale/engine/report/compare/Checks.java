package org.gale.engine.report.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.Load;

/** Conditions under which a run fails, or its change from a baseline. Immutable. */
public final class Checks
{
    private final List<Condition> conditions;
    private final String option;
    private final Figures figures;
    private final boolean hasBaseline;

    /**
     * Makes the checks of a run.
     *
     * @param conditions each of which fails the run
     * @param option     that names them, for messages
     * @param figures    of the run's report
     * @throws OutcomeException if the report has no figure of them, or one limits a change
     */
    public Checks(final List<Condition> conditions, final String option, final Figures figures)
    {
        this(conditions, option, figures, false);
    }

    private Checks(
        final List<Condition> conditions, final String option, final Figures figures, final boolean hasBaseline)
    {
        this.conditions = List.copyOf(conditions);
        this.option = option;
        this.figures = figures;
        this.hasBaseline = hasBaseline;
        for (final Condition condition : conditions)
        {
            if (condition.isChange() && !hasBaseline)
            {
                throw new OutcomeException(Outcome.USAGE, option + ": '" + condition.text() +
                    "' is a change, and there is no baseline ('gale compare A B' has one)");
            }
            figures.of(condition, option);
        }
    }

    /**
     * Makes the checks of a storm that has a baseline: conditions may limit a change relative to it.
     *
     * @param conditions each of which fails the run
     * @param option     that names them, for messages
     * @param figures    of both reports
     * @throws OutcomeException if no report has a figure of them
     */
    public static Checks withBaseline(
        final List<Condition> conditions, final String option, final Figures figures)
    {
        return new Checks(conditions, option, figures, true);
    }

    /**
     * Returns the conditions of phases before one of them, of which a storm that is resumed there has no figures.
     *
     * @param phase index of the phase in which the run begins
     */
    public List<Condition> before(final int phase)
    {
        return conditions.stream().filter(condition ->
        {
            final int index = figures.phaseOf(condition.metric());

            return index >= 0 && index < phase;
        }).toList();
    }

    /** Returns the checks without some of their conditions. */
    public Checks without(final List<Condition> others)
    {
        return new Checks(
            conditions.stream().filter(condition -> !others.contains(condition)).toList(), option, figures,
            hasBaseline);
    }

    /** Returns the conditions that are not met because a report has no verdict of theirs. */
    public List<String> unjudged(final JsonNode report)
    {
        return conditions.stream().filter(condition ->
        {
            final Figure figure = figures.of(condition, option);

            return figure.isVerdict() && Double.isNaN(FigureValue.of(figure, report));
        }).map(condition -> option + " '" + condition.text() + "': not met, " +
            NumberText.count(Load.LEAST_DELIVERIES) + " deliveries are the least for a verdict").toList();
    }

    /**
     * Returns the failures of a report. A latency that was not measured fails its conditions, too.
     *
     * @return a message for each condition that holds
     */
    public List<String> failures(final ComparedReport report)
    {
        return failures(report.json());
    }

    /**
     * Returns the failures of a report. A figure that was not measured fails its conditions, too.
     *
     * @return a message for each condition that holds
     */
    public List<String> failures(final JsonNode report)
    {
        return failures(figure -> FigureValue.of(figure, report), figure -> Double.NaN);
    }

    /**
     * Returns the failures of a report against a baseline. A figure that one of them lacks fails its conditions, too,
     * and so does a change from 0.
     *
     * @return a message for each condition that holds
     */
    public List<String> failures(final ComparedReport report, final ComparedReport baseline)
    {
        return failures(figure -> FigureValue.of(figure, report.json()),
            figure -> FigureValue.of(figure, baseline.json()));
    }

    /**
     * Returns the failures of figures by name. A figure that was not measured fails its conditions, too.
     *
     * @param values returns the figure of a name, or {@link Double#NaN}
     * @return a message for each condition that holds
     */
    public List<String> failures(final ToDoubleFunction<String> values)
    {
        return failures(figure -> values.applyAsDouble(figure.name()), figure -> Double.NaN);
    }

    private List<String> failures(final ToDoubleFunction<Figure> values, final ToDoubleFunction<Figure> baseline)
    {
        final List<String> failures = new ArrayList<>();
        for (final Condition condition : conditions)
        {
            final Figure figure = figures.of(condition, option);
            final double value = values.applyAsDouble(figure);
            failure(failures, condition, figure, value,
                condition.isChange() ? Change.percent(baseline.applyAsDouble(figure), value) : value);
        }

        return failures;
    }

    /**
     * Adds the failure of a condition, if it holds or cannot be judged.
     *
     * @param value  of the run; {@link Double#NaN} if it was not measured
     * @param judged value or change that the limit is for; {@link Double#NaN} if there is none
     */
    private void failure(
        final List<String> failures,
        final Condition condition,
        final Figure metric,
        final double value,
        final double judged)
    {
        final String head = option + " '" + condition.text() + "': ";
        if (Double.isNaN(value) && metric.isVerdict())
        {
            return;                                                 // see unjudged
        }
        if (Double.isNaN(value))
        {
            failures.add(head + "the run did not measure " + condition.metric());
        }
        else if (Double.isNaN(judged))
        {
            failures.add(head + "the baseline has no " + condition.metric() + ", or 0");
        }
        else if (condition.holds(judged))
        {
            failures.add(head + condition.metric() + " is " + text(metric, value) +
                (condition.isChange() ? ", changed by " + Change.text(judged / Change.HUNDRED) : ""));
        }
    }

    /** Returns a figure with its unit. */
    public static String text(final Figure metric, final double value)
    {
        final String number = value == Math.rint(value) ? NumberText.count((long)value) :
            BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();

        return switch (metric.unit())
        {
            case NANOSECONDS -> number + " ns";
            case PER_SECOND -> number + " a second";
            case NUMBER -> number;
        };
    }
}
