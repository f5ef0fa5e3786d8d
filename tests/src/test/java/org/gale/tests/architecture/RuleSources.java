package org.gale.tests.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.gale.tests.support.SourceTree;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Rules that the sources name: citations of the main code, tags of the tests, and the heads of the transcripts below
 * {@code src/test/resources/transcripts}, once a test tagged {@value #TRANSCRIPTS_TAG} plays them.
 */
final class RuleSources
{
    private static final String TRANSCRIPTS_TAG = "conformance";
    private static final Pattern RULE = Pattern.compile("\\b(?:(?:B|K|T|V4)-[A-Z]+-[A-Z]*\\d+|M-[A-Z0-9]{2,})\\b");
    private static final Pattern PROMISE = Pattern.compile("\\bP(?:[1-9]|1[0-4])\\b");
    private static final Pattern RANGE =
        Pattern.compile("\\b((?:B|K|T|V4)-[A-Z]+-)(\\d+)\\s*(?:…|\\.\\.\\.?|–)\\s*(\\d+)");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");

    private RuleSources()
    {
    }

    /** Returns the rules that a test has as a tag or a transcript names in its head. */
    static Set<String> proved() throws IOException
    {
        final Set<String> proved = tags();
        if (proved.contains(TRANSCRIPTS_TAG))
        {
            proved.addAll(rulesOfTranscripts());
        }

        return proved;
    }

    /** Returns the rules that main code cites, each with one place. */
    static Map<String, String> citations() throws IOException
    {
        final Map<String, String> places = new TreeMap<>();
        for (final Path path : SourceTree.main())
        {
            final List<String> lines = Files.readAllLines(path, UTF_8);
            for (int i = 0; i < lines.size(); i++)
            {
                for (final String rule : matches(RULE, 0, lines.get(i)))
                {
                    places.putIfAbsent(rule, path.getFileName() + ":" + (i + 1));
                }
            }
        }

        return places;
    }

    /** Returns the rules and promises that main code, tests or transcripts name, each with one place. */
    static Map<String, String> named() throws IOException
    {
        final Map<String, String> places = citations();
        for (final Path path : SourceTree.tests())
        {
            final String text = Files.readString(path, UTF_8);
            rulesOf(text).forEach(rule -> places.putIfAbsent(rule, path.getFileName().toString()));
        }
        rulesOfTranscripts().forEach(rule -> places.putIfAbsent(rule, "a transcript"));

        return places;
    }

    /** Returns the rules and promises that a text names. */
    static Set<String> rulesOf(final String text)
    {
        final Set<String> rules = matches(RULE, 0, text);
        rules.addAll(matches(PROMISE, 0, text));

        return rules;
    }

    /** Returns the tags of all tests, rules or not. */
    static Set<String> tags() throws IOException
    {
        final Set<String> tags = new HashSet<>();
        for (final Path path : SourceTree.tests())
        {
            tags.addAll(matches(TAG, 1, Files.readString(path, UTF_8)));
        }

        return tags;
    }

    private static Set<String> rulesOfTranscripts() throws IOException
    {
        final Set<String> rules = new HashSet<>();
        for (final Path path : files(SourceTree.ROOT.resolve("tests/src/test/resources/transcripts"), ".gt", ".gt.gz"))
        {
            final String head = head(path);
            rules.addAll(matches(RULE, 0, head));
            rules.addAll(ranges(head));
        }

        return rules;
    }

    /** Returns the rules of "B-SAV-1 … 9" that are not spelled out. */
    private static Set<String> ranges(final String head)
    {
        final Set<String> rules = new TreeSet<>();
        final Matcher matcher = RANGE.matcher(head);
        while (matcher.find())
        {
            for (int i = Integer.parseInt(matcher.group(2)); i <= Integer.parseInt(matcher.group(3)); i++)
            {
                rules.add(matcher.group(1) + i);
            }
        }

        return rules;
    }

    /** Returns the comment that a transcript begins with. */
    private static String head(final Path path) throws IOException
    {
        final StringBuilder head = new StringBuilder();
        try (InputStream file = Files.newInputStream(path);
            InputStream bytes = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
            BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, UTF_8)))
        {
            String line = reader.readLine();
            while (line != null && (line.isBlank() || line.startsWith("#")))
            {
                head.append(line).append('\n');
                line = reader.readLine();
            }
        }

        return head.toString();
    }

    private static Set<String> matches(final Pattern pattern, final int group, final String text)
    {
        final Set<String> found = new TreeSet<>();
        final Matcher matcher = pattern.matcher(text);
        while (matcher.find())
        {
            found.add(matcher.group(group));
        }

        return found;
    }

    private static List<Path> files(final Path folder, final String... endings) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            return List.of();
        }

        try (Stream<Path> paths = Files.walk(folder))
        {
            return paths.filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith)).sorted().toList();
        }
    }
}
