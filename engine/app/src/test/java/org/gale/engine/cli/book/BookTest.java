package org.gale.engine.cli.book;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.WrappedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test of the book in the terminal and as a site, by the pages of the repository. */
class BookTest
{
    private static final Path PAGES = Path.of("docs");
    private static final int WIDTH = 100;
    private static final Pattern LINK = Pattern.compile("<(\\w+)[^>]* (?:href|src|srcset)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" (?:id|name)=\"([^\"]*)\"");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int gale(final String... words)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, words);
    }

    @Test
    void shouldListEachPageOnce() throws IOException
    {
        final Set<String> files;
        try (Stream<Path> pages = Files.list(PAGES))
        {
            files = pages.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md"))
                .map(name -> name.replace(".md", "")).collect(Collectors.toCollection(TreeSet::new));
        }

        assertEquals(ExitCode.OK, gale("book"), err.toString());
        final List<String> listed = out.toString().lines().filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", 2)[0]).toList();
        assertEquals(files, new TreeSet<>(listed));
        assertEquals(files.size(), listed.size());
        assertEquals(List.of("learn", "do", "look up", "understand"),
            out.toString().lines().filter(line -> line.matches("[a-z ]+") && !line.startsWith(" ")).toList());
    }

    /** The first sentence of each page names its readers. */
    @Test
    void shouldSayForWhomEachPageIs()
    {
        assertEquals(List.of(), Book.read().pages().stream().filter(page -> !page.kind().isEmpty())
            .filter(page -> !page.summary().startsWith("This page is for ")).map(BookPage::name).toList());
    }

    /** Each page within the columns, but for code and words that are longer, and with each of its words. */
    @Test
    void shouldShowEachPageInTheTerminal() throws IOException
    {
        for (final BookPage page : Book.read().pages())
        {
            assertEquals(ExitCode.OK, gale("book", page.name()), err.toString());
            final List<String> wide = out.toString().lines().filter(line -> line.length() > WIDTH)
                .filter(line -> !line.startsWith("    ") && line.strip().contains(" ") && !line.contains("  "))
                .filter(line -> Stream.of(line.split(" ", -1)).noneMatch(word -> word.length() > WIDTH / 2)).toList();
            assertEquals(List.of(), wide, page.name());
            final String shown = out.toString().replaceAll("[\\s`|]+", "");
            for (final BookPage.Section section : page.sections())
            {
                assertTrue(shown.contains(section.title().replaceAll("[\\s`|]+", "")), section.title());
            }
        }
    }

    @Test
    void shouldShowOneSectionUpToTheNextOneOfItsLevel()
    {
        assertEquals(ExitCode.OK, gale("book", "glossary#parts-of-an-interrupt-controller"), err.toString());

        assertTrue(out.toString().startsWith("Parts of an interrupt controller\n----"), out.toString());
        assertTrue(out.toString().contains("\nIRS "), out.toString());
        assertFalse(out.toString().contains("Interrupts (Arm's terms)"), out.toString());
    }

    @Test
    void shouldShowTheBlocksOfAPage()
    {
        final BookPage page = BookPage.of("p", "do", """
            # Title of `it`

            Text with `code` and *stress*
            on two lines.

            1. one
            2. two
               - inner

            | a | b |
            | --- | --- |
            | 1 | `x` |

            ```
            code  1
            ```

            ## Again

            ## Again
            """);

        assertEquals(List.of("Title of `it`", "=============", "", "Text with `code` and stress on two lines.", "",
            "1. one", "2. two", "   - inner", "", "a  b", "-  ---", "1  `x`", "", "    code  1", "", "Again", "-----",
            "", "Again", "-----"), TerminalPage.lines(page, null, WIDTH));
        assertEquals(List.of("title-of-it", "again", "again-1"),
            page.sections().stream().map(BookPage.Section::anchor).toList());
        assertEquals("Text with code and stress on two lines.", page.summary());
    }

    @ParameterizedTest
    @CsvSource({"9, a b c d e", "8, a b c d|e", "7, a b c d|e", "6, a b c|d e", "1, a|b|c|d|e", "0, a|b|c|d|e"})
    void shouldWrapAtAWidth(final int width, final String lines)
    {
        assertEquals(List.of(lines.split("\\|", -1)), WrappedText.lines("a b c d e", width));
    }

    @ParameterizedTest
    @CsvSource({"26, 26", "25, 25", "24, 24", "10, 18"})
    void shouldNarrowTheWidestColumnOfATable(final int width, final int widest)
    {
        final List<String> lines =
            PageTable.lines(List.of(List.of("head", "second"), List.of("one two three", "four five 1")), width);

        assertEquals(widest, lines.get(1).length(), lines.toString());
        assertEquals("one two three four five 1".replace(" ", "").length(), lines.subList(2, lines.size()).stream()
            .mapToInt(line -> line.replace(" ", "").length()).sum());
    }

    @Test
    void shouldFindSectionsThatHaveAllWords()
    {
        assertEquals(ExitCode.OK, gale("book", "--find", "USERSPACE_ppis irq_line"), err.toString());
        assertTrue(out.toString().contains("gale book kvm#who-owns-a-ppi   # Who owns a PPI?\n"), out.toString());

        assertEquals(ExitCode.USAGE, gale("book", "--find", "USERSPACE_ppis nowherezz"));
        assertEquals("gale book: no section of the book has all of 'USERSPACE_ppis nowherezz'\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "book kvmm | no page 'kvmm': did you mean 'kvm'? ('gale book' lists them)",
        "book lost | no page 'lost': did you mean 'lost-interrupt'? ('gale book' lists them)",
        "book ../README | no page '../README' ('gale book' lists them)",
        "book kvm#who-owns-ppi | page kvm has no section 'who-owns-ppi': did you mean 'who-owns-a-ppi'?",
        "book kvm --find a | PAGE, --find and --html exclude each other"})
    void shouldRefuseWhatIsNotThere(final String line, final String message)
    {
        assertEquals(ExitCode.USAGE, gale(line.split(" ", -1)));
        assertEquals("gale book: " + message + '\n', err.toString());
    }

    @Test
    void shouldWriteIntoADirectoryOfItsOwnAlone() throws IOException
    {
        final Path site = directory.resolve("deep/site");
        assertEquals(ExitCode.OK, gale("book", "--html", site.toString()), err.toString());
        assertEquals(ExitCode.OK, gale("book", "--html", site.toString()), err.toString());

        final Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("mine"), "kept");
        assertEquals(ExitCode.USAGE, gale("book", "--html", other.toString()));
        assertTrue(err.toString().contains(": there are other files ("), err.toString());
        assertEquals(ExitCode.USAGE, gale("book", "--html", other.resolve("mine").toString()));
        assertEquals("kept", Files.readString(other.resolve("mine")));
    }

    /** Each link leads to a file, and to a place of its page; a picture, a style or a script never to another host. */
    @Test
    void shouldHaveNoBrokenLinkOnTheSite() throws IOException
    {
        final Path site = directory.resolve("site");
        assertEquals(ExitCode.OK, gale("book", "--html", site.toString()), err.toString());
        final Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(site))
        {
            for (final Path file : files.filter(path -> path.toString().endsWith(".html")).toList())
            {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        final List<String> broken = new ArrayList<>();
        int links = 0;
        for (final Map.Entry<String, String> page : texts.entrySet())
        {
            assertEquals(2, page.getValue().split("aria-current=\"page\"", -1).length, "its own place in the contents");
            assertEquals(ID.matcher(page.getValue()).results().count(), ids(page.getValue()).size(), page.getKey());
            final Matcher link = LINK.matcher(page.getValue());
            while (link.find())
            {
                links++;
                if (!leads(site, texts, page.getKey(), link.group(1), link.group(2)))
                {
                    broken.add(page.getKey() + ": " + link.group());
                }
            }
        }

        assertEquals(List.of(), broken);
        assertEquals(Book.read().pages().size(), texts.size());
        assertTrue(links > 1_000, Integer.toString(links));
    }

    /** Each drawing says what it shows, has both schemes of colours, and asks for nothing else. */
    @Test
    void shouldHaveDrawingsForLightAndDark() throws Exception
    {
        final List<Path> drawings;
        try (Stream<Path> files = Files.list(PAGES))
        {
            drawings = files.filter(file -> file.toString().endsWith(".svg")).toList();
        }
        final StringBuilder pages = new StringBuilder();
        for (final BookPage page : Book.read().pages())
        {
            pages.append(Files.readString(page.name().equals(Book.FIRST) ? Path.of("../README.md") :
                PAGES.resolve(page.name() + ".md")));
        }
        final DocumentBuilder reader = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (final Path drawing : drawings)
        {
            final Element root = reader.parse(drawing.toFile()).getDocumentElement();
            final String text = Files.readString(drawing);
            assertEquals(1, root.getElementsByTagName("title").getLength(), drawing.toString());
            assertEquals(1, root.getElementsByTagName("desc").getLength(), drawing.toString());
            assertTrue(text.contains("prefers-color-scheme: dark"), drawing.toString());
            assertEquals(-1, text.replace("http://www.w3.org/2000/svg", "").indexOf("://"), drawing.toString());
            assertTrue(pages.indexOf("](" + drawing.getFileName() + ")") > 0, drawing + " stands on no page");
        }
        assertTrue(drawings.size() >= 9, drawings.toString());
    }

    private static boolean leads(final Path site, final Map<String, String> texts, final String page, final String tag,
        final String target)
    {
        if (target.startsWith("https://"))
        {
            return tag.equals("a");
        }
        final int hash = target.indexOf('#');
        final String file = hash < 0 ? target : hash == 0 ? page : target.substring(0, hash);

        return Files.exists(site.resolve(file)) &&
            (hash < 0 || ids(texts.get(file)).contains(target.substring(hash + 1)));
    }

    private static Set<String> ids(final String html)
    {
        return ID.matcher(html).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }
}
