package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the forms that texts for readers avoid. The texts are pages of the book, and literals of the engine: help,
 * manual pages and messages. One list has each form with its replacement and examples of both sides. Pages whose prose
 * still has such forms stand in another list, which may only become shorter.
 */
class PlainEnglishTest
{
    private static final int WORD_LIMIT = 25;
    /** Pages that are still open; the number may only fall. */
    private static final int OPEN_LIMIT = 1;
    private static final Pattern LITERALS =
        Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"(?:\\s*[+,]\\s*\"(?:[^\"\\\\]++|\\\\.)*+\")*+");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?<![:\"])//(?=[ A-Z])[^\n]*|'\\\\?\"'");

    @ParameterizedTest(name = "{0}: {3}")
    @CsvFileSource(resources = "/language/forms.csv", delimiter = '\t', numLinesToSkip = 1, maxCharsPerColumn = 1000)
    void shouldTellBothSidesOfEachForm(
        final String name, final String pattern, final String replacement, final String wrong, final String right)
    {
        assertThat(replacement).isNotBlank();
        for (final String sentence : wrong.split(" / ", -1))
        {
            assertThat(Pattern.compile(pattern).matcher(sentence).find()).as(name + ": " + sentence).isTrue();
        }
        for (final String sentence : right.split(" / ", -1))
        {
            assertThat(PlainForms.of(sentence)).as(sentence).isEmpty();
        }
    }

    @Test
    void shouldWritePagesInPlainEnglish() throws IOException
    {
        final List<String> open = PlainForms.lines("/language/open-pages.txt");
        final List<String> found = new ArrayList<>();
        for (final Path page : pages())
        {
            if (!open.contains(page.getFileName().toString()))
            {
                found.addAll(findings(page.getFileName().toString(), Files.readString(page, UTF_8)));
            }
        }

        assertThat(open).hasSizeLessThanOrEqualTo(OPEN_LIMIT).doesNotHaveDuplicates();
        assertThat(found).isEmpty();
    }

    /** A page leaves the list of the open ones with its last finding. */
    @Test
    void shouldHoldEachPageWithoutFindings() throws IOException
    {
        final List<String> open = PlainForms.lines("/language/open-pages.txt");
        final List<String> missing = new ArrayList<>(open);
        final Set<String> finished = new TreeSet<>();
        for (final Path page : pages())
        {
            final String name = page.getFileName().toString();
            missing.remove(name);
            if (open.contains(name) && findings(name, Files.readString(page, UTF_8)).isEmpty())
            {
                finished.add(name);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(finished).isEmpty();
    }

    @Test
    void shouldWriteMessagesInPlainEnglish() throws IOException
    {
        final List<String> kept = PlainForms.lines("/language/kept-texts.txt");
        final Set<String> unused = new TreeSet<>(kept);
        final List<String> found = new ArrayList<>();
        for (final Path source : SourceTree.engine())
        {
            for (final String finding : textsOf(Files.readString(source, UTF_8)))
            {
                final String text = SourceTree.name(source) + ": " + finding;
                unused.removeIf(text::startsWith);
                if (kept.stream().noneMatch(text::startsWith))
                {
                    found.add(text);
                }
            }
        }

        assertThat(found).isEmpty();
        assertThat(unused).isEmpty();
    }

    @Test
    void shouldFindFormsInPages()
    {
        final String words = "word ".repeat(WORD_LIMIT);

        assertThat(findings("a.md", "# It\n\nFine. It\nbreaks.")).hasSize(2);
        assertThat(findings("a.md", "| it |\n| --- |\n| fine: That is all |")).hasSize(1);
        assertThat(findings("a.md", "- one\n- Of a host\n1. This is")).hasSize(2);
        assertThat(findings("a.md", words + "word.")).hasSize(1);
        assertThat(findings("a.md", words.strip() + ". `It is` [a page](It.md).")).isEmpty();
        assertThat(findings("a.md", "```\nIt is behind.\n" + words + words + "\n```\n| " + words + words + " |"))
            .isEmpty();
    }

    @Test
    void shouldFindFormsInLiterals()
    {
        assertThat(textsOf("text(\"no event came behind it\")")).hasSize(1);
        assertThat(textsOf("text(\"Ends. \" +\n    \"It breaks.\")")).hasSize(1);
        assertThat(textsOf("text(\"ends in front\" +\n    \" of a pause\")")).hasSize(1);
        assertThat(textsOf("{ \"Of two texts\",\n    \"the first\" }")).hasSize(1);
        assertThat(textsOf("text(\"the monitor in front of the ITS\") /* \"It is behind\" */")).isEmpty();
        assertThat(textsOf("add('\"');\ntext(\"It breaks.\")")).hasSize(1);
        assertThat(textsOf("// It is behind.\ntext(\"It breaks.\")")).hasSize(1);
    }

    /** Returns the forms in the literals of a source. Literals joined by a plus or a comma are one text. */
    private static List<String> textsOf(final String source)
    {
        final List<String> found = new ArrayList<>();
        final Matcher texts = LITERALS.matcher(COMMENT.matcher(source).replaceAll(""));
        while (texts.find())
        {
            final StringBuilder text = new StringBuilder();
            LITERAL.matcher(texts.group()).results().forEach(each -> text.append(each.group(1)).append(' '));
            final String words = text.toString().replace("\\n", " ").replaceAll("\\s+", " ").strip();
            for (final String sentence : words.split("(?<=[.:;!?]) ", -1))
            {
                PlainForms.of(sentence).forEach(form -> found.add(sentence + " [" + form + ']'));
            }
        }

        return found;
    }

    private static List<String> findings(final String name, final String page)
    {
        final List<String> found = new ArrayList<>();
        for (final String sentence : PageProse.sentences(page))
        {
            PlainForms.of(sentence).forEach(form -> found.add(name + ": " + sentence + " [" + form + ']'));
            final int count = sentence.split(" ", -1).length;
            if (count > WORD_LIMIT)
            {
                found.add(name + ": " + sentence + " [" + count + " words]");
            }
        }
        for (final String cell : PageProse.cells(page))
        {
            PlainForms.of(cell).forEach(form -> found.add(name + ": " + cell + " [" + form + ']'));
        }

        return found;
    }

    private static List<Path> pages() throws IOException
    {
        final List<Path> pages =
            new ArrayList<>(SourceTree.files(SourceTree.ROOT.resolve(Path.of("engine", "docs")), ".md"));
        pages.add(SourceTree.ROOT.resolve("README.md"));

        return pages;
    }
}
