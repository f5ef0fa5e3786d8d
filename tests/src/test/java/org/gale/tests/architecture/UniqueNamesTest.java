package org.gale.tests.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test that no two top-level types share a name: a name in a message or a stack trace is that of one file. */
class UniqueNamesTest
{
    private static final String PACKAGE = "package-info.java";
    private static final int LEAST = 1_000;

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
}
