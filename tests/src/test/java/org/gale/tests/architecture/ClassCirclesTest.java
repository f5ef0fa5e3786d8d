package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests that the circles of classes inside packages only become smaller, and that no class names too many others. A
 * class counts with its nested classes. Who breaks a circle writes the lower number here.
 */
class ClassCirclesTest
{
    private static final String ROOT = "org.gale.";
    /** Circles of more classes are listed, each package with its largest. */
    private static final int SMALL = 2;
    /** Limit of the other classes that a class names. */
    private static final int USED_LIMIT = 60;
    private static final int IN_CIRCLES = 30;
    private static final Map<String, Integer> LARGEST = Map.of(
        "engine.cli.storm", 3, "engine.cli.sweep", 4, "engine.gicv4", 4, "engine.gicv5.irs", 3);

    private static Map<String, Set<String>> arrows;

    @BeforeAll
    static void read() throws IOException
    {
        arrows = arrows();
    }

    @Test
    void shouldHaveNoMoreClassesInCircles()
    {
        final List<SortedSet<String>> circles = ClassCircles.of(arrows);
        final Map<String, Integer> largest = new TreeMap<>();
        circles.stream().filter(circle -> circle.size() > SMALL).forEach(circle ->
            largest.merge(packageOf(circle.first()), circle.size(), Math::max));

        assertEquals(LARGEST, largest, () -> joined(circles));
        assertEquals(IN_CIRCLES, circles.stream().mapToInt(Set::size).sum(), () -> joined(circles));
    }

    /** Registers of all parts meet in a CONFIG frame, and a machine is made of its parts. */
    @Test
    void shouldUseFewOtherClasses()
    {
        final Set<String> many = new TreeSet<>();
        arrows.forEach((from, named) ->
        {
            if (named.size() > USED_LIMIT)
            {
                many.add(from);
            }
        });

        assertEquals(Set.of("org.gale.engine.gicv5.Gicv5Machine", "org.gale.engine.gicv5.irs.IrsConfigFrame"), many);
    }

    @Test
    void shouldFindTwoCirclesThatAnArrowJoins()
    {
        final Map<String, Set<String>> graph = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a", "d"),
            "d", Set.of("e", "f"), "e", Set.of("d"), "f", Set.of());

        assertEquals(List.of(Set.of("d", "e"), Set.of("a", "b", "c")), ClassCircles.of(graph));
    }

    /** {@return the top-level classes that each top-level class names, itself excepted} */
    private static Map<String, Set<String>> arrows() throws IOException
    {
        final Map<String, Set<String>> arrows = new TreeMap<>();
        for (final JavaClass type : MainClasses.ALL)
        {
            final String from = top(type);
            try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream())
            {
                arrows.computeIfAbsent(from, name -> new TreeSet<>()).addAll(ClassNames.in(file));
            }
        }
        arrows.forEach((from, named) -> named.remove(from));

        return arrows;
    }

    private static String joined(final List<SortedSet<String>> circles)
    {
        return circles.stream().map(Set::toString).collect(Collectors.joining("\n", "circles:\n", "\n"));
    }

    private static String top(final JavaClass type)
    {
        final int nested = type.getName().indexOf('$');

        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    private static String packageOf(final String type)
    {
        return type.substring(ROOT.length(), type.lastIndexOf('.'));
    }
}
