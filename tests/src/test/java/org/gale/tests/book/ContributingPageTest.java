package org.gale.tests.book;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the page about contributing: the files that its recipes name exist. */
class ContributingPageTest
{
    private static final Pattern FILE = Pattern.compile("`([\\w./]+\\.(?:java|md|faults))`");

    @Test
    void shouldNameFilesThatExist() throws IOException
    {
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/contributing.md"));
        final List<String> named = FILE.matcher(page).results().map(found -> found.group(1)).toList();
        final Set<String> sources = SourceTree.main().stream().map(SourceTree::name).collect(Collectors.toSet());
        final List<String> missing = named.stream().filter(name ->
            !Files.exists(SourceTree.ROOT.resolve(name)) && !sources.contains("engine/" + name)).toList();

        assertEquals(List.of(), missing);
        assertTrue(named.size() >= 20, named.toString());
    }
}
