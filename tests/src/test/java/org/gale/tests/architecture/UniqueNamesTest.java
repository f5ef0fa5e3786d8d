package org.gale.tests.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import com.tngtech.archunit.core.domain.JavaClass;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of names of types. No two top-level types share a name: a name in a message or a stack trace is that of one
 * file. A nested type that another package names says whose it is.
 */
class UniqueNamesTest
{
    private static final String PACKAGE = "package-info.java";
    private static final int LEAST = 1_000;
    /** Names that say nothing without the type around them. */
    private static final Set<String> BARE = Set.of("Kind", "Place", "Row", "Change", "Figure", "Verdict");

    @Test
    void shouldNameEachTypeOnce()
    {
        final Map<String, List<String>> places = new TreeMap<>();
        SourceTree.main().stream().filter(file -> !file.endsWith(PACKAGE)).forEach(file ->
            places.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                .add(SourceTree.name(file)));
        assertTrue(places.size() > LEAST, () -> places.size() + " types");

        places.values().removeIf(files -> files.size() == 1);
        assertEquals(Map.of(), places);
    }

    @Test
    void shouldSayWhoseANestedTypeIsThatAnotherPackageNames()
    {
        assertEquals(List.of(), MainClasses.ALL.stream()
            .filter(type -> type.isNestedClass() && BARE.contains(type.getSimpleName()))
            .filter(type -> type.getDirectDependenciesToSelf().stream().anyMatch(use ->
                !use.getOriginClass().getPackageName().equals(type.getPackageName())))
            .map(JavaClass::getName).sorted().toList());
    }
}
