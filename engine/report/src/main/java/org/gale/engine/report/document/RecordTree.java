package org.gale.engine.report.document;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Condition;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.SampledInterrupts;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.scenario.Setting;

/**
 * Tree of values that a record of any type is written as, and read from: an object of its components by their names.
 * Logs, traces and failures have no such form, and are left out. Immutable.
 */
public final class RecordTree
{
    private static final List<Class<?>> LEFT_OUT = List.of(
        SampledInterrupts.class, ModelTrace.class,
        InvariantBrokenException.class, AttachTotals.class, WarmedUp.class);

    private final Map<String, Setting<?>> settings = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param settings that records may name
     */
    public RecordTree(final List<Setting<?>> settings)
    {
        settings.forEach(setting -> this.settings.put(setting.name(), setting));
    }

    /** Histogram in the form of a tree. */
    private record Samples(long highest, int digits, long max, long sum, String encoded)
    {
        static Samples of(final Histogram samples)
        {
            final ByteBuffer buffer = ByteBuffer.allocate(samples.getNeededByteBufferCapacity());
            final int length = samples.encodeIntoCompressedByteBuffer(buffer);

            return new Samples(samples.getHighestTrackableValue(), samples.getNumberOfSignificantValueDigits(),
                samples.getMaxValue(), LatencySummary.sumOf(samples),
                Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
        }

        Histogram histogram() throws DataFormatException
        {
            final Histogram samples =
                Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), highest);

            return sum == LatencySummary.NONE ? samples : LatencyHistogram.of(samples, max, sum);
        }
    }

    /** Returns the tree of a record. */
    public static JsonNode of(final Record value)
    {
        return DocumentReader.tree(ofRecord(value));
    }

    /** Returns a value as objects, lists, texts, numbers and flags. */
    private static Object plain(final Object value)
    {
        if (value instanceof List<?> list)
        {
            return list.stream().map(RecordTree::plain).toList();
        }
        if (value instanceof Map<?, ?> map)
        {
            final Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(
                name instanceof Enum<?> constant ? constant.name() : (String)name, plain(member)));

            return members;
        }
        if (value instanceof byte[] bytes)
        {
            return Base64.getEncoder().encodeToString(bytes);
        }

        return value instanceof Enum<?> constant ? constant.name() : value instanceof Setting<?> key ? key.name() :
            value instanceof Histogram samples ? ofRecord(Samples.of(samples)) :
            value instanceof Condition condition ? condition.text() :
            value instanceof Record members ? ofRecord(members) : value;
    }

    private static Map<String, Object> ofRecord(final Record value)
    {
        final Map<String, Object> members = new LinkedHashMap<>();
        for (final RecordFields.Field field : RecordFields.of(value.getClass()).fields())
        {
            if (!LEFT_OUT.contains(field.type()))
            {
                members.put(field.name(), plain(field.in(value)));
            }
        }

        return members;
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException with the place of the first value that is not of its type
     */
    public <T extends Record> T read(final JsonNode tree, final Class<T> type)
    {
        return type.cast(record("", tree, type));
    }

    private Record record(final String place, final JsonNode tree, final Class<?> type)
    {
        final RecordComponent[] components = type.getRecordComponents();
        final List<RecordFields.Field> fields = RecordFields.of(type).fields();
        final Class<?>[] types = new Class<?>[components.length];
        final Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++)
        {
            final String name = fields.get(i).name();
            types[i] = components[i].getType();
            values[i] = value(place + '/' + name, tree.path(name), fields.get(i).type());
        }
        try
        {
            final Constructor<?> constructor = type.getDeclaredConstructor(types);

            return (Record)constructor.newInstance(values);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalArgumentException(place + " is not a " + type.getSimpleName(), ex);
        }
    }

    private Object value(final String place, final JsonNode tree, final Type type)
    {
        try
        {
            if (type instanceof ParameterizedType generic && generic.getRawType() != Setting.class)
            {
                return tree.isNull() ? null : generic.getRawType() == List.class ?
                    list(place, tree, generic.getActualTypeArguments()[0]) :
                    map(place, tree, generic.getActualTypeArguments());
            }

            return simple(place, tree, type instanceof Class<?> known ? known : Setting.class);
        }
        catch (final DataFormatException | RuntimeException ex)
        {
            throw ex instanceof IllegalArgumentException known && known.getMessage().startsWith("/") ? known :
                new IllegalArgumentException(place + " is not of its type", ex);
        }
    }

    private List<Object> list(final String place, final JsonNode tree, final Type type)
    {
        require(tree.isArray());
        final List<Object> elements = new ArrayList<>();
        for (int i = 0; i < tree.size(); i++)
        {
            elements.add(value(place + '/' + i, tree.get(i), type));
        }

        return elements;
    }

    private Map<Object, Object> map(final String place, final JsonNode tree, final Type... types)
    {
        require(tree.isObject());
        final Map<Object, Object> members = new LinkedHashMap<>();
        tree.properties().forEach(member -> members.put(types[0] == String.class ? member.getKey() :
            constant((Class<?>)types[0], member.getKey()), value(place + '/' + member.getKey(), member.getValue(),
            types[1])));

        return members;
    }

    private Object simple(final String place, final JsonNode tree, final Class<?> type)
        throws DataFormatException
    {
        if (LEFT_OUT.contains(type) || (!type.isPrimitive() && tree.isNull()))
        {
            return null;
        }
        if (type == long.class || type == Long.class)
        {
            require(tree.canConvertToLong() && tree.isIntegralNumber());

            return tree.longValue();
        }
        if (type == int.class)
        {
            require(tree.canConvertToInt() && tree.isIntegralNumber());

            return tree.intValue();
        }
        if (type == double.class || type == Double.class)
        {
            require(tree.isNumber());

            return tree.doubleValue();
        }
        if (type == boolean.class)
        {
            require(tree.isBoolean());

            return tree.booleanValue();
        }
        if (type == Histogram.class)
        {
            return ((Samples)record(place, tree, Samples.class)).histogram();
        }
        if (type.isRecord() && type != Condition.class)
        {
            require(tree.isObject());

            return record(place, tree, type);
        }
        require(tree.isTextual());

        return type == String.class ? tree.textValue() : type == byte[].class ?
            Base64.getDecoder().decode(tree.textValue()) : type == Condition.class ?
            Condition.parse(tree.textValue()) : type == Setting.class ? setting(tree.textValue()) :
            constant(type, tree.textValue());
    }

    private Setting<?> setting(final String name)
    {
        require(settings.containsKey(name));

        return settings.get(name);
    }

    private static Object constant(final Class<?> type, final String name)
    {
        return Arrays.stream(type.getEnumConstants()).filter(one -> ((Enum<?>)one).name().equals(name))
            .findFirst().orElseThrow();
    }

    private static void require(final boolean isOfType)
    {
        if (!isOfType)
        {
            throw new IllegalArgumentException("wrong type");
        }
    }
}
