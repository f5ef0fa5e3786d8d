package org.gale.engine.explore;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Question of a page. Immutable.
 *
 * @param path   of the address
 * @param values of each name, in order
 */
public record PageQuestion(String path, Map<String, List<String>> values)
{
    private static final int LENGTH_LIMIT = 4_096;
    private static final int VALUE_LIMIT = 64;

    /**
     * Parses an address.
     *
     * @param query the raw query, or null
     * @throws IllegalArgumentException with a sentence, if it is no question
     */
    static PageQuestion parse(final String path, final String query)
    {
        final Map<String, List<String>> values = new HashMap<>();
        if (query != null && query.length() > LENGTH_LIMIT)
        {
            throw new IllegalArgumentException("the address has more than " + LENGTH_LIMIT + " characters");
        }
        for (final String part : query == null ? new String[0] : query.split("&", VALUE_LIMIT))
        {
            final int equals = part.indexOf('=');
            if (equals > 0)
            {
                values.computeIfAbsent(part.substring(0, equals), name -> new ArrayList<>())
                    .add(URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }

        return new PageQuestion(path, values);
    }

    /** Returns the values of a name, none if it is not there. */
    public List<String> all(final String name)
    {
        return values.getOrDefault(name, List.of());
    }

    /** Returns the value of a name, or an empty text. */
    public String text(final String name)
    {
        return all(name).isEmpty() ? "" : all(name).get(0);
    }

    /**
     * Returns the number of a command.
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public long number(final String name)
    {
        if (!text(name).matches("[0-9]{1,18}"))
        {
            throw new IllegalArgumentException(name + ": '" + text(name) + "' is not the number of a command");
        }

        return Long.parseLong(text(name));
    }
}
