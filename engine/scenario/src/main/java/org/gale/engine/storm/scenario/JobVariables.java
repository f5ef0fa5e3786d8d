package org.gale.engine.storm.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;

/**
 * Variables of a job, which stand for texts within scalars: <code>${name}</code>, or <code>${name:-default}</code> for
 * one that need not be set. They are replaced behind the parser, so that a value never becomes structure.
 * <code>$${</code> stands for <code>${</code>.
 */
final class JobVariables
{
    private static final Pattern USE = Pattern.compile("\\$(\\$\\{|\\{([^}]*)\\})");
    private static final Pattern NAMED = Pattern.compile("(" + JobName.SHAPE + ")(?::-(.*))?", Pattern.DOTALL);

    private final Map<String, String> values;
    private final Set<String> used = new HashSet<>();

    /** Creates the variables of a job. */
    JobVariables(final Map<String, String> values)
    {
        this.values = new HashMap<>(values);
    }

    /**
     * Returns the text of a scalar with its variables replaced.
     *
     * @throws IllegalArgumentException if one is not set, with a message for the user
     */
    String replaced(final String text)
    {
        if (text.indexOf('$') < 0)
        {
            return text;
        }

        return USE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
            found.group(2) == null ? "${" : value(found.group(2))));
    }

    /** Returns whether a variable was used. */
    boolean isUsed(final String name)
    {
        return used.contains(name);
    }

    /** Returns the names that scalars used. */
    Set<String> used()
    {
        return used;
    }

    private String value(final String use)
    {
        final Matcher named = NAMED.matcher(use);
        if (!named.matches())
        {
            throw new IllegalArgumentException("'${" + use + "}' names no variable (write ${name} or " +
                "${name:-default}, and $${ for the characters themselves)");
        }
        final String name = named.group(1);
        used.add(name);
        final String value = values.getOrDefault(name, named.group(2));
        if (value == null)
        {
            throw new IllegalArgumentException("variable '" + name + "' is not set" +
                NearestName.hint(name, values.keySet()) + " (name it in vars:, or give " + name +
                "=VALUE with the job)");
        }

        return value;
    }
}
