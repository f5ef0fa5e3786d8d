package org.gale.engine.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Declarations of the fields of classes, by operation. A block is a class without {@code org.gale.engine.} (of the
 * tables without {@code org.gale.}) with the names of its operations. A line for each role follows; if a role needs a
 * reason, that stands after a colon.
 * <pre>
 *   function.MsixFunction resetTable
 *     reset addresses data isEnabled isMasked
 *     kept pending signalled: another operation, clearHeld, drops what is held
 * </pre>
 * The operation {@code *} stands for all others, and the field {@code *} for all that are not named. Final fields of
 * primitives, strings and enums never change, and are left out.
 */
public final class StateRoles
{
    private static final String ROOT = "org.gale.engine.";
    private static final String TABLES = "org.gale.";
    private static final String ANY = " *";
    private static final String ALL = "*";

    private final Map<String, Map<String, StateRole>> blocks = new LinkedHashMap<>();
    private final Map<String, Map<String, StateRole>> known = new HashMap<>();

    private StateRoles()
    {
    }

    /** Reads the declarations of a door. */
    public static StateRoles of(final Class<?> owner, final String resource)
    {
        final StateRoles roles = new StateRoles();
        try (InputStream stream = owner.getResourceAsStream(resource))
        {
            roles.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return roles;
    }

    private void read(final List<String> lines)
    {
        List<Map<String, StateRole>> open = List.of();
        for (final String line : lines)
        {
            if (line.isBlank() || line.startsWith("#"))
            {
                continue;
            }
            if (!line.startsWith(" "))
            {
                open = blocks(line.split(" ", -1));
                continue;
            }
            final String[] sides = line.trim().split(":", 2);
            final String[] words = sides[0].split(" +", -1);
            final StateRole role = StateRole.of(words[0]);
            if (role.needsReason() && (sides.length == 1 || sides[1].isBlank()))
            {
                throw new AssertionError("a reason is missing: " + line);
            }
            for (int i = 1; i < words.length; i++)
            {
                final String field = words[i];
                open.forEach(block -> put(block, field, role, line));
            }
        }
    }

    private List<Map<String, StateRole>> blocks(final String[] words)
    {
        final List<Map<String, StateRole>> open = new ArrayList<>();
        for (int i = 1; i < words.length; i++)
        {
            final Map<String, StateRole> block = new LinkedHashMap<>();
            if (blocks.put(words[0] + ' ' + words[i], block) != null)
            {
                throw new AssertionError("declared twice: " + words[0] + ' ' + words[i]);
            }
            open.add(block);
        }

        return open;
    }

    private static void put(
        final Map<String, StateRole> block, final String field, final StateRole role, final String line)
    {
        if (block.put(field, role) != null)
        {
            throw new AssertionError("a field has two roles: " + line);
        }
    }

    /** Returns the roles of the fields of a class in an operation, or null if it does not declare any. */
    Map<String, StateRole> roles(final Class<?> type, final String operation)
    {
        final String key = type.getName() + ' ' + operation;
        if (!known.containsKey(key))
        {
            final String name = name(type);
            known.put(key, blocks.getOrDefault(name + ' ' + operation, blocks.get(name + ANY)));
        }

        return known.get(key);
    }

    /** Returns whether objects of a class are given as a whole, wherever they are. */
    boolean isGiven(final Class<?> type, final String operation)
    {
        final Map<String, StateRole> block = roles(type, operation);

        return block != null && block.get(ALL) == StateRole.GIVEN && block.size() == 1;
    }

    private static String name(final Class<?> type)
    {
        final String name = type.getName();

        return name.startsWith(ROOT) ? name.substring(ROOT.length()) :
            name.startsWith(TABLES) ? name.substring(TABLES.length()) : "";
    }

    /**
     * Returns the role of a field.
     *
     * @param block  of its class, or null
     * @param outer  role of the field that has the object
     * @param isKept whether a class declares that field as kept, with all that is below it
     */
    static StateRole role(
        final Map<String, StateRole> block, final Field field, final StateRole outer, final boolean isKept)
    {
        final StateRole role = declared(block, field);
        final boolean isOuter = role == StateRole.PART ||
            (isKept && (role == StateRole.RESET || role == StateRole.COUNTED));

        final boolean isOfKept = role == StateRole.CACHED && (isKept || outer == StateRole.COUNTED);

        return isOuter ? outer : isOfKept ? StateRole.GIVEN : role;
    }

    /** Returns the role that a class declares for a field: that of the object, if it declares none. */
    static StateRole declared(final Map<String, StateRole> block, final Field field)
    {
        return block == null ? StateRole.PART :
            block.getOrDefault(field.getName(), block.getOrDefault(ALL, StateRole.GIVEN));
    }

    /** Returns whether a field is declared as kept, with all that is below it. */
    static boolean isKept(final Map<String, StateRole> block, final Field field)
    {
        return block != null && block.get(field.getName()) == StateRole.KEPT;
    }

    /** Returns the operations of a list that are not declared, by their names or for all operations. */
    public Set<String> undeclared(final Set<String> operations)
    {
        final Set<String> left = new TreeSet<>(operations);
        left.removeIf(key -> blocks.containsKey(key) || isNamed(blocks.get(key.substring(0, key.indexOf(' ')) + ANY)));

        return left;
    }

    /** Returns whether a block for all operations names its fields: no rest of them is a part. */
    private static boolean isNamed(final Map<String, StateRole> block)
    {
        return block != null && block.get(ALL) != StateRole.PART;
    }

    /** Returns the faults of the declarations: fields that are missing, and fields that are not there. */
    public List<String> faults(final ClassLoader loader)
    {
        final List<String> faults = new ArrayList<>();
        blocks.forEach((key, block) ->
        {
            final Set<String> declared = new TreeSet<>(block.keySet());
            final Set<String> mutable = new TreeSet<>();
            final Set<String> all = new TreeSet<>();
            for (final Field field : fields(type(loader, key.substring(0, key.indexOf(' ')))))
            {
                all.add(field.getName());
                if (!isConstant(field))
                {
                    mutable.add(field.getName());
                }
            }
            mutable.removeIf(field -> block.containsKey(field) || block.containsKey(ALL));
            declared.removeAll(all);
            declared.remove(ALL);
            mutable.forEach(field -> faults.add(key + ": undeclared " + field));
            declared.forEach(field -> faults.add(key + ": no field " + field));
        });

        return faults;
    }

    private static Class<?> type(final ClassLoader loader, final String name)
    {
        try
        {
            return Class.forName((name.startsWith("tables.") ? TABLES : ROOT) + name, false, loader);
        }
        catch (final ClassNotFoundException ex)
        {
            throw new AssertionError("declared, but no class: " + name, ex);
        }
    }

    /** Returns the fields that a class itself has in each object. */
    static List<Field> fields(final Class<?> type)
    {
        final List<Field> fields = new ArrayList<>();
        for (final Field field : type.getDeclaredFields())
        {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && !isScratch(field))
            {
                fields.add(field);
            }
        }

        return fields;
    }

    /** Returns whether a field of a histogram is its number, or a means of its encoding. */
    private static boolean isScratch(final Field field)
    {
        return field.getDeclaringClass().getName().startsWith("org.HdrHistogram.") &&
            (field.getName().equals("identity") || field.getName().startsWith("intermediate") ||
            field.getName().endsWith("Iterator"));
    }

    /** Returns whether a field never changes. */
    static boolean isConstant(final Field field)
    {
        final Class<?> type = field.getType();

        return Modifier.isFinal(field.getModifiers()) &&
            (type.isPrimitive() || type == String.class || type.isEnum());
    }
}
