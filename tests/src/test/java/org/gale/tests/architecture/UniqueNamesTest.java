package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test that no two top-level types share a name: a name in a message or a stack trace is that of one file. */
class UniqueNamesTest
{
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
    private static final String PACKAGE = "package-info.java";
    private static final int LEAST = 1_000;

    @Test
    void shouldNameEachTypeOnce() throws IOException
    {
        final Map<String, List<String>> places = new TreeMap<>();
        for (final String module : List.of("tables", "ringbuf", "engine", "benchmarks"))
        {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java")))
            {
                files.filter(file -> file.toString().endsWith(".java") && !file.endsWith(PACKAGE)).forEach(file ->
                    places.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                    .add(ROOT.relativize(file).toString()));
            }
        }
        assertTrue(places.size() > LEAST, () -> places.size() + " types");

        places.values().removeIf(files -> files.size() == 1);
        assertEquals(Map.of(), places);
    }
}
