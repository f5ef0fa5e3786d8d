package org.gale.engine.cli.forms;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Readers of the forms that all commands share: reports of JUnit, summaries in Markdown, verdicts of pages. */
final class FormReaders
{
    private static final Pattern HEADLINE =
        Pattern.compile("### gale ([a-z ]+): (?:nothing failed|([0-9,]+) of ([0-9,]+) failed)");
    private static final Pattern ROW = Pattern.compile("\\| (ok|no verdict|\\*\\*failed\\*\\*|\\*\\*error\\*\\*) \\| " +
        "(.*?[^\\\\]) \\| (.*) \\|");
    private static final Pattern PAGE = Pattern.compile("<p class=\"verdict (good|partly|bad)\">([^<]*)</p>");

    private FormReaders()
    {
    }

    /** Reads a report of JUnit: the numbers of the suite are those of its cases. */
    static Said junit(final String text)
    {
        final Element suite = document(text).getDocumentElement();
        final Map<String, Word> of = new LinkedHashMap<>();
        final NodeList cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++)
        {
            final Element one = (Element)cases.item(i);
            final List<Word> words = new ArrayList<>();
            final Map<String, Word> kinds =
                Map.of("failure", Word.FAILED, "error", Word.ERROR, "skipped", Word.UNKNOWN);
            kinds.forEach((kind, word) ->
            {
                for (int at = 0; at < one.getElementsByTagName(kind).getLength(); at++)
                {
                    words.add(word);
                }
            });
            assertTrue(words.size() <= 1, text);
            put(of, one.getAttribute("name"), Word.worst(words));
        }
        final Map<String, Word> counts = Map.of("failures", Word.FAILED, "errors", Word.ERROR, "skipped", Word.UNKNOWN);
        counts.forEach((attribute, word) -> assertEquals(
            of.values().stream().filter(word::equals).count(), Long.parseLong(suite.getAttribute(attribute)),
            () -> attribute + " of JUnit's suite: " + text));
        assertEquals(cases.getLength(), Integer.parseInt(suite.getAttribute("tests")), text);

        return Said.of(of);
    }

    private static Document document(final String text)
    {
        try
        {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
                new InputSource(new StringReader(text)));
        }
        catch (final Exception ex)
        {
            throw new AssertionError(text, ex);
        }
    }

    /** Reads a summary in Markdown: its headline counts the rows that failed or ended in an error. */
    static Said markdown(final String text)
    {
        final List<String> lines = text.lines().toList();
        final Matcher headline = HEADLINE.matcher(lines.get(0));
        assertTrue(headline.matches(), lines.get(0));
        final Map<String, Word> of = new LinkedHashMap<>();
        for (final String line : lines)
        {
            final Matcher row = ROW.matcher(line);
            if (row.matches())
            {
                put(of, row.group(2).replace("&lt;", "<").replaceAll("\\\\(.)", "$1"), switch (row.group(1))
                {
                    case "ok" -> Word.PASSED;
                    case "no verdict" -> Word.UNKNOWN;
                    case "**failed**" -> Word.FAILED;
                    default -> Word.ERROR;
                });
            }
        }
        final long failed = of.values().stream().filter(word -> word == Word.FAILED || word == Word.ERROR).count();
        assertEquals(
            failed, headline.group(2) == null ? 0 : number(headline.group(2)), "headline of Markdown: " + text);
        if (headline.group(3) != null)
        {
            assertEquals(of.size(), number(headline.group(3)), "headline of Markdown: " + text);
        }

        return Said.of(of);
    }

    /** Reads the verdicts of a page: name and words, or words alone, by their style. */
    static Map<String, String> page(final String text)
    {
        final Map<String, String> styles = new LinkedHashMap<>();
        final Matcher verdict = PAGE.matcher(text);
        while (verdict.find())
        {
            styles.put(verdict.group(2).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&"), verdict.group(1));
        }

        return styles;
    }

    static long number(final String digits)
    {
        return Long.parseLong(digits.replace(",", ""));
    }

    /** Puts a word by a name; the worse one where a form has the name twice. */
    static void put(final Map<String, Word> of, final String name, final Word word)
    {
        of.merge(name, word, (one, other) -> Word.worst(List.of(one, other)));
    }
}
