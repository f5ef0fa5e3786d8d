package org.gale.engine.storm.scenario;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of groups of VMs, in an order.
 *
 * @param all none for no group
 */
public record GroupNames(List<String> all)
{
    /** No group. */
    public static final GroupNames NONE = new GroupNames(List.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    public GroupNames
    {
        all = List.copyOf(all);
    }

    /**
     * Reads names that are separated by commas.
     *
     * @throws IllegalArgumentException if one is no name, or is there twice, with a message for the user
     */
    public static GroupNames parse(final String text)
    {
        final List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        for (final String name : names)
        {
            if (!NAME.matcher(name).matches())
            {
                throw new IllegalArgumentException("'" + name + "' is no name of a group (try loud,quiet)");
            }
        }
        if (new HashSet<>(names).size() < names.size())
        {
            throw new IllegalArgumentException("'" + text + "' names a group twice");
        }

        return new GroupNames(names);
    }

    /** Returns the text that {@link #parse} reads back. */
    public String text()
    {
        return String.join(",", all);
    }

    @Override
    public String toString()
    {
        return text();
    }
}
