package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The book's site in a browser, where one is installed: search, keys alone, narrow and wide, light and dark. */
@TestInstance(Lifecycle.PER_CLASS)
class BookInChromiumTest
{
    private static final int TERMS = 20;
    private static final long SEED = 79;
    private static final Pattern TERM = Pattern.compile("^\\| \\[?([a-z][a-z -]{3,}[a-z])(?:\\]| \\||,)",
        Pattern.MULTILINE);

    private Path site;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir final Path root) throws IOException
    {
        assumeTrue(Chromium.find() != null, Chromium.NOT_INSTALLED);
        site = root.resolve("site");
        assertEquals(0, GaleRun.of(new StringWriter(), new StringWriter(), "book", "--html", site.toString()));
        chromium = Chromium.start(root);
    }

    @AfterAll
    void end() throws IOException
    {
        if (chromium != null)
        {
            chromium.close();
        }
    }

    @AfterEach
    void shouldHaveNoError()
    {
        if (chromium != null)
        {
            assertEquals(List.of(), chromium.errors());
        }
    }

    private JsonNode search(final String words) throws IOException
    {
        return chromium.evaluate("(() => { const input = document.getElementById('words'); input.value = '" + words +
            "'; input.dispatchEvent(new Event('input')); return [...document.querySelectorAll('#found a')]" +
            ".map(link => link.href.slice(link.href.lastIndexOf('/') + 1)); })()");
    }

    private String place() throws IOException
    {
        return chromium.evaluate("location.href.slice(location.href.lastIndexOf('/') + 1)").asText();
    }

    /** Terms that are drawn from the glossary: the section that is found first has the words of the term. */
    @Test
    void shouldFindTermsOfTheGlossary() throws IOException
    {
        final List<String> terms = TERM.matcher(Files.readString(Path.of("docs/glossary.md"))).results()
            .map(match -> match.group(1)).distinct().collect(Collectors.toCollection(ArrayList::new));
        assertTrue(terms.size() >= TERMS, terms.toString());
        Collections.shuffle(terms, new Random(SEED));
        chromium.open(site.resolve("index.html"), 1_200, "light");

        for (final String term : terms.subList(0, TERMS))
        {
            final JsonNode found = search(term);
            assertTrue(found.size() > 0, term);
            final String first = found.get(0).asText();
            final String page = Files.readString(site.resolve(first.substring(0, first.indexOf('#'))))
                .toLowerCase(Locale.ROOT);
            for (final String word : term.split(" ", -1))
            {
                assertTrue(page.contains(word), term + ": " + first);
            }
        }
        assertEquals(0, search("no such wordzz").size());
        assertEquals("nothing", chromium.evaluate("document.getElementById('count').textContent").asText());
    }

    /** A heading that is the words comes first, and a section must have all of them. */
    @Test
    void shouldPutHeadingsFirst() throws IOException
    {
        chromium.open(site.resolve("start.html"), 1_200, "dark");

        assertEquals("kvm.html#who-owns-a-ppi", search("who owns ppi").get(0).asText());
        assertEquals("replay.html#replay-and-search", search("replay search").get(0).asText());
    }

    @Test
    void shouldBeUsedByKeysAlone() throws IOException
    {
        chromium.open(site.resolve("index.html"), 1_200, "light");
        chromium.key("/");
        assertEquals("words", chromium.evaluate("document.activeElement.id").asText());
        search("who owns ppi");
        chromium.key("ArrowDown");
        chromium.key("ArrowDown");
        assertEquals(1, chromium.evaluate(
            "[...document.querySelectorAll('#found a')].indexOf(document.activeElement)").asInt());
        chromium.key("ArrowUp");
        chromium.key("ArrowUp");
        assertEquals("words", chromium.evaluate("document.activeElement.id").asText());
        chromium.key("Escape");
        assertEquals(0, chromium.evaluate("document.querySelectorAll('#found a').length").asInt());

        chromium.open(site.resolve("kvm.html"), 1_200, "light");
        chromium.key("/");
        search("who owns ppi");
        chromium.key("Enter");
        assertEquals("kvm.html#who-owns-a-ppi", place());
    }

    @ParameterizedTest
    @CsvSource({"index, 400, light", "index, 1200, dark", "settings, 400, dark", "rules, 400, light",
        "limits, 400, dark", "traffic, 1200, light", "direct-injection, 400, light", "script, 400, dark",
        "measured, 400, light"})
    void shouldFitItsWindow(final String page, final int width, final String scheme) throws IOException
    {
        chromium.open(site.resolve(page + ".html"), width, scheme);

        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= width, "scrolls sideways");
        assertEquals(width > 800, chromium.evaluate("document.getElementById('contents').open").asBoolean());
        assertEquals(scheme.equals("dark") ? "rgb(20, 23, 27)" : "rgb(255, 255, 255)",
            chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText());
    }
}
