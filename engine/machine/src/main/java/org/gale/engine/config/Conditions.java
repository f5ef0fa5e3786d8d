package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
    /** Comma before the name of a figure; another comma is part of a number that is refused. */
    private static final Pattern SEPARATORS =
        Pattern.compile(SEPARATOR + "(?=\\s*(?:[A-Za-z]|[A-Za-z0-9_.-]+\\s*[<>]))");

    /**
     * Reads conditions that are separated by commas.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Conditions parse(final String text, final Condition.Form form)
    {
        final List<Condition> all = new ArrayList<>();
        for (final String condition : SEPARATORS.split(text, -1))
        {
            all.add(Condition.parse(condition, form));
        }

        return new Conditions(List.copyOf(all));
    }

    /** Returns a text that {@link #parse} reads. */
    public static String text(final List<String> conditions)
    {
        return String.join(SEPARATOR, conditions);
    }

    /** Returns the conditions whose metrics a test accepts. */
    public Conditions of(final Predicate<String> metric)
    {
        return new Conditions(all.stream().filter(condition -> metric.test(condition.metric())).toList());
    }

    /** Returns whether there is no condition. */
    public boolean isEmpty()
    {
        return all.isEmpty();
    }

    /** Returns the conditions as they were written. */
    public String text()
    {
        return text(all.stream().map(Condition::text).toList());
    }
}
