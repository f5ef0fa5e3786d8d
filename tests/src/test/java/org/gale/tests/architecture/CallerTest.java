package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Rule that every public method of the machine and its tools has a caller there. The methods of {@code uncalled.txt}
 * have none, for the reason that the list gives: producers outside the engine, benchmarks or tests call them.
 */
class CallerTest
{
    private static final String ROOT = "org.gale.";

    @Test
    void shouldCallEveryPublicMethodThatIsNotListed() throws IOException
    {
        final Map<String, Set<JavaClass>> called = called(MainClasses.ALL);

        final Set<String> uncalled = MainClasses.ALL.stream().flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> !isCalledFromOutside(method) && !isCalled(method, called))
            .map(CallerTest::name).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(String.join("\n", listed()), String.join("\n", uncalled));
    }

    /** Returns the classes that calls and method references name as the owner, by name of the method. */
    private static Map<String, Set<JavaClass>> called(final JavaClasses classes)
    {
        final Map<String, Set<JavaClass>> called = new HashMap<>();
        for (final JavaClass type : classes)
        {
            for (final JavaCodeUnit unit : type.getCodeUnits())
            {
                Stream.concat(unit.getMethodCallsFromSelf().stream(), unit.getMethodReferencesFromSelf().stream())
                    .filter(call -> !call.getTarget().getFullName().equals(unit.getFullName()))
                    .forEach(call -> called.computeIfAbsent(
                        call.getTarget().getName() + types(call.getTarget().getRawParameterTypes()),
                        key -> new HashSet<>()).add(call.getTargetOwner()));
            }
        }

        return called;
    }

    /** Returns whether a call names the method's class, or one above or below it: any of them may be meant. */
    private static boolean isCalled(final JavaMethod method, final Map<String, Set<JavaClass>> called)
    {
        final JavaClass owner = method.getOwner();

        return called.getOrDefault(method.getName() + types(method.getRawParameterTypes()), Set.of()).stream()
            .anyMatch(type -> type.isAssignableTo(owner.getName()) || owner.isAssignableTo(type.getName()) ||
                owner.getAllSubclasses().stream().anyMatch(below -> below.isAssignableTo(type.getName())));
    }

    /** Returns whether the JDK or a library calls the method: it implements a method of theirs, or is annotated. */
    private static boolean isCalledFromOutside(final JavaMethod method)
    {
        return method.getModifiers().contains(JavaModifier.SYNTHETIC) || !method.getAnnotations().isEmpty() ||
            "main".equals(method.getName()) || isAccessor(method) || isOfEnum(method) ||
            Stream.concat(method.getOwner().getAllRawSuperclasses().stream(),
                method.getOwner().getAllRawInterfaces().stream())
                .filter(type -> !type.getName().startsWith(ROOT))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(above -> above.getName().equals(method.getName()));
    }

    private static boolean isAccessor(final JavaMethod method)
    {
        return method.getOwner().isRecord() && method.getRawParameterTypes().isEmpty() &&
            method.getOwner().tryGetField(method.getName()).isPresent();
    }

    /** Returns whether the compiler makes the method for an enum. */
    private static boolean isOfEnum(final JavaMethod method)
    {
        return method.getOwner().isEnum() && Set.of("values", "valueOf").contains(method.getName());
    }

    private static String types(final List<JavaClass> parameters)
    {
        return parameters.stream().map(JavaClass::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(final JavaMethod method)
    {
        return method.getOwner().getName().substring(ROOT.length()).replace('$', '.') + '.' + method.getName() +
            types(method.getRawParameterTypes());
    }

    private static Set<String> listed() throws IOException
    {
        try (InputStream in = CallerTest.class.getResourceAsStream("/uncalled.txt"))
        {
            return new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.isBlank() && line.charAt(0) != '#')
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
