package org.gale.tests.sums;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fields of records, whatever their access, and drawn values for them. */
final class Fields
{
    /** Length of a drawn list: the backlog of a load has as many parts. */
    private static final int LENGTH = 10;

    private Fields()
    {
    }

    static List<String> names(final Class<?> type)
    {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** Returns the values of all fields, of which some may be null. */
    static List<Object> values(final Record record)
    {
        final List<Object> values = new ArrayList<>();
        for (final RecordComponent field : record.getClass().getRecordComponents())
        {
            values.add(call(field.getAccessor(), record));
        }

        return values;
    }

    static Object call(final Method method, final Object of, final Object... arguments)
    {
        try
        {
            method.setAccessible(true);

            return method.invoke(of, arguments);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError(method + " of " + of, ex);
        }
    }

    static Record make(final Class<?> type, final List<Object> values)
    {
        try
        {
            final Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);

            return (Record)constructor.newInstance(values.toArray());
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError(type.getName() + " of " + values, ex);
        }
    }

    /** Draws a value; a third of the numbers, texts and maps are 0, null and empty. */
    static Object drawn(final Type type, final Random random)
    {
        final boolean isNone = random.nextInt(3) == 0;
        if (type == long.class || type == Long.class)
        {
            return isNone ? 0L : 1L + random.nextInt(1 << 20);
        }
        if (type == int.class)
        {
            return isNone ? 0 : 1 + random.nextInt(1 << 20);
        }
        if (type == double.class)
        {
            return isNone ? 0.0 : 1.0 + random.nextInt(1 << 20);
        }
        if (type == boolean.class)
        {
            return random.nextBoolean();
        }
        if (type == String.class)
        {
            return isNone ? null : "text " + random.nextInt(1 << 20);
        }
        if (type instanceof ParameterizedType of && of.getRawType() == List.class)
        {
            final List<Object> list = new ArrayList<>();
            for (int i = 0; i < LENGTH; i++)
            {
                list.add(drawn(of.getActualTypeArguments()[0], random));
            }
            return list;
        }
        if (type instanceof ParameterizedType of && of.getRawType() == Map.class)
        {
            final Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = isNone ? 0 : 1 + random.nextInt(3); i > 0; i--)
            {
                map.put("key " + i % 2, drawn(of.getActualTypeArguments()[1], random));
            }
            return map;
        }
        if (type instanceof Class<?> record && record.isRecord())
        {
            return record(record, random);
        }

        return null;
    }

    static Record record(final Class<?> type, final Random random)
    {
        final List<Object> values = new ArrayList<>();
        for (final RecordComponent field : type.getRecordComponents())
        {
            values.add(drawn(field.getGenericType(), random));
        }

        return make(type, values);
    }
}
