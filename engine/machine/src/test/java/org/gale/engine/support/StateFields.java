package org.gale.engine.support;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Values of all fields of an object and of the objects below it, by path. Each value has the declared field that it
 * belongs to, with the role of that field in an operation. Objects in fields of the role <em>given</em> are left out.
 */
final class StateFields
{
    private static final int HASHED_BYTES = 1 << 20;

    /**
     * Value of a field.
     *
     * @param field      that it belongs to, with its class
     * @param isDeclared whether a class declares the field
     * @param value      that is compared
     * @param owner      object or array that has it, or null if it cannot be changed alone
     * @param of         field of the owner; null of an array
     */
    record Leaf(String field, boolean isDeclared, StateRole role, Object value, Object owner, Field of)
    {
    }

    private record Visit(
        String path, Object object, String field, boolean isDeclared, boolean isKept, StateRole role, Object owner,
        Field of)
    {
        private Visit part(final String name, final Object next)
        {
            return new Visit(path + name, next, field, isDeclared, isKept, role, null, null);
        }
    }

    /** Copy of the elements of an array. */
    private record Elements(Object array)
    {
        @Override
        public boolean equals(final Object other)
        {
            return other instanceof Elements elements && isEqual(array, elements.array);
        }

        /** Returns whether two arrays differ in zeros at their ends at most: arrays grow by more than is used. */
        private static boolean isEqual(final Object one, final Object other)
        {
            final int common = Math.min(Array.getLength(one), Array.getLength(other));

            return Arrays.deepEquals(new Object[]{part(one, 0, common)}, new Object[]{part(other, 0, common)}) &&
                isZero(one, common) && isZero(other, common);
        }

        private static Object part(final Object array, final int from, final int to)
        {
            final Object part = Array.newInstance(array.getClass().getComponentType(), to - from);
            System.arraycopy(array, from, part, 0, to - from);

            return part;
        }

        private static boolean isZero(final Object array, final int from)
        {
            final Object part = part(array, from, Array.getLength(array));

            return Arrays.deepEquals(new Object[]{part}, new Object[]{Array.newInstance(
                array.getClass().getComponentType(), Array.getLength(part))});
        }

        @Override
        public int hashCode()
        {
            return array.getClass().hashCode();
        }

        @Override
        public String toString()
        {
            final StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < Math.min(16, Array.getLength(array)); i++)
            {
                text.append(i == 0 ? "" : " ").append(Array.get(array, i));
            }

            return text.append(Array.getLength(array) > 16 ? " …]" : "]").toString();
        }
    }

    private final StateRoles roles;
    private final String operation;
    private final Set<Class<?>> leftOut;
    private final Map<String, Leaf> leaves = new LinkedHashMap<>();
    private final IdentityHashMap<Object, String> seen = new IdentityHashMap<>();
    private final Deque<Visit> open = new ArrayDeque<>();

    private StateFields(final StateRoles roles, final String operation, final Set<Class<?>> leftOut)
    {
        this.leftOut = leftOut;
        this.roles = roles;
        this.operation = operation;
    }

    /**
     * Returns the values below an object.
     *
     * @param role    of what no class declares
     * @param leftOut classes whose objects are not looked into
     */
    static Map<String, Leaf> of(
        final Object root, final StateRoles roles, final String operation, final StateRole role,
        final Set<Class<?>> leftOut)
    {
        final StateFields fields = new StateFields(roles, operation, leftOut);
        fields.open.push(new Visit("", root, "object", false, false, role, null, null));
        while (!fields.open.isEmpty())
        {
            fields.visit(fields.open.pop());
        }

        return fields.leaves;
    }

    private void visit(final Visit visit)
    {
        final Object object = visit.object;
        if (object == null || isValue(object.getClass()))
        {
            put(visit, object, visit.owner, visit.of);
        }
        else if (object.getClass().isArray() && object.getClass().getComponentType().isPrimitive())
        {
            // shared ones, too: some are constants
            put(visit, new Elements(Elements.part(object, 0, Array.getLength(object))), object, null);
        }
        else if (leftOut.contains(object.getClass()) || roles.isGiven(object.getClass(), operation))
        {
            return;
        }
        else if (seen.putIfAbsent(object, visit.path) != null)
        {
            put(visit, "as " + seen.get(object), null, null);
        }
        else if (object.getClass().isArray())
        {
            array(visit);
        }
        else if (object instanceof BitSet bits)
        {
            put(visit, new Elements(bits.toLongArray()), null, null);
        }
        else if (object instanceof Map<?, ?> map)
        {
            map.forEach((key, value) -> open.push(visit.part("[" + key + ']', value)));
            put(visit.part(".size", null), map.size(), null, null);
        }
        else if (object instanceof Collection<?> elements)
        {
            int index = 0;
            for (final Object element : elements)
            {
                open.push(visit.part("[" + index++ + ']', element));
            }
            put(visit.part(".size", null), index, null, null);
        }
        else if (object instanceof ByteBuffer buffer)
        {
            put(visit, new Elements(bytes(buffer.duplicate().clear())), null, null);
        }
        else if (object instanceof DirectBuffer direct)
        {
            put(visit, bytes(direct), null, null);
        }
        else if (isOpen(object.getClass()))
        {
            object(visit);
        }
    }

    private void object(final Visit visit)
    {
        for (Class<?> type = visit.object.getClass(); type != Object.class; type = type.getSuperclass())
        {
            final Map<String, StateRole> block = roles.roles(type, operation);
            for (final Field field : StateRoles.fields(type))
            {
                final StateRole role = StateRoles.role(block, field, visit.role, visit.isKept);
                if (role != StateRole.GIVEN)
                {
                    final boolean isPart = visit.isKept || StateRoles.declared(block, field) == StateRole.PART;
                    final boolean isDeclared = isPart ? visit.isDeclared : block.containsKey(field.getName());
                    final String name = isPart && visit.isDeclared ? visit.field :
                        type.getSimpleName() + '.' + field.getName();
                    open.push(new Visit(visit.path + '.' + field.getName(), get(visit.object, field), name,
                        isDeclared, visit.isKept || StateRoles.isKept(block, field), role, visit.object, field));
                }
            }
        }
    }

    private void array(final Visit visit)
    {
        for (int i = 0; i < Array.getLength(visit.object); i++)
        {
            final Object element = Array.get(visit.object, i);
            if (element != null)
            {
                open.push(visit.part("[" + i + ']', element));
            }
        }
        if (visit.owner != null && visit.isDeclared)
        {
            put(visit.part(".elements", null), Arrays.stream((Object[])visit.object).filter(Objects::nonNull).count(),
                null, null);
        }
    }

    private void put(final Visit visit, final Object value, final Object owner, final Field of)
    {
        leaves.put(visit.path, new Leaf(visit.field, visit.isDeclared, visit.role, value, owner, of));
    }

    /** Returns whether a value is that of a field which nothing has set. */
    static boolean isZero(final Object value)
    {
        return value == null || value.equals(false) || value.equals(0) || value.equals(0L) || value.equals((byte)0) ||
            (value instanceof Elements elements && Elements.isZero(elements.array, 0));
    }

    /** Returns the index of the last element of the value of an array that is not 0; −1 if there is none. */
    static int last(final Object value)
    {
        final Object array = ((Elements)value).array;
        int last = Array.getLength(array) - 1;
        while (last >= 0 && isZero(Array.get(array, last)))
        {
            last--;
        }

        return last;
    }

    /** Returns an element of the value of an array. */
    static Object element(final Object value, final int index)
    {
        return Array.get(((Elements)value).array, index);
    }

    private static byte[] bytes(final ByteBuffer buffer)
    {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);

        return bytes;
    }

    private static Object bytes(final DirectBuffer buffer)
    {
        if (buffer.capacity() < HASHED_BYTES)
        {
            final byte[] bytes = new byte[buffer.capacity()];
            buffer.getBytes(0, bytes);

            return new Elements(bytes);
        }
        long hash = 1;
        for (int at = 0; at + Long.BYTES <= buffer.capacity(); at += Long.BYTES)
        {
            hash = hash * 31 + buffer.getLong(at);
        }

        return hash;
    }

    /** Returns whether objects of a class never change and are compared as a whole. */
    private static boolean isValue(final Class<?> type)
    {
        return type == String.class || type == Boolean.class || type == Character.class || type.isEnum() ||
            type == Class.class || (Number.class.isAssignableFrom(type) && type.getName().startsWith("java.lang.")) ||
            (type.getSuperclass() != null && type.getSuperclass().isEnum());
    }

    /** Returns whether the fields of a class are looked into: not those of threads, files and lambdas. */
    private static boolean isOpen(final Class<?> type)
    {
        final String name = type.getName();

        return !type.isHidden() && !type.isSynthetic() && (name.startsWith("org.gale.") ||
            name.startsWith("org.agrona.") || name.startsWith("org.HdrHistogram.") ||
            name.startsWith("java.util.concurrent.atomic.") || type == SplittableRandom.class);
    }

    /** Returns the value of a field, whoever may see it. */
    static Object get(final Object object, final Field field)
    {
        final long offset = UnsafeApi.objectFieldOffset(field);
        final Class<?> type = field.getType();

        return !type.isPrimitive() ? UnsafeApi.getReference(object, offset) :
            type == boolean.class ? (Object)UnsafeApi.getBoolean(object, offset) :
            type == long.class ? (Object)UnsafeApi.getLong(object, offset) :
            type == double.class ? (Object)UnsafeApi.getDouble(object, offset) :
            type == byte.class ? (Object)UnsafeApi.getByte(object, offset) :
            type == short.class ? (Object)UnsafeApi.getShort(object, offset) :
            type == char.class ? (Object)UnsafeApi.getChar(object, offset) :
            type == float.class ? (Object)UnsafeApi.getFloat(object, offset) :
            (Object)UnsafeApi.getInt(object, offset);
    }

    /** Changes a field to a value of its type, whoever may. */
    static void set(final Object object, final Field field, final Object value)
    {
        final long offset = UnsafeApi.objectFieldOffset(field);
        if (!field.getType().isPrimitive())
        {
            UnsafeApi.putReference(object, offset, value);
        }
        else if (value instanceof Boolean on)
        {
            UnsafeApi.putBoolean(object, offset, on);
        }
        else if (value instanceof Long number)
        {
            UnsafeApi.putLong(object, offset, number);
        }
        else if (value instanceof Double number)
        {
            UnsafeApi.putDouble(object, offset, number);
        }
        else if (value instanceof Integer number)
        {
            UnsafeApi.putInt(object, offset, number);
        }
        else if (value instanceof Byte number)
        {
            UnsafeApi.putByte(object, offset, number);
        }
        else
        {
            throw new IllegalStateException("no such field can be changed: " + field);
        }
    }
}
