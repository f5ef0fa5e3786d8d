package org.gale.engine.cli.forms;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Forms of one comparison by {@code gale compare}: its text, JSON, report of JUnit, summary and page, each read by
 * itself.
 *
 * @param exit code of the command, the same with and without {@code --json}
 * @param out  text on stdout
 * @param err  lines on stderr
 * @param said by the name of the form
 */
record CompareForms(int exit, String out, String err, Map<String, Said> said)
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UNSOUND = Pattern.compile("(.+?): not sound: .+");
    private static final Pattern COMPARED = Pattern.compile("compared (.+?)(?: \u00b7 .*)?");
    private static final Pattern VERDICT = Pattern.compile("verdict  (.+)");
    private static final Pattern SUMMARY = Pattern.compile(
        "all      ([0-9,]+) reports? compared \u00b7 ([0-9,]+) failed \u00b7 ([0-9,]+) unknown");
    private static final Pattern CONDITION = Pattern.compile("gale compare: (.+?): --fail-if .+");
    private static final Pattern LACKING = Pattern.compile("gale compare: unknown: .+ lacks what (.+) has");
    private static final Pattern DOUBT = Pattern.compile("gale compare: unknown: .+");

    /**
     * Compares files in each form.
     *
     * @param hasPage whether a page is asked for, too
     * @param words   files and options
     */
    static CompareForms of(final Path directory, final boolean hasPage, final List<String> words) throws IOException
    {
        final List<String> line = new ArrayList<>(List.of("compare"));
        line.addAll(words);
        line.addAll(List.of("--output", file(directory, "o.xml"), "--output", file(directory, "o.md")));
        if (hasPage)
        {
            line.addAll(List.of("--html", file(directory, "o.html")));
        }
        for (final String name : List.of("o.xml", "o.md", "o.html"))
        {
            Files.deleteIfExists(directory.resolve(name));
        }
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(out, err, line.toArray(new String[0]));
        final Map<String, Said> said = new LinkedHashMap<>();
        if (exit == 2 || (out.toString().isEmpty() && Files.notExists(directory.resolve("o.xml"))))
        {
            assertEquals("", out.toString(), "a refused comparison has no text");
            assertTrue(Files.notExists(directory.resolve("o.xml")) && Files.notExists(directory.resolve("o.md")) &&
                Files.notExists(directory.resolve("o.html")), "a refused comparison has no form");

            return new CompareForms(exit, "", err.toString(), said);
        }
        said.put("exit", new Said(Word.ofExit(exit), Map.of()));
        said.put("text", text(out.toString(), err.toString()));
        said.put("JUnit", FormReaders.junit(Files.readString(directory.resolve("o.xml"))));
        said.put("Markdown", FormReaders.markdown(Files.readString(directory.resolve("o.md"))));
        if (hasPage)
        {
            said.put("page", page(Files.readString(directory.resolve("o.html")), exit));
        }

        return new CompareForms(exit, out.toString(), err.toString(), said);
    }

    /** Returns whether nothing was compared, so that there is no form. */
    boolean isRefused()
    {
        return said.isEmpty();
    }

    /** Adds what the same comparison says as JSON. */
    CompareForms withJson(final List<String> words) throws IOException
    {
        final List<String> line = new ArrayList<>(List.of("compare", "--json"));
        line.addAll(words);
        final StringWriter json = new StringWriter();
        assertEquals(exit, GaleRun.of(json, new StringWriter(), line.toArray(new String[0])), "exit code with --json");
        said.put("JSON", json(JSON.readTree(json.toString()), exit));

        return this;
    }

    private static String file(final Path directory, final String name)
    {
        return directory.resolve(name).toString();
    }

    private static Said text(final String out, final String err)
    {
        final Map<String, Word> of = new LinkedHashMap<>();
        String name = null;
        long[] counts = null;
        for (final String line : out.lines().toList())
        {
            final Matcher unsound = UNSOUND.matcher(line);
            final Matcher compared = COMPARED.matcher(line);
            final Matcher verdict = VERDICT.matcher(line);
            final Matcher summary = SUMMARY.matcher(line);
            if (verdict.matches())
            {
                FormReaders.put(of, name, sentence(verdict.group(1)));
            }
            else if (summary.matches())
            {
                counts = new long[] {FormReaders.number(summary.group(2)), FormReaders.number(summary.group(3))};
            }
            else if (compared.matches())
            {
                name = compared.group(1);
            }
            else if (unsound.matches())
            {
                FormReaders.put(of, unsound.group(1), Word.FAILED);
            }
            else if (line.matches("[^ ].*: (?:no interrupt lost, none invented|lost.*|unproved.*|invented.*)"))
            {
                FormReaders.put(of, line.replaceFirst(": [^:]*(?:: .*)?$", ""), Word.PASSED);    // of one report alone
            }
        }
        for (final String line : err.lines().toList())
        {
            final Matcher condition = CONDITION.matcher(line);
            final Matcher lacking = LACKING.matcher(line);
            if (condition.matches())
            {
                FormReaders.put(of, condition.group(1), Word.FAILED);
            }
            else if (lacking.matches())
            {
                FormReaders.put(of, lacking.group(1), Word.UNKNOWN);
            }
            else if (DOUBT.matcher(line).matches())
            {
                of.keySet().stream().filter(one -> line.contains(one + ' ')).toList()
                    .forEach(one -> FormReaders.put(of, one, Word.UNKNOWN));
            }
        }
        if (counts != null)
        {
            assertEquals(of.values().stream().filter(Word.FAILED::equals).count(), counts[0], "failed of " + out);
            assertEquals(of.values().stream().filter(Word.UNKNOWN::equals).count(), counts[1], "unknown of " + out);
        }

        return Said.of(of);
    }

    /** Returns what a sentence of a verdict says. */
    private static Word sentence(final String words)
    {
        if (words.startsWith("not sound: ") || words.matches("[0-9,]+ regressions? beyond the tolerance of .*"))
        {
            return Word.FAILED;
        }
        if (words.startsWith("unknown: "))
        {
            return Word.UNKNOWN;
        }
        assertTrue(words.matches("no regression beyond the tolerance of [0-9.]+ % and the noise"), words);

        return Word.PASSED;
    }

    private static Said json(final JsonNode json, final int exit)
    {
        assertEquals(exit, json.path("exit").asInt(-1), "exit of the JSON");
        final Map<String, Word> of = new LinkedHashMap<>();
        for (final JsonNode one : json.path("compared"))
        {
            final Word word = !one.path("not_sound").isEmpty() || !one.path("failed_conditions").isEmpty() ?
                Word.FAILED : !one.path("doubts").isEmpty() ? Word.UNKNOWN : !one.path("regressions").isEmpty() ?
                Word.FAILED : one.path("unknown").isEmpty() ? Word.PASSED : Word.UNKNOWN;
            FormReaders.put(of, one.path("report").asText(), word);
            final Word sentence = sentence(one.path("verdict").asText());
            assertEquals(one.path("failed_conditions").isEmpty() ? word : sentence, sentence, one::toString);
        }
        json.path("unmatched").forEach(one -> FormReaders.put(of, one.path("report").asText(), Word.UNKNOWN));

        return Said.of(of);
    }

    /** Reads the page, whose data have the exit code, and whose verdicts are green where nothing is wrong. */
    private static Said page(final String text, final int exit)
    {
        final Map<String, Word> of = new LinkedHashMap<>();
        FormReaders.page(text).forEach((words, style) ->
        {
            final Matcher named = Pattern.compile("(.+?): ((?:not sound|unknown): .*|[0-9,]+ regressions? .*|" +
                "no regression .*|--fail-if .*)").matcher(words);
            assertTrue(named.matches(), words);
            final Word word = named.group(2).startsWith("--fail-if") ? Word.FAILED : sentence(named.group(2));
            FormReaders.put(of, named.group(1), word);
        });
        FormReaders.page(text).forEach((words, style) -> assertEquals(of.entrySet().stream()
            .filter(one -> words.startsWith(one.getKey() + ": ")).allMatch(one -> one.getValue() == Word.PASSED) ?
            "good" : "bad", style, words));
        final Matcher data = Pattern.compile("\"exit\" ?: ?([0-9]+)}").matcher(text);
        assertTrue(data.find(), "data of the page");
        assertEquals(exit, Integer.parseInt(data.group(1)), "exit in the data of the page");

        return Said.of(of);
    }
}
