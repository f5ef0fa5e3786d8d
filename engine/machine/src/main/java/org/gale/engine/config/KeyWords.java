package org.gale.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code KEY=VALUE} words of a table of machine keys. Pure functions. */
final class KeyWords
{
    private KeyWords()
    {
    }

    /**
     * Reads the {@code KEY=VALUE} words of a table of keys.
     *
     * @param table for messages
     * @return the values that the words give, by the names of their keys
     * @throws IllegalArgumentException with the offending key and value, and a valid alternative
     */
    static Map<String, Object> parse(final String table, final List<MachineKey<?>> keys, final List<String> words)
    {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final String word : words)
        {
            final int equals = word.indexOf('=');
            final String name = equals < 0 ? word : word.substring(0, equals);
            final MachineKey<?> key = keys.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow(
                () -> unknown(table, name, keys));
            if (equals < 0 || equals == word.length() - 1)
            {
                throw new IllegalArgumentException(name + " has no value (write " + name + "=VALUE)");
            }
            if (values.put(name, key.type().reader().apply(name, word.substring(equals + 1))) != null)
            {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }

        return values;
    }

    private static IllegalArgumentException unknown(
        final String table, final String name, final List<MachineKey<?>> keys)
    {
        return new IllegalArgumentException("no " + table + " key '" + name + '\'' + hint(name, keys));
    }

    /** Returns a clause that ends a message on a name that no key has: the key that may be meant, or empty. */
    static String hint(final String name, final List<MachineKey<?>> keys)
    {
        final String hint = PartKey.hint(name, keys);

        return hint.isEmpty() ? NearestName.hint(name, keys.stream().map(MachineKey::name).toList()) : hint;
    }

    /** Returns a line of words that {@link #parse} reads back. */
    static String words(final List<MachineKey<?>> keys, final Map<String, Object> values)
    {
        final StringBuilder words = new StringBuilder();
        for (final MachineKey<?> key : keys)
        {
            if (key.isRecorded() || !Objects.equals(key.in(values), key.defaultValue()))
            {
                words.append(words.isEmpty() ? "" : " ").append(key.name()).append('=').append(key.textIn(values));
            }
        }

        return words.toString();
    }
}
