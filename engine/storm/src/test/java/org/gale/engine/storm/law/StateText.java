package org.gale.engine.storm.law;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;
import org.gale.engine.storm.model.TrafficModel;

/**
 * Text of the state of a model: the values of its fields, and of those of its parts. Times are relative to now, and
 * past ones are alike; what only counts is left out. With a horizon all is as it is.
 */
final class StateText
{
    /** Fields that count, that only latencies follow from, or whose values are of the job. */
    private static final Set<String> LEFT_OUT = Set.of("completions", "sent", "acted", "moderatedNs", "batchedNs",
        "submittedNs", "heldFromNs", "begunNs", "firstNs", "added", "oldest", "posted", "before", "completed");
    private static final Set<String> OF_JOB = Set.of("shape", "requests", "seam", "seams", "fixed", "each", "service",
        "think", "gaps", "random", "times", "unicasts", "broadcasts", "targets", "arrivals", "dynamic", "model");

    private StateText()
    {
    }

    /** Returns the text of a model. */
    static String of(final TrafficModel model, final long nowNs, final boolean isWhole)
    {
        final StringBuilder text = new StringBuilder();
        append(text, "", model, nowNs, isWhole);

        return text.toString();
    }

    private static void append(
        final StringBuilder text, final String name, final Object value, final long nowNs, final boolean isWhole)
    {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof BitSet ||
            value instanceof Enum<?>)
        {
            text.append(value).append(',');
        }
        else if (value instanceof Long ns)
        {
            text.append(isWhole || !name.endsWith("Ns") || ns == TrafficModel.NEVER ? ns : Math.max(0, ns - nowNs))
                .append(',');
        }
        else if (value instanceof ArrayDeque<?> queue)
        {
            queue.forEach(part -> append(text, name, part, nowNs, isWhole));
        }
        else if (value.getClass().getSimpleName().equals("TimedItems"))
        {
            items(text, value, nowNs);
        }
        else if (value.getClass().isArray())
        {
            for (int i = 0; i < Array.getLength(value); i++)
            {
                append(text, name, Array.get(value, i), nowNs, isWhole);
            }
        }
        else
        {
            fields(text, value, nowNs, isWhole);
        }
        text.append(';');
    }

    /** Appends items by the order in which their times come. */
    private static void items(final StringBuilder text, final Object items, final long nowNs)
    {
        final int count = (int)value(field(items, "count"), items);
        final long[] timesNs = (long[])value(field(items, "timesNs"), items);
        final long[] orders = (long[])value(field(items, "orders"), items);
        final int[] numbers = (int[])value(field(items, "items"), items);
        IntStream.range(0, count).boxed().sorted(Comparator.<Integer>comparingLong(i -> timesNs[i])
            .thenComparingLong(i -> orders[i])).forEach(i -> text.append(numbers[i]).append('@')
            .append(Math.max(0, timesNs[i] - nowNs)).append(','));
    }

    private static Field field(final Object of, final String name)
    {
        try
        {
            return of.getClass().getDeclaredField(name);
        }
        catch (final NoSuchFieldException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static void fields(final StringBuilder text, final Object part, final long nowNs, final boolean isWhole)
    {
        for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass())
        {
            for (final Field field : type.getDeclaredFields())
            {
                final boolean isState = !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() &&
                    (!OF_JOB.contains(field.getName()) || isOfVectors(type, field)) &&
                    (isWhole || !LEFT_OUT.contains(field.getName()));
                if (isState)
                {
                    append(text, field.getName(), value(field, part), nowNs, isWhole);
                }
            }
        }
    }

    /** Returns whether a field called times holds state: that of the events of a device is derived. */
    private static boolean isOfVectors(final Class<?> type, final Field field)
    {
        return field.getName().equals("times") && type.getSimpleName().equals("LineVector");
    }

    private static Object value(final Field field, final Object part)
    {
        try
        {
            field.setAccessible(true);

            return field.get(part);
        }
        catch (final IllegalAccessException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
