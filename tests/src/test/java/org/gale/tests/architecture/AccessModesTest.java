package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
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
        for (final JavaClass type : sharing())
        {
            final String name = simple(type.getName());
            type.getFields().stream().filter(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
                .map(JavaField::getName).sorted()
                .forEach(field -> found.add(name + ": volatile " + field));
            type.getCodeUnits().stream().sorted((a, b) -> a.getFullName().compareTo(b.getFullName()))
                .map(AccessModesTest::modes).filter(line -> !line.isEmpty())
                .forEach(line -> found.add(name + '.' + line));
        }

        assertEquals(expected(), String.join("\n", found));
    }

    private static String simple(final String name)
    {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the classes that hand a word over: by a volatile field, or by an access with an order. */
    private static List<JavaClass> sharing()
    {
        return MainClasses.ALL.stream()
            .filter(type -> type.getFields().stream().anyMatch(
                field -> field.getModifiers().contains(JavaModifier.VOLATILE)) ||
                type.getMethodCallsFromSelf().stream().anyMatch(call -> isAccess(call) &&
                    ORDERED.matcher(call.getTarget().getName()).matches()))
            .sorted(Comparator.comparing(JavaClass::getName)).toList();
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

    private static String expected() throws IOException
    {
        try (InputStream in = AccessModesTest.class.getResourceAsStream("/access-modes.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        }
    }
}
