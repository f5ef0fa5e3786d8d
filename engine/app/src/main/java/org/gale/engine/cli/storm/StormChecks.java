package org.gale.engine.cli.storm;

import java.util.List;
import java.util.function.Consumer;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.ShownSettings;

/** Checks of the conditions that fail a storm. */
public final class StormChecks
{
    private final StormPlan plan;
    private final Checks checks;

    StormChecks(final StormPlan plan)
    {
        this.plan = plan;
        this.checks = of(plan);
    }

    /**
     * Returns the checks that a plan asks for.
     *
     * @throws OutcomeException if its storm has no figure of one of them
     */
    public static Checks of(final StormPlan plan)
    {
        try
        {
            return new Checks(plan.settings().valueOr(ShownSettings.FAIL_IF, Conditions.NONE).all(),
                plan.spelling().of(ShownSettings.FAIL_IF), plan.config().shape().figures());
        }
        catch (final OutcomeException ex)
        {
            throw new OutcomeException(
                ex.outcome(), ex.getMessage(), new SettingException(ShownSettings.FAIL_IF, ex.getMessage()));
        }
    }

    /**
     * Returns the report with the outcome of the conditions that fail a storm.
     *
     * @param trees    of reports
     * @param failures takes a message for each condition that holds
     * @param notes    takes a message for each condition that was not judged
     */
    StormReport judged(final StormReport report, final ReportTree trees, final Consumer<String> failures,
        final Consumer<String> notes)
    {
        final List<Condition> before = checks.before(new PhaseClock(plan.config().shape().phases())
            .indexAt(report.description().resumed().timeNs()));
        before.forEach(condition -> notes.accept(plan.spelling().of(ShownSettings.FAIL_IF) + " '" + condition.text() +
            "': left out, the storm was resumed after that phase"));
        if (plan.settings().valueOr(ShownSettings.FAIL_IF, Conditions.NONE).all().isEmpty())
        {
            return report;
        }
        final JsonNode tree = trees.of(report);
        final List<String> found = checks.without(before).failures(tree);
        found.forEach(failures);
        checks.without(before).unjudged(tree).forEach(notes);

        return found.isEmpty() ? report : report.with(Outcome.first(report.outcome(), Outcome.CHECK_FAILED));
    }
}
