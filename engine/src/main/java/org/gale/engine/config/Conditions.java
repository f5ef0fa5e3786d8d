package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Conditions, of which each has an effect alone.
 *
 * @param all in the order in which they were written
 */
public record Conditions(List<Condition> all)
{
    /** No condition. */
    public static final Conditions NONE = new Conditions(List.of());

    private static final String SEPARATOR = ",";

    /**
     * Reads conditions that are separated by commas.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Conditions parse(final String text)
    {
        final List<Condition> all = new ArrayList<>();
        for (final String condition : text.split(SEPARATOR, -1))
        {
            all.add(Condition.parse(condition));
        }

        return new Conditions(List.copyOf(all));
    }

    /** Returns a text that {@link #parse} reads. */
    public static String text(final List<String> conditions)
    {
        return String.join(SEPARATOR, conditions);
    }

    /** Returns the conditions as they were written. */
    public String text()
    {
        return text(all.stream().map(Condition::text).toList());
    }
}
