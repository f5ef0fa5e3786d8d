package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.storm.scenario.ActionRate;

/**
 * Step of migrations that fails, each N-th time that it is tried.
 *
 * @param step null for none
 * @param rate failures among so many attempts, spread evenly
 */
public record FailingStep(MigrationStep step, ActionRate rate)
{
    /** No step fails. */
    public static final FailingStep NONE = new FailingStep(null, ActionRate.NONE);
    /** Placeholder of a value in help texts. */
    static final String LABEL = "STEP 1/N|none";

    private static final String NO = "none";
    private static final List<String> STEPS =
        Stream.of(MigrationStep.values()).map(MigrationStep::spelling).toList();

    /**
     * Reads a step as users write it: {@code save 1/10}, or {@code none}.
     *
     * @throws IllegalArgumentException with a message for the user that shows the form
     */
    static FailingStep parse(final String text)
    {
        if (text.equals(NO))
        {
            return NONE;
        }
        final String[] words = text.split(" ", -1);
        final MigrationStep step = MigrationStep.of(words[0]);
        if (step == null)
        {
            throw new IllegalArgumentException("'" + words[0] + "' is no step that fails (" +
                String.join(", ", STEPS) + ", such as 'save 1/10')");
        }
        if (words.length != 2 || words[1].indexOf('/') < 0)
        {
            throw new IllegalArgumentException("'" + text + "' is no step with a part of its attempts (try '" +
                words[0] + " 1/10' for one in 10)");
        }

        return new FailingStep(step, ActionRate.parse(words[1]));
    }

    /** Returns the step as users write it. */
    String shown()
    {
        return isNone() ? NO : step.spelling() + ' ' + rate.shown();
    }

    /** Returns whether no step fails. */
    public boolean isNone()
    {
        return step == null;
    }

    /**
     * Returns whether an attempt fails.
     *
     * @param attempt its number, from 1
     */
    public boolean fails(final long attempt)
    {
        return rate.due(attempt) != rate.due(attempt - 1);
    }
}
