package org.gale.engine.inspect;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;

/**
 * Values from which a part of a view would be written, in their order, with words not decoded. Two traces that are
 * equal are of parts with equal text. Owned by the thread that owns the machine.
 */
final class ViewTrace extends ViewJson
{
    private static final Object END = new Object();
    private static final Object ENTRY = new Object();
    private static final int FIRST_CAPACITY = 64;

    private Object[] objects = new Object[FIRST_CAPACITY];
    private long[] numbers = new long[FIRST_CAPACITY];
    private int objectCount;
    private int numberCount;

    private ViewTrace(final List<String> wanted)
    {
        super(null, wanted);
    }

    /**
     * Returns the trace of a part of a view.
     *
     * @param wanted names of the objects and lists of the part
     * @throws IllegalArgumentException with a sentence for the user, if the machine has no such view now
     */
    static ViewTrace of(final Machine machine, final ViewRequest request, final List<String> wanted) throws IOException
    {
        final ViewTrace trace = new ViewTrace(wanted);
        Inspector.write(machine, request, trace);

        return trace;
    }

    boolean isEqual(final ViewTrace other)
    {
        return Arrays.equals(objects, 0, objectCount, other.objects, 0, other.objectCount) &&
            Arrays.equals(numbers, 0, numberCount, other.numbers, 0, other.numberCount);
    }

    @Override
    void text(final String name, final String value)
    {
        value(name, value);
    }

    @Override
    void number(final String name, final long value)
    {
        if (isOn())
        {
            add(name);
            add(value);
        }
    }

    @Override
    void flag(final String name, final boolean value)
    {
        value(name, value);
    }

    @Override
    void value(final String name, final Object value)
    {
        if (isOn())
        {
            add(name);
            add(value);
        }
    }

    @Override
    void numberOrNull(final String name, final long value)
    {
        number(name, value);
    }

    @Override
    void address(final String name, final long value)
    {
        number(name, value);
    }

    @Override
    void beginObject(final String name)
    {
        if (begins(isWanted(name)))
        {
            add(name);
        }
    }

    @Override
    void endObject()
    {
        if (ends())
        {
            add(END);
        }
    }

    @Override
    void decoded(final int word, final List<Field> fields)
    {
        fields(word, fields);
    }

    @Override
    void decoded(final long word, final List<LongField> fields)
    {
        if (isOn())
        {
            add(fields);
            add(word);
        }
    }

    @Override
    void fields(final int word, final List<Field> fields)
    {
        if (isOn())
        {
            add(fields);
            add((long)word);
        }
    }

    @Override
    void state(final int iste)
    {
        number("state", iste);
    }

    @Override
    void beginList(final String name) throws IOException
    {
        beginEntries();
        beginObject(name);
    }

    @Override
    void endList()
    {
        endObject();
    }

    @Override
    boolean beginEntry(final int weight)
    {
        final boolean isThere = takeEntry(weight);
        if (isThere && begins(isOn()))
        {
            add(ENTRY);
        }

        return isThere;
    }

    @Override
    void endEntry()
    {
        endObject();
    }

    private void add(final Object value)
    {
        if (objectCount == objects.length)
        {
            objects = Arrays.copyOf(objects, 2 * objectCount);
        }
        objects[objectCount++] = value;
    }

    private void add(final long value)
    {
        if (numberCount == numbers.length)
        {
            numbers = Arrays.copyOf(numbers, 2 * numberCount);
        }
        numbers[numberCount++] = value;
    }
}
