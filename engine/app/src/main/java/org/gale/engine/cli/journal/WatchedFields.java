package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gale.engine.config.NumberText;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.inspect.WatchedChange;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.ReplayCursor;

/** Fields of a machine that are watched while commands are applied, with their last values. For the main thread. */
final class WatchedFields
{
    private static final int CHECK_INTERVAL = 1_024;

    private final ReplayCursor cursor;
    private final PrintWriter out;
    private final Map<String, Watched> fields = new LinkedHashMap<>();

    WatchedFields(final ReplayCursor cursor, final PrintWriter out)
    {
        this.cursor = cursor;
        this.out = out;
    }

    /** A field with its last value. A field may be watched, a break, or both. */
    private static final class Watched
    {
        private final Function<Machine, String> reader;
        private boolean isShown;
        private boolean isBreak;
        private String value;

        Watched(final WatchExpression expression)
        {
            this.reader = expression.reader();
        }
    }

    /**
     * Shows changes of fields while all commands up to one are applied, of each once the machine has its interrupt.
     *
     * @return the fields that the machine had after none of them
     */
    static List<WatchExpression> watch(
        final ReplayCursor cursor, final List<WatchExpression> expressions, final long to, final PrintWriter out)
        throws IOException
    {
        final WatchedFields watched = new WatchedFields(cursor, out);
        final Map<WatchExpression, String> hidden = new LinkedHashMap<>();
        expressions.forEach(expression -> hidden.put(expression, expression.value(cursor.machine())));
        final String begin = NumberText.count(cursor.sequence());
        watched.show(hidden, begin);

        String text = "";
        while (text != null && cursor.sequence() < to && !isUnread(cursor, out))
        {
            text = cursor.step();
            if (text != null)
            {
                watched.show(hidden, begin);
                watched.showChanges(text);
            }
        }

        return List.copyOf(hidden.keySet());
    }

    /** Shows the first values of fields that the machine has by now, and watches them from these values on. */
    private void show(final Map<WatchExpression, String> hidden, final String begin)
    {
        hidden.entrySet().removeIf(entry ->
        {
            final boolean isThere = entry.getKey().isThere(cursor.machine());
            if (isThere)
            {
                out.println(begin + "  " + entry.getKey() + " = " + entry.getValue());
                fields.computeIfAbsent(entry.getKey().toString(), name -> new Watched(entry.getKey()))
                    .value = entry.getValue();
            }

            return isThere;
        });
    }

    /** Returns now and then whether nobody reads any more what is written. */
    private static boolean isUnread(final ReplayCursor cursor, final PrintWriter out)
    {
        return cursor.sequence() % CHECK_INTERVAL == 0 && out.checkError();
    }

    Set<String> names()
    {
        return fields.keySet();
    }

    /**
     * Watches a field, and shows its value.
     *
     * @param isBreak true to stop at its changes, false to show it after each {@code to}
     */
    void add(final String text, final boolean isBreak)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        expression.check(cursor.machine());
        final Watched field = fields.computeIfAbsent(expression.toString(), name -> new Watched(expression));
        field.isBreak |= isBreak;
        field.isShown |= !isBreak;
        field.value = expression.value(cursor.machine());
        out.println("  " + expression + " = " + field.value +
            (expression.isThere(cursor.machine()) ? "" : " (" + expression.absence(cursor.machine()) + ")"));
    }

    void remove(final String name)
    {
        if (fields.remove(name) == null)
        {
            throw new IllegalArgumentException("'" + name + "' is not watched");
        }
    }

    /** Takes the values of the machine as it is. */
    void update()
    {
        fields.values().forEach(field -> field.value = field.reader.apply(cursor.machine()));
    }

    /** Shows the values of watched fields. */
    void show()
    {
        fields.forEach((name, field) ->
        {
            if (field.isShown)
            {
                out.println("  " + name + " = " + field.value);
            }
        });
    }

    /** Shows which watched fields a command has changed, and returns whether one of them is a break. */
    boolean showChanges(final String text)
    {
        boolean isBreak = false;
        for (final Map.Entry<String, Watched> entry : fields.entrySet())
        {
            final Watched field = entry.getValue();
            final String now = field.reader.apply(cursor.machine());
            if (!now.equals(field.value))
            {
                out.println(NumberText.count(cursor.sequence()) + "  " + entry.getKey() + ": " +
                    WatchedChange.text(field.value, now) + "   by " + text);
                field.value = now;
                isBreak |= field.isBreak;
            }
        }

        return isBreak;
    }

    /** Returns lines of the fields whose last values are not those of the machine. */
    List<String> differences()
    {
        final List<String> lines = new ArrayList<>();
        fields.forEach((name, field) ->
        {
            final String there = field.reader.apply(cursor.machine());
            if (!there.equals(field.value))
            {
                lines.add("  " + name + ": " + field.value + " here, " + there + " after command " +
                    NumberText.count(cursor.sequence()));
            }
        });

        return lines;
    }
}
