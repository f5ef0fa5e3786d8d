package org.gale.engine.storm.setting;

import java.util.ArrayList;
import java.util.List;

/**
 * Conditions of which each ends a run alone.
 *
 * @param all in the order in which they were written
 */
public record StopConditions(List<StopCondition> all)
{
    /** No condition. */
    public static final StopConditions NONE = new StopConditions(List.of());

    private static final String SEPARATOR = ",";

    /**
     * Reads conditions that are separated by commas.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static StopConditions parse(final String text)
    {
        final List<StopCondition> all = new ArrayList<>();
        for (final String condition : text.split(SEPARATOR, -1))
        {
            all.add(StopCondition.parse(condition));
        }

        return new StopConditions(List.copyOf(all));
    }

    /** Returns the text that {@link #parse} reads. */
    public String text()
    {
        return String.join(SEPARATOR, all.stream().map(StopCondition::text).toList());
    }

    /** Returns the conditions on stalls. */
    public StopConditions ofStalls()
    {
        return new StopConditions(all.stream().filter(StopCondition::isOfStalls).toList());
    }

    /** Returns the conditions on sampled interrupts. */
    public StopConditions ofInterrupts()
    {
        return new StopConditions(all.stream().filter(condition -> !condition.isOfStalls()).toList());
    }

    /** Returns whether there is no condition. */
    public boolean isEmpty()
    {
        return all.isEmpty();
    }
}
