package org.gale.engine.report.shown;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that a law knows each number in a cell of a page, each place of a cell, and the data of the charts. */
class WrittenPageTest
{
    /** One cell of so many is changed in each build, and two of so many change places. */
    private static final int EVERY = 11;
    private static final int EVERY_PAIR = 5;
    private static final Pattern NUMBER = Pattern.compile("<td[^>]*class=\"n\"[^>]*>([0-9][0-9,.]*)(?: %)?</td>");
    private static final Pattern ROW = Pattern.compile("<tr[^>]*><td.*?</tr>\n", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile(" data-json=\"[^\"]*\">[^<]*<");

    /** Rows that may be missing: those of objects that say how the storm was asked for, and on what it ran. */
    private static final Pattern OF_OBJECT =
        Pattern.compile("(?s).*(?:\"/(?:config|host)/|<td>[a-z0-9 -]+</td>\n<td>).*");

    private static final Map<String, Run> RUNS = new HashMap<>();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private JsonNode report;
    private String page;

    /** Files that a storm wrote. */
    private record Run(JsonNode report, String page)
    {
    }

    static List<String> storms()
    {
        return List.of(
            "noisy-neighbour --clock virtual --count 20k",
            "docs/examples/steps.yaml --set phases.low.duration=50ms --set phases.middle.duration=50ms " +
                "--set phases.high.duration=50ms --set phases.rest.duration=50ms --warmup 0",
            "default --count 100k --engines 2",
            "direct --clock virtual --count 200k");
    }

    @ParameterizedTest
    @MethodSource("storms")
    void shouldKnowItsCells(final String storm) throws IOException
    {
        knows(storm, EVERY);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("storms")
    void shouldKnowEachCell(final String storm) throws IOException
    {
        knows(storm, 1);
    }

    private void knows(final String storm, final int every) throws IOException
    {
        run(storm);
        assertEquals(List.of(), WrittenPage.faults(page, report));

        final List<String> unknown = new ArrayList<>();
        final Matcher number = NUMBER.matcher(page);
        for (int cell = 0; number.find(); cell++)
        {
            if (cell % every != 0)
            {
                continue;
            }
            final int at = number.start(1);
            final String changed =
                page.substring(0, at) + (page.charAt(at) == '9' ? '1' : (char)(page.charAt(at) + 1)) +
                page.substring(at + 1);
            if (WrittenPage.faults(changed, report).isEmpty())
            {
                unknown.add(number.group());
            }
        }

        assertEquals(List.of(), unknown);
    }

    @Test
    void shouldFindARowThatIsLeftOut() throws IOException
    {
        run("noisy-neighbour --clock virtual --count 20k");

        final List<String> unknown = new ArrayList<>();
        final Matcher row = ROW.matcher(page);
        while (row.find())
        {
            final String rest = page.substring(0, row.start()) + page.substring(row.end());
            if (WrittenPage.faults(rest, report).isEmpty() && !OF_OBJECT.matcher(row.group()).matches())
            {
                unknown.add(row.group());
            }
        }

        assertEquals(List.of(), unknown);
    }

    @Test
    void shouldFindTwoCellsThatChangePlaces() throws IOException
    {
        swap(EVERY_PAIR);
    }

    @Tag("slow")
    @Test
    void shouldFindAnyTwoCellsThatChangePlaces() throws IOException
    {
        swap(1);
    }

    private void swap(final int every) throws IOException
    {
        run("noisy-neighbour --clock virtual --count 20k");

        final List<String> unknown = new ArrayList<>();
        final Matcher cell = CELL.matcher(page);
        int from = 0;
        for (int pair = 0; cell.find(from); pair++)
        {
            final String first = cell.group();
            final int start = cell.start();
            final int end = cell.end();
            from = end;
            if (!cell.find(end))
            {
                break;
            }
            if (pair % every != 0)
            {
                continue;
            }
            final String changed = page.substring(0, start) + cell.group() + page.substring(end, cell.start()) + first +
                page.substring(cell.end());
            if (WrittenPage.faults(changed, report).isEmpty())
            {
                unknown.add(first + cell.group());
            }
        }

        assertEquals(List.of(), unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "/intervals/0, delivered, /intervals/0/delivered", "/latency_ns/response, p99, /latency_ns/response/p99",
        "/outliers/1/stages, waiting, /outliers/1/stages/waiting", "/heat, slice_ns, /heat/slice_ns",
    })
    void shouldFindChartsOfOtherData(final String object, final String field, final String place) throws IOException
    {
        run("overcommit --clock virtual --count 20k");

        ((ObjectNode)report.at(object)).put(field, 3);

        assertTrue(WrittenPage.faults(page, report).stream().anyMatch(
            fault -> fault.startsWith("'data of charts' shows ") && fault.endsWith(", and " + place + " is 3")),
            () -> WrittenPage.faults(page, report).toString());
    }

    @Test
    void shouldAskNothingOfAStormThatFailed() throws IOException
    {
        run("default --clock virtual --count 1k");
        assertFalse(WrittenPage.faults("", report).isEmpty());

        ((ObjectNode)report).put("exit", 7);

        assertEquals(List.of(), WrittenPage.faults("", report));
    }

    /** Runs a storm once for all tests; the report is a copy, which a test may change. */
    private void run(final String storm) throws IOException
    {
        if (!RUNS.containsKey(storm))
        {
            ran(storm);
        }
        report = RUNS.get(storm).report().deepCopy();
        page = RUNS.get(storm).page();
    }

    private void ran(final String storm) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(List.of(storm.split(" ")));
        final Path json = directory.resolve("r.json");
        final Path html = directory.resolve("r.html");
        words.addAll(List.of("--json", json.toString(), "--html", html.toString()));
        final int exit = GaleRun.of(out, err, words.toArray(new String[0]));
        assertTrue(exit == 0 || exit == 4, err.toString());
        RUNS.put(storm, new Run(new ObjectMapper().readTree(json.toFile()), Files.readString(html)));
    }
}
