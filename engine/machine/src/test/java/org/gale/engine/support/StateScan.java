package org.gale.engine.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.tables.memory.StateStream;

/** Search of the classes of a door for operations that make state old or new again, by their names and fields. */
final class StateScan
{
    private static final String ROOT = "org.gale.engine.";
    private static final Pattern NAMES =
        Pattern.compile("(reset|clear|restore|reuse|save|begin|giveBack|takeOver|end)([A-Z].*)?");

    private StateScan()
    {
    }

    /**
     * Returns the operations of the classes beside one, as {@code room.Class operation}.
     *
     * @param beside class whose door is searched
     */
    static Set<String> operations(final Class<?> beside)
    {
        final Set<String> found = new TreeSet<>();
        final Path classes = classes(beside);
        try (Stream<Path> files = Files.walk(classes))
        {
            files.map(file -> classes.relativize(file).toString())
                .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                .forEach(name -> find(type(name, beside.getClassLoader()), found));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return found;
    }

    private static Path classes(final Class<?> beside)
    {
        try
        {
            return Path.of(beside.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static Class<?> type(final String name, final ClassLoader loader)
    {
        try
        {
            return Class.forName(name, false, loader);
        }
        catch (final ClassNotFoundException ex)
        {
            throw new AssertionError(name, ex);
        }
    }

    private static void find(final Class<?> type, final Set<String> found)
    {
        if (type.isInterface() || type.isEnum() || type.isRecord() ||
            StateRoles.fields(type).stream().noneMatch(StateScan::isState))
        {
            return;
        }
        for (final Method method : type.getDeclaredMethods())
        {
            final int modifiers = method.getModifiers();
            final boolean isOperation = NAMES.matcher(method.getName()).matches() ||
                (method.getName().matches("state|[a-z]+State") &&
                Arrays.asList(method.getParameterTypes()).contains(StateStream.class));
            if (isOperation && !method.isSynthetic() && (modifiers & (Modifier.STATIC | Modifier.ABSTRACT)) == 0)
            {
                found.add(type.getName().substring(ROOT.length()) + ' ' + method.getName());
            }
        }
    }

    /** Returns whether a field has a state: it changes itself, or it is an array or collection. */
    private static boolean isState(final Field field)
    {
        final String name = field.getType().getName();

        return !Modifier.isFinal(field.getModifiers()) || field.getType().isArray() || name.startsWith("java.util.") ||
            name.startsWith("org.agrona.") || name.startsWith("org.HdrHistogram.");
    }
}
