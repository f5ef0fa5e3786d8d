package org.gale.tests.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the page about contributing: the files that its recipes name exist. */
class ContributingPageTest
{
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
    private static final Path ROOMS = ROOT.resolve("engine/src/main/java/org/gale/engine");
    private static final Pattern FILE = Pattern.compile("`([\\w./]+\\.(?:java|md|faults))`");

    @Test
    void shouldNameFilesThatExist() throws IOException
    {
        final List<String> named = FILE.matcher(Files.readString(ROOT.resolve("engine/docs/contributing.md")))
            .results().map(found -> found.group(1)).toList();
        final List<String> missing = named.stream().filter(name ->
            !Files.exists(ROOT.resolve(name)) && !Files.exists(ROOMS.resolve(name))).toList();

        assertEquals(List.of(), missing);
        assertTrue(named.size() >= 20, named.toString());
    }
}
