package org.gale.engine.inspect;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.gale.engine.machine.DirectQueries;

/**
 * Fields of one kind of subject, in their order: a view writes them as JSON, a watch reads one of them as text. A value
 * is a text, a number or a flag; null stands for none. Filled when its class is loaded, and not changed any more.
 *
 * @param <S> type of the subject
 */
final class ViewFields<S>
{
    private static final String NONE = "none";
    /** Other words of watches for a name. */
    private static final Map<String, String> ALIASES = Map.of(
        "vpe", "vpeid", "enabled", "enable", "masked", "mask", "signalled", "eventfd");

    private final Map<String, Row<S>> rows = new LinkedHashMap<>();

    private record Row<S>(String name, Function<S, Object> getter)
    {
        String text(final S subject)
        {
            final Object value = getter.apply(subject);

            return value == null ? NONE : value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString();
        }
    }

    /** Adds a field. */
    ViewFields<S> with(final String name, final Function<S, Object> getter)
    {
        final Row<S> before = rows.put(key(name), new Row<>(name, getter));
        assert before == null : name + " stands here twice";

        return this;
    }

    /** Adds the fields of a part of the subject; they are none where the part is null. */
    <T> ViewFields<S> and(final ViewFields<T> fields, final Function<S, T> part)
    {
        fields.rows.values().forEach(row -> with(row.name(), subject ->
        {
            final T of = part.apply(subject);

            return of == null ? null : row.getter().apply(of);
        }));

        return this;
    }

    /** Returns the names of the fields, as views have them. */
    List<String> names()
    {
        return rows.values().stream().map(Row::name).toList();
    }

    /** Returns whether a field has the key. */
    boolean has(final String key)
    {
        return rows.containsKey(key);
    }

    /** Writes the fields into the open object of a view. */
    void write(final ViewJson answer, final S subject) throws IOException
    {
        for (final Row<S> row : rows.values())
        {
            answer.value(row.name(), row.getter().apply(subject));
        }
    }

    /**
     * Returns a field of a subject as people read it.
     *
     * @param key of the field, or an empty text for all: {@code state=direct CPU=1}
     */
    String text(final S subject, final String key)
    {
        if (!key.isEmpty())
        {
            return rows.get(key).text(subject);
        }
        final StringJoiner all = new StringJoiner(" ");
        rows.values().forEach(row -> all.add(row.name() + '=' + row.text(subject)));

        return all.toString();
    }

    /** Returns the key of the field that a word names, in capital or small letters. */
    static String key(final String word)
    {
        final String key = word.toLowerCase(Locale.ROOT);

        return ALIASES.getOrDefault(key, key);
    }

    /** Returns a number of {@link DirectQueries}, or null for none. */
    static Integer orNull(final int number)
    {
        return number == DirectQueries.NONE ? null : number;
    }
}
