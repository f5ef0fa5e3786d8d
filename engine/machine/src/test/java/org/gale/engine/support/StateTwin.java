package org.gale.engine.support;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Replacement of the fields of an object that an operation resets or derives by those of a new object. */
final class StateTwin
{
    private record Pair(Object twin, Object fresh, StateRole role, boolean isKept)
    {
    }

    private final StateRoles roles;
    private final String operation;
    private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();

    private StateTwin(final StateRoles roles, final String operation)
    {
        this.roles = roles;
        this.operation = operation;
    }

    /** Gives an object the fields of a new one, which is used up. */
    static void renew(
        final Object twin, final Object fresh, final StateRoles roles, final String operation, final StateRole role)
    {
        final StateTwin pairs = new StateTwin(roles, operation);
        pairs.open.push(new Pair(twin, fresh, role, false));
        while (!pairs.open.isEmpty())
        {
            pairs.renew(pairs.open.pop());
        }
    }

    private void renew(final Pair pair)
    {
        if (seen.put(pair.twin, pair.fresh) != null)
        {
            return;
        }
        if (pair.twin instanceof Object[])
        {
            for (int i = 0; i < Array.getLength(pair.twin); i++)
            {
                part(Array.get(pair.twin, i), Array.get(pair.fresh, i), pair.role, pair.isKept);
            }
        }
        else if (pair.twin instanceof List)
        {
            for (int i = 0; i < ((List<?>)pair.twin).size(); i++)
            {
                part(((List<?>)pair.twin).get(i), ((List<?>)pair.fresh).get(i), pair.role,
                    pair.isKept);
            }
        }
        else
        {
            fields(pair);
        }
    }

    private void fields(final Pair pair)
    {
        for (Class<?> type = pair.twin.getClass(); type != Object.class; type = type.getSuperclass())
        {
            final Map<String, StateRole> block = roles.roles(type, operation);
            for (final Field field : StateRoles.fields(type))
            {
                final StateRole role = StateRoles.role(block, field, pair.role, pair.isKept);
                final Object fresh = StateFields.get(pair.fresh, field);
                final boolean isKept = pair.isKept || StateRoles.isKept(block, field);
                if (role != StateRole.GIVEN && !part(StateFields.get(pair.twin, field), fresh, role, isKept) &&
                    role.isNew())
                {
                    StateFields.set(pair.twin, field, fresh);
                }
            }
        }
    }

    /** Renews an object part by part, and returns whether it is one that can be. */
    private boolean part(
        final Object twin, final Object fresh, final StateRole role, final boolean isKept)
    {
        if (twin == null || fresh == null || twin.getClass() != fresh.getClass())
        {
            return false;
        }
        final boolean hasParts = twin instanceof Object[] array ?
            array.length == Array.getLength(fresh) && isOfObjects(array, (Object[])fresh) :
            twin instanceof List<?> list ? list.size() == ((List<?>)fresh).size() && !list.isEmpty() &&
            isOfObjects(list.toArray(), ((List<?>)fresh).toArray()) : isObject(twin);
        if (hasParts)
        {
            open.push(new Pair(twin, fresh, role, isKept));
        }
        else if (role.isNew() && twin.getClass().isArray() && twin.getClass().getComponentType().isPrimitive() &&
            Array.getLength(twin) >= Array.getLength(fresh))
        {
            final int length = Array.getLength(fresh);
            final int rest = Array.getLength(twin) - length;
            System.arraycopy(fresh, 0, twin, 0, length);
            System.arraycopy(
                Array.newInstance(twin.getClass().getComponentType(), rest), 0, twin, length, rest);
            return true;
        }

        return hasParts;
    }

    private static boolean isOfObjects(final Object[] twins, final Object[] freshes)
    {
        boolean isAll = true;
        for (int i = 0; i < twins.length; i++)
        {
            isAll &= twins[i] == null ? freshes[i] == null :
                freshes[i] != null && twins[i].getClass() == freshes[i].getClass() && isObject(twins[i]);
        }

        return isAll;
    }

    private static boolean isObject(final Object object)
    {
        final Class<?> type = object.getClass();

        return type.getName().startsWith("org.gale.") && !type.isEnum() && !type.isRecord() && !type.isHidden() &&
            !(type.getSuperclass() != null && type.getSuperclass().isEnum());
    }
}
