package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.gale.engine.lanes.AttachPoint;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Access modes of the words that two threads share, read from the class files. A release store that becomes a plain
 * one, or a fence that goes, changes nothing that a test on x86 can see; it changes this list. The list is
 * {@code access-modes.txt}: a change of it is reviewed by eye, with the pair that its comment in the code names.
 */
class AccessModesTest
{
    private static final Pattern MODE = Pattern.compile(
        "(get|put|set|weak|compareAnd|lazySet|getAnd|putOrdered).*" +
        "(Acquire|Release|Opaque|Volatile|Set|Exchange|Ordered).*|.*[fF]ence|set|lazySet");
    private static final List<String> OWNERS = List.of("org.agrona.concurrent.UnsafeBuffer",
        "org.agrona.concurrent.AtomicBuffer", "java.lang.invoke.VarHandle", "java.util.concurrent.atomic.AtomicLong",
        "java.util.concurrent.atomic.AtomicInteger", "java.util.concurrent.atomic.AtomicReference",
        "org.agrona.concurrent.status.AtomicCounter", "org.agrona.MutableDirectBuffer", "org.agrona.DirectBuffer");
    private static final Pattern ORDERED =
        Pattern.compile(".*(Acquire|Release|Opaque|Volatile|Ordered|lazySet|compareAnd|getAnd|[fF]ence).*");

    @Test
    void shouldHandOverWithTheAccessModesThatWereReviewed() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final String name : classes())
        {
            final JavaClass type = new ClassFileImporter().importUrl(
                load(name).getResource(name.substring(name.lastIndexOf('.') + 1) + ".class")).get(name);
            type.getFields().stream().filter(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
                .map(JavaField::getName).sorted()
                .forEach(field -> found.add(simple(name) + ": volatile " + field));
            type.getCodeUnits().stream().sorted((a, b) -> a.getFullName().compareTo(b.getFullName()))
                .map(AccessModesTest::modes).filter(line -> !line.isEmpty())
                .forEach(line -> found.add(simple(name) + '.' + line));
        }

        assertEquals(expected(), String.join("\n", found));
    }

    private static String simple(final String name)
    {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the names of all classes that hand a word over: by a volatile field, or by an access with an order. */
    private static Set<String> classes()
    {
        return new ClassFileImporter().importPackages("org.gale").stream()
            .filter(type -> type.getSource().map(source -> source.getUri().toString()).filter(
                uri -> uri.contains("test-classes") || uri.contains("-tests.jar") || uri.contains("/tt/")).isEmpty())
            .filter(type -> type.getFields().stream().anyMatch(
                field -> field.getModifiers().contains(JavaModifier.VOLATILE)) ||
                type.getMethodCallsFromSelf().stream().anyMatch(call -> isAccess(call) &&
                    ORDERED.matcher(call.getTarget().getName()).matches()))
            .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the calls of a method that load or store a shared word, in order of their names. */
    private static String modes(final JavaCodeUnit method)
    {
        final String calls = method.getMethodCallsFromSelf().stream().filter(AccessModesTest::isAccess)
            .map(call -> call.getTarget().getName()).sorted().collect(Collectors.joining(" "));

        return calls.isEmpty() ? "" : method.getName() + ": " + calls;
    }

    private static boolean isAccess(final JavaMethodCall call)
    {
        return OWNERS.contains(call.getTargetOwner().getFullName()) &&
            MODE.matcher(call.getTarget().getName()).matches();
    }

    private static Class<?> load(final String name)
    {
        try
        {
            return Class.forName(name, false,
                name.startsWith("org.gale.ringbuf") ? Lane.class.getClassLoader() : AttachPoint.class.getClassLoader());
        }
        catch (final ClassNotFoundException ex)
        {
            throw new AssertionError(name, ex);
        }
    }

    private static String expected() throws IOException
    {
        try (InputStream in = AccessModesTest.class.getResourceAsStream("/access-modes.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        }
    }
}
