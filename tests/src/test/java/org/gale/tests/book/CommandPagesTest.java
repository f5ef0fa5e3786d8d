package org.gale.tests.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test that each page with commands of {@code gale} in its blocks says how that comes on the PATH. */
class CommandPagesTest
{
    private static final Path PAGES =
        SourceTree.ROOT.resolve("engine/docs");
    private static final Pattern COMMAND = Pattern.compile("^(?: {4})?(?:\\$ )?gale [a-z]", Pattern.MULTILINE);
    private static final String PLACE = "](start.md#gale-on-the-path)";
    private static final int PAGES_LEAST = 15;

    @Test
    void shouldSayHowGaleComesOnThePath() throws IOException
    {
        final List<Path> pages;
        try (Stream<Path> files = Files.list(PAGES))
        {
            pages = files.filter(file -> file.toString().endsWith(".md"))
                .filter(file -> COMMAND.matcher(text(file)).find()).toList();
        }

        assertTrue(pages.size() >= PAGES_LEAST, pages::toString);
        assertEquals(List.of(), pages.stream().filter(page -> !text(page).contains(PLACE)).toList());
    }

    private static String text(final Path page)
    {
        try
        {
            return Files.readString(page);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
