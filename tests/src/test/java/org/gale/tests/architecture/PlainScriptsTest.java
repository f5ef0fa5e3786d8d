package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the forms that texts for readers avoid, in texts outside of Java and of the book: scripts and HTML of pages,
 * profiles, clients, headers and the launcher.
 */
class PlainScriptsTest
{
    private static final Pattern BLOCK_COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern LINE_COMMENT = Pattern.compile("(?<![:\"'])//[^\n]*");
    private static final Pattern LITERAL = Pattern.compile(
        "'((?:[^'\\\\\n]|\\\\.)*+)'|\"((?:[^\"\\\\\n]|\\\\.)*+)\"|`((?:[^`\\\\]|\\\\.)*+)`");
    private static final Pattern TEMPLATE = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern HTML_TEXT =
        Pattern.compile("(?:>|\\b(?:title|placeholder|aria-label)=\")([^<>\"]+)[<\"]");
    private static final Pattern C_COMMENT = Pattern.compile("(?s)/\\*(.*?)\\*/");
    private static final Pattern HASH_COMMENT = Pattern.compile("(?m)(?:^[ \t]*#[^\n]*\n)+");
    private static final Pattern DOCSTRING = Pattern.compile("(?s)\"\"\"(.*?)\"\"\"");
    private static final Pattern MARK = Pattern.compile("(?m)^[ \t]*(?:\\*|#+!?)[ \t]?");

    @Test
    void shouldWriteScriptsOfPagesInPlainEnglish() throws IOException
    {
        assertThat(findings("src/main/resources", ".js", PlainScriptsTest::script)).isEmpty();
    }

    @Test
    void shouldWriteFramesOfPagesInPlainEnglish() throws IOException
    {
        assertThat(findings("src/main/resources", ".html", page -> groups(HTML_TEXT, page))).isEmpty();
    }

    @Test
    void shouldWriteProfilesInPlainEnglish() throws IOException
    {
        assertThat(findings("src/main/resources", ".yaml", PlainScriptsTest::hashComments)).isEmpty();
    }

    @Test
    void shouldWriteClientsInPlainEnglish() throws IOException
    {
        final List<String> found = new ArrayList<>();
        found.addAll(findings(SourceTree.ROOT.resolve("engine/include"), ".h", PlainScriptsTest::c));
        found.addAll(findings(SourceTree.ROOT.resolve("engine/clients"), ".c", PlainScriptsTest::c));
        found.addAll(findings(SourceTree.ROOT.resolve("engine/clients"), ".py",
            text -> Stream.concat(groups(DOCSTRING, text), Stream.concat(hashComments(text), literals(text)))));
        found.addAll(findings(SourceTree.ROOT.resolve("engine/bin"), "gale",
            text -> Stream.concat(hashComments(text), literals(text))));

        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindFormsInEachKindOfText()
    {
        assertThat(forms(script("a('It ends.'); // It is\nb(\"fine\"); /* It is */"))).hasSize(1);
        assertThat(forms(script("a(`beside ${behind} it`)"))).hasSize(1);
        assertThat(forms(groups(HTML_TEXT, "<p title=\"It ends.\">Of a host</p><p>fine</p>"))).hasSize(2);
        assertThat(forms(hashComments("# It\n# ends.\na: behind\n"))).hasSize(1);
        assertThat(forms(c("/* A lane. It\n * ends. */ int x; \"It ends.\""))).hasSize(2);
        assertThat(forms(groups(DOCSTRING, "def a():\n    \"\"\"It ends.\"\"\"\n"))).hasSize(1);
    }

    private static Stream<String> script(final String text)
    {
        return literals(LINE_COMMENT.matcher(BLOCK_COMMENT.matcher(text).replaceAll("")).replaceAll(""))
            .map(literal -> TEMPLATE.matcher(literal).replaceAll("code"));
    }

    private static Stream<String> c(final String text)
    {
        return Stream.concat(groups(C_COMMENT, text), literals(BLOCK_COMMENT.matcher(text).replaceAll("")));
    }

    private static Stream<String> hashComments(final String text)
    {
        return HASH_COMMENT.matcher(text).results().map(match -> MARK.matcher(match.group()).replaceAll(""));
    }

    /** Returns the literals of a source. A text that ends a sentence within a literal begins one there, too. */
    private static Stream<String> literals(final String text)
    {
        return groups(LITERAL, text).map(literal -> literal.replace("\\n", " "));
    }

    private static Stream<String> groups(final Pattern pattern, final String text)
    {
        return pattern.matcher(text).results().map(match ->
        {
            int group = 1;
            while (match.group(group) == null)
            {
                group++;
            }

            return MARK.matcher(match.group(group)).replaceAll("");
        });
    }

    private static List<String> forms(final Stream<String> texts)
    {
        return texts.flatMap(PlainForms::in).toList();
    }

    private static List<String> findings(final String below, final String end, final Texts texts) throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path module : SourceTree.modules())
        {
            found.addAll(findings(module.resolve(below), end, texts));
        }

        return found;
    }

    private static List<String> findings(final Path directory, final String end, final Texts texts) throws IOException
    {
        final List<String> found = new ArrayList<>();
        if (Files.isDirectory(directory))
        {
            for (final Path file : SourceTree.files(directory, end))
            {
                forms(texts.of(Files.readString(file, UTF_8)))
                    .forEach(finding -> found.add(file.getFileName() + ": " + finding));
            }
        }

        return found;
    }

    @FunctionalInterface
    private interface Texts
    {
        Stream<String> of(String text);
    }
}
