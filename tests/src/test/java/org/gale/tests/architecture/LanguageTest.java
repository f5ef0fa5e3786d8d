package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Language rules of the house that a machine can check: first words and lengths of the sentences of Javadoc, and words
 * that are not used.
 */
class LanguageTest
{
    private static final int WORD_LIMIT = 30;
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@[^}]*}|<pre>.*?</pre>", Pattern.DOTALL);
    private static final Pattern QUESTION = Pattern.compile("\\w\\)?\\?(?:\\s|$)");
    private static final Pattern FIRST_WORD =
        Pattern.compile("(?:What|Who|Whoever|Of|As|The same|It|Those)\\b.*", Pattern.DOTALL);
    private static final Pattern VERB_AND_OBJECT = Pattern.compile(
        "\\s*\\*?\\s*[A-Z][a-z]+s (?:the|an?|each|every|all|one|its|no|what|how|where|which|whether)\\b.*",
        Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile(
        "\\s*(?:@\\w+(?:\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))?\\s*)*" +
        "(?:(?:public|private|protected|static|final|abstract)\\s+)*(?:class|interface|enum|record)\\s+\\w");
    private static final Pattern UNUSED_WORD = Pattern.compile(
        "\\b(?:looks|a look|residue|gives? up|given up|told|whom|as ever|in vain)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern NAME = Pattern.compile("\\b\\w*(?:[lL]ooks|[rR]esidue|[gG]ivenUp|[gG]ivesUp)\\w*\\b");

    @Test
    void shouldBeginJavadocWithItsNounOrVerb() throws IOException
    {
        assertThat(findings((path, text) -> javadoc(path, text, (line, words, found) ->
        {
            if (FIRST_WORD.matcher(words).matches())
            {
                found.add(line + ": " + words.lines().findFirst().orElse(""));
            }
        }))).isEmpty();
    }

    @Test
    void shouldBeginTheJavadocOfATypeWithItsNoun() throws IOException
    {
        assertThat(findings(LanguageTest::typesThatBeginWithAVerb)).isEmpty();
    }

    @Test
    void shouldFindATypeThatBeginsWithAVerb()
    {
        final Path path = Path.of("A.java");

        assertThat(typesThatBeginWithAVerb(path, "/**\n * Checks the paths.\n */\n@Tag(\"P1\")\nfinal class A"))
            .hasSize(1);
        assertThat(typesThatBeginWithAVerb(path, "/** Runs one storm. */ interface A")).hasSize(1);
        assertThat(typesThatBeginWithAVerb(path, "/** Checks of the paths. */ public final class A")).isEmpty();
        assertThat(typesThatBeginWithAVerb(path, "/** Checks the paths. */ void check()")).isEmpty();
    }

    @Test
    void shouldKeepSentencesShort() throws IOException
    {
        assertThat(findings((path, text) -> javadoc(path, text, (line, words, found) ->
        {
            for (final String sentence : words.replaceAll("\\s+", " ").split("(?<=[.:;!?]) ", -1))
            {
                final int count = sentence.split(" ", -1).length;
                if (count > WORD_LIMIT)
                {
                    found.add(line + ": " + count + " words: " + sentence);
                }
            }
        }))).isEmpty();
    }

    /** The Javadoc of a benchmark is the question that the benchmark answers. */
    @Test
    void shouldAskNoQuestionInJavadocOutsideOfBenchmarks() throws IOException
    {
        assertThat(findings((path, text) -> path.startsWith("benchmarks") ? List.of() : questions(path, text)))
            .isEmpty();
    }

    @Test
    void shouldFindAQuestionInASentenceAndInATag()
    {
        final Path path = Path.of("A.java");

        assertThat(questions(path, "/** Is the wire high? */")).hasSize(1);
        assertThat(questions(path, "/**\n * Sets it.\n *\n * @param up is it up?\n */")).hasSize(1);
        assertThat(questions(path, "/** Returns {@code a ? b : c} of a {@code List<?>}. */")).isEmpty();
    }

    @Test
    void shouldUseTheWordsOfTheGlossary() throws IOException
    {
        assertThat(findings(LanguageTest::unusedWords)).isEmpty();
    }

    @Test
    void shouldFindAnUnusedWordInJavadocLiteralsAndNames()
    {
        final Path path = Path.of("A.java");

        assertThat(unusedWords(path, "/** The residue of a frame. */")).hasSize(1);
        assertThat(unusedWords(path, "text = \"given up\";")).hasSize(1);
        assertThat(unusedWords(path, "int residueFrames;")).hasSize(1);
        assertThat(unusedWords(path, "/** The torn frame. */ int tornFrames;")).isEmpty();
    }

    private static List<String> typesThatBeginWithAVerb(final Path path, final String text)
    {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = JAVADOC.matcher(text);
        final Matcher type = TYPE.matcher(text);
        while (matcher.find())
        {
            if (VERB_AND_OBJECT.matcher(matcher.group(1)).matches() &&
                type.region(matcher.end(), text.length()).lookingAt())
            {
                found.add(path + ":" + (text.substring(0, matcher.start()).lines().count() + 1) + ": a verb");
            }
        }

        return found;
    }

    private static List<String> questions(final Path path, final String text)
    {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = JAVADOC.matcher(text);
        while (matcher.find())
        {
            if (QUESTION.matcher(INLINE_TAG.matcher(matcher.group(1)).replaceAll("")).find())
            {
                found.add(path + ":" + (text.substring(0, matcher.start()).lines().count() + 1) + ": a question");
            }
        }

        return found;
    }

    private static List<String> unusedWords(final Path path, final String text)
    {
        final List<String> found = new ArrayList<>(javadoc(path, text, (line, words, list) ->
        {
            if (UNUSED_WORD.matcher(words).find())
            {
                list.add(line + ": " + words.lines().findFirst().orElse(""));
            }
        }));
        final String code =
            JAVADOC.matcher(text).replaceAll(match -> "\n".repeat((int)match.group().lines().count() - 1));
        int line = 0;
        for (final String each : code.lines().toList())
        {
            line++;
            final Matcher literal = LITERAL.matcher(each);
            boolean isBad = NAME.matcher(LITERAL.matcher(each).replaceAll("\"\"")).find();
            while (literal.find())
            {
                isBad |= UNUSED_WORD.matcher(literal.group()).find();
            }
            if (isBad)
            {
                found.add(path + ":" + line + ": " + each.strip());
            }
        }

        return found;
    }

    private static List<String> javadoc(final Path path, final String text, final Rule rule)
    {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = JAVADOC.matcher(text);
        while (matcher.find())
        {
            final long line = text.substring(0, matcher.start()).lines().count() + 1;
            final String plain = matcher.group(1)
                .replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("(?s)<pre>.*?</pre>", ". ")
                .replaceAll("(?s)<(?:p|li|ul|ol|tr|table|dt|dd)>", ". ")
                .replaceAll("\\{@\\w+\\s+([^}]*)\\}", "$1")
                .replaceAll("<[^>]+>", "");
            rule.check(path + ":" + line, plain.split("(?m)^@", 2)[0].strip(), found);
        }

        return found;
    }

    private static List<String> findings(final Check check) throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path module : SourceTree.modules())
        {
            for (final Path path : SourceTree.files(module.resolve("src"), ".java"))
            {
                if (!path.getFileName().toString().equals("LanguageTest.java"))
                {
                    found.addAll(check.check(SourceTree.ROOT.relativize(path), Files.readString(path, UTF_8)));
                }
            }
        }

        return found;
    }

    @FunctionalInterface
    private interface Check
    {
        List<String> check(Path path, String text);
    }

    @FunctionalInterface
    private interface Rule
    {
        void check(String place, String words, List<String> found);
    }
}
