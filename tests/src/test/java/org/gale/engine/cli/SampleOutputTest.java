package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Samples of output on pages: each has the rows that a storm prints today, in their order, and in virtual time the same
 * figures. A table whose heading is shown has all of its rows. The storms of the samples run here, those without a
 * count shorter.
 */
@Timeout(300)
class SampleOutputTest
{
    private static final Pattern SAMPLE =
        Pattern.compile("^( *)\\$ engine/bin/gale (storm.*)\\n((?:.*\\n)*?)(?=\\1?```|\\n\\S)", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("( *[a-z][^\\d·]*?) {2,}(?:[\\d,]+|-)(?: .*)?");
    private static final String HEADING = "latency, ns";
    private static final String TOTAL = "total";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "engine/docs/start.md", "engine/docs/direct-injection.md"})
    void shouldShowTheRowsThatAStormPrints(final String page) throws IOException
    {
        final Matcher samples = SAMPLE.matcher(Files.readString(root().resolve(page)));
        int count = 0;
        while (samples.find())
        {
            final String shown = samples.group(3).replaceAll("(?m)^" + samples.group(1), "");
            if (samples.group(2).contains("--what-if"))
            {
                assertRunsInOrder(shown, print(samples.group(2)));
                continue;
            }
            final String text = print(samples.group(2));
            if (samples.group(2).contains("--clock virtual") && samples.group(2).contains("--count"))
            {
                assertLinesInOrder(shown, text);
            }
            final List<List<String>> printed = tables(text);
            final List<List<String>> tables = tables(shown);
            for (final List<String> table : tables)
            {
                final String heading = table.get(0);
                if (heading.equals(HEADING) || heading.equals(TOTAL))
                {
                    assertTrue(printed.contains(table), () -> table + " in " + printed);
                }
                assertInOrder(table, printed);
            }
            assertFalse(tables.isEmpty(), shown);
            count++;
        }
        assertTrue(count > 0, page);
    }

    /** Asserts that each line that is shown is printed, in this order: a virtual storm counts the same everywhere. */
    private static void assertLinesInOrder(final String shown, final String printed)
    {
        final Iterator<String> lines = printed.lines().iterator();
        for (final String line : shown.strip().lines().filter(row -> !row.isBlank() && !row.equals("...")).toList())
        {
            boolean isFound = false;
            while (lines.hasNext() && !isFound)
            {
                isFound = lines.next().strip().equals(line.strip());
            }
            assertTrue(isFound, () -> line + " in " + printed);
        }
    }

    /** Asserts that a table of runs has the heading of today, and rows of runs that are made, by their keys. */
    private static void assertRunsInOrder(final String shown, final String printed)
    {
        assertTrue(printed.contains(shown.lines().findFirst().orElseThrow() + '\n'), printed);
        final Iterator<String> lines = printed.lines().iterator();
        for (final String row : shown.strip().lines().skip(1).toList())
        {
            final String keys = row.replaceAll("^(\\S+ +\\S+ ).*", "$1");
            boolean isFound = false;
            while (lines.hasNext() && !isFound)
            {
                isFound = lines.next().startsWith(keys);
            }
            assertTrue(isFound, () -> row + " in " + printed);
        }
    }

    private static void assertInOrder(final List<String> shown, final List<List<String>> printed)
    {
        final Iterator<String> all = printed.stream().flatMap(List::stream).iterator();
        final List<String> found = new ArrayList<>();
        for (final String row : shown)
        {
            boolean isFound = false;
            while (all.hasNext() && !isFound)
            {
                isFound = all.next().equals(row);
            }
            if (isFound)
            {
                found.add(row);
            }
        }

        assertEquals(shown, found, printed::toString);
    }

    /** Returns the names of the rows of each table, headings first. */
    private static List<List<String>> tables(final String text)
    {
        final List<List<String>> tables = new ArrayList<>();
        List<String> table = new ArrayList<>();
        for (final String line : (text + "\n\n").split("\n", -1))
        {
            final Matcher row = ROW.matcher(line);
            if (line.startsWith(HEADING))
            {
                table.add(HEADING);
            }
            else if (line.strip().startsWith("total "))
            {
                table.add(TOTAL);
            }
            else if (row.matches())
            {
                table.add(row.group(1));
            }
            else if (!table.isEmpty())
            {
                tables.add(table);
                table = new ArrayList<>();
            }
        }

        return tables;
    }

    private String print(final String command)
    {
        final List<String> words = new ArrayList<>(List.of(command.strip().replaceAll(" +#.*", "").split(" ", -1)));
        words.replaceAll(word -> word.matches("run[0-9]") ? directory.resolve(word).toString() : word);
        if (words.contains("--what-if"))
        {
            words.addAll(List.of("--seeds", "2", "--count", "500"));
        }
        else if (!words.contains("--count"))
        {
            words.addAll(List.of("--count", "20k", "--journal", "none"));
        }
        final StringWriter out = new StringWriter();
        GaleRun.of(out, out, words.toArray(new String[0]));

        return out.toString();
    }

    private static Path root()
    {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("README.md")))
        {
            root = root.getParent();
        }

        return root;
    }
}
