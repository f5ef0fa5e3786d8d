package org.gale.engine.report.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NumberText;

/** Conditions under which a run fails. Immutable. */
public final class Checks
{
    private final List<Condition> conditions;
    private final String option;
    private final List<Metric> metrics;

    /**
     * Makes the checks of a storm.
     *
     * @param conditions each of which fails the run
     * @param option     that names them, for messages
     * @throws org.gale.engine.config.OutcomeException if no report has a metric of them
     */
    public Checks(final List<Condition> conditions, final String option)
    {
        this(conditions, option, Metrics.ALL);
    }

    /**
     * Makes the checks of a run.
     *
     * @param conditions each of which fails the run
     * @param option     that names them, for messages
     * @param metrics    of the run's kind of report
     * @throws org.gale.engine.config.OutcomeException if no report has a metric of them
     */
    public Checks(final List<Condition> conditions, final String option, final List<Metric> metrics)
    {
        this.conditions = List.copyOf(conditions);
        this.option = option;
        this.metrics = metrics;
        conditions.forEach(condition -> Metrics.of(condition, option, metrics));
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
        final List<String> failures = new ArrayList<>();
        for (final Condition condition : conditions)
        {
            final Metric metric = Metrics.of(condition, option, metrics);
            final double value = metric.in(report);
            if (Double.isNaN(value))
            {
                failures.add(option + " '" + condition.text() + "': the run did not measure " + metric.name());
            }
            else if (condition.holds(value))
            {
                failures.add(option + " '" + condition.text() + "': " + metric.name() + " is " + text(metric, value));
            }
        }

        return failures;
    }

    private static String text(final Metric metric, final double value)
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
