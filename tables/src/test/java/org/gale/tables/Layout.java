package org.gale.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;

/** Declared layout of a word of 32 or 64 bits. Reflection finds the layouts, so that none is omitted. */
record Layout(String name, Class<?> owner, int wordBits, List<Bits> fields)
{
    /** Field of a layout, as functions on words of up to 64 bits. */
    record Bits(
        String name, int shift, int width, boolean reserved, long mask, LongUnaryOperator get, LongBinaryOperator set)
    {
        static Bits of(final Object field)
        {
            if (field instanceof LongField f)
            {
                return new Bits(f.name(), f.shift(), f.width(), f.isReserved(), f.mask(), f::get, f::set);
            }

            final Field f = (Field)field;
            return new Bits(
                f.name(), f.shift(), f.width(), f.isReserved(), Integer.toUnsignedLong(f.mask()),
                (word) -> Integer.toUnsignedLong(f.get((int)word)),
                (word, value) -> Integer.toUnsignedLong(f.set((int)word, (int)value)));
        }

        long ones()
        {
            return mask >>> shift;
        }

        @Override
        public String toString()
        {
            return name + "=" + (width == 1 ? "" + shift : (shift + width - 1) + ":" + shift);
        }
    }

    private static final String LIST_SUFFIX = "FIELDS";

    /** Returns a word of ones of the layout's width. */
    long ones()
    {
        return -1L >>> (Long.SIZE - wordBits);
    }

    /** Returns the layout as a line of {@code layouts.txt}. */
    String line()
    {
        final StringBuilder line = new StringBuilder(name).append(' ').append(wordBits);
        fields.stream().filter((field) -> !field.reserved()).forEach((field) -> line.append(' ').append(field));

        return line.toString();
    }

    @Override
    public String toString()
    {
        return name;
    }

    /** Returns every list of fields in the main classes of this module. */
    static Stream<Layout> all()
    {
        return mainClasses().flatMap(Layout::of);
    }

    /** Returns the lines of {@code layouts.txt} by their first word. */
    static Map<String, String> reference()
    {
        final Map<String, String> lines = new TreeMap<>();
        try (InputStream in = Layout.class.getResourceAsStream("layouts.txt"))
        {
            new String(in.readAllBytes(), UTF_8).lines()
                .filter((line) -> !line.isEmpty() && !line.startsWith("#"))
                .forEach((line) -> lines.put(line.substring(0, line.indexOf(' ')), line));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return lines;
    }

    static Object constant(final java.lang.reflect.Field javaField)
    {
        try
        {
            return javaField.get(null);
        }
        catch (final IllegalAccessException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static Stream<Layout> of(final Class<?> owner)
    {
        return Arrays.stream(owner.getFields())
            .filter((javaField) -> javaField.getName().endsWith(LIST_SUFFIX))
            .map((javaField) -> of(owner, javaField));
    }

    private static Layout of(final Class<?> owner, final java.lang.reflect.Field javaField)
    {
        final List<Bits> fields = new ArrayList<>();
        boolean isLong = false;
        for (final Object field : (List<?>)constant(javaField))
        {
            isLong |= field instanceof LongField;
            fields.add(Bits.of(field));
        }

        final String part = javaField.getName().substring(0, javaField.getName().length() - LIST_SUFFIX.length());
        final String suffix = part.isEmpty() ? "" : "." + part.substring(0, part.length() - 1);

        return new Layout(armName(owner) + suffix, owner, isLong ? Long.SIZE : Integer.SIZE, fields);
    }

    private static String armName(final Class<?> owner)
    {
        return owner.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static Stream<Class<?>> mainClasses()
    {
        try
        {
            final Path root = Path.of(Field.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            final List<Class<?>> classes = new ArrayList<>();
            try (Stream<Path> files = Files.walk(root))
            {
                for (final Path file : files.sorted().toList())
                {
                    final String name = root.relativize(file).toString();
                    if (name.endsWith(".class") && !name.endsWith("-info.class") && !name.contains("$"))
                    {
                        final String dotted = name.replace('/', '.').replace('\\', '.');
                        classes.add(Class.forName(dotted.substring(0, dotted.length() - ".class".length())));
                    }
                }
            }

            return classes.stream();
        }
        catch (final IOException | URISyntaxException | ClassNotFoundException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
