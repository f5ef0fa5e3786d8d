package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.RunTable;
import org.gale.engine.report.StormResults;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.compare.Comparisons;
import org.gale.engine.report.sweep.JoinedSweep;
import org.gale.engine.report.sweep.PairedPoints;
import org.gale.engine.report.sweep.SweepHead;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.report.sweep.SweepRunRow;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Pages of several runs, comparisons and sweeps, and pages with hostile names, in a browser where one is installed. */
@TestInstance(Lifecycle.PER_CLASS)
class OtherPagesInChromiumTest
{
    private static final String JOB = "app/src/test/resources/golden/jobs/guests.yaml";
    private static final Figure P99 =
        Figure.other("response.p99", Figure.Unit.NANOSECONDS, Figure.Better.LOWER);
    private static final int USUAL = 1_200;
    private static final int HOUR_S = 3_600;

    private Path directory;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir final Path root) throws IOException
    {
        assumeTrue(Chromium.find() != null, Chromium.NOT_INSTALLED);
        directory = root;
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

    @ParameterizedTest
    @CsvSource({"400, dark", "1200, light", "1600, light"})
    void shouldDrawADotForEachFigureOfATableOfRuns(final int width, final String scheme) throws IOException
    {
        final Path page = directory.resolve("runs.html");
        final StringWriter out = new StringWriter();
        assertEquals(0, GaleRun.of(out, new StringWriter(), "storm", JOB, "--quiet", "--json", "-", "--vary",
            "machine.scheduler.slice=50us,200us", "--html", page.toString()));
        final JsonNode runs = new ObjectMapper().readTree(out.toString());

        chromium.open(page, width, scheme);

        assertEquals(3, chromium.evaluate("gale.charts().length").asInt());
        assertEquals("[\"50us\",\"200us\"]", chromium.evaluate("gale.charts()[0].spec.x.rows").toString());
        for (int run = 0; run < 2; run++)
        {
            final JsonNode response = runs.at("/" + run + "/latency_ns/response");
            assertEquals(List.of(response.path("p50").asLong(), response.path("p99").asLong(),
                response.path("max").asLong()), longs(chromium.evaluate(
                "gale.charts()[0].data.slice(2).map(values => values[" + run + "])")));
        }
        assertNarrow(width);
        chromium.evaluate("(() => { const select = document.querySelector('.bar select');" +
            "select.value = 'group quiet'; select.dispatchEvent(new Event('change')); })()");
        assertEquals(runs.at("/1/groups/0/latency_ns/response/p99").asLong(),
            chromium.evaluate("gale.charts()[0].data[3][1]").asLong());
        assertEquals("[\"pes\"]", chromium.evaluate(
            "[...document.querySelectorAll('.chart.others')].map(chart => chart.dataset.chart)").toString());
    }

    @ParameterizedTest
    @CsvSource({"400, light", "1200, dark"})
    void shouldLayTheCurvesOfReportsOverEachOther(final int width, final String scheme) throws IOException
    {
        final Path page = directory.resolve("compare.html");
        final List<String> files = new ArrayList<>();
        for (final String seed : List.of("5", "6"))
        {
            files.add(directory.resolve(seed + ".json").toString());
            assertEquals(0, GaleRun.of(new StringWriter(), new StringWriter(), "storm", JOB, "--quiet", "--seed", seed,
                "--json", files.get(files.size() - 1)));
        }
        GaleRun.of(new StringWriter(), new StringWriter(), "compare", files.get(0), files.get(1), "--html",
            page.toString());

        chromium.open(page, width, scheme);

        assertEquals(3, chromium.evaluate("gale.charts().length").asInt(), "curves of response and handled, and dots");
        assertEquals(files, texts(chromium.evaluate("gale.charts()[0].series.slice(1).map(one => one.label)")));
        assertTrue(chromium.evaluate("gale.charts()[2].spec.x.rows.length").asInt() > 5);
        assertNarrow(width);
    }

    @Test
    void shouldShadeACellForEachPointOfASweep() throws IOException
    {
        chromium.open(sweep("sweep", List.of("first", "second", "third"), 3, 4, 2), USUAL, "light");

        assertEquals(4, chromium.evaluate("gale.charts().length").asInt(), "maps and lines of two values");
        assertEquals("third = 0",
            chromium.evaluate("document.querySelector('[data-chart=map] h3').textContent").asText());
        // the point of first = 2, second = 1, third = 1 is number (2 * 4 + 1) * 2 + 1
        assertEquals(1_000 + 7.3 * 19, chromium.evaluate("gale.charts()[3].data[2][2]").asDouble(), 1e-9);
        final JsonNode at = chromium.evaluate("(() => { const u = gale.charts()[1];" +
            "const r = u.over.getBoundingClientRect(); return [r.left + u.valToPos(2, 'x')," +
            "r.top + u.valToPos(1, 'y')]; })()");
        chromium.move(at.get(0).asDouble(), at.get(1).asDouble());
        assertEquals("first = 2 \u00b7 second = 1: 1.14 \u00b5s, seeds 569 ns to 2.28 \u00b5s",
            chromium.evaluate("document.querySelectorAll('[data-chart=map] .readout')[1].textContent").asText());
    }

    /** Names that would run, break lines of scripts, turn the direction of writing, or take the page apart. */
    @ParameterizedTest
    @ValueSource(strings = {"<img src=x onerror=window.hit=1>", "</script><script>window.hit=1</script>",
        "]]><script>window.hit=1</script>", "a\u2028b\u2029c", "\u202eright to left \u05d0\u05d1", "LONG",
        "'\"`${1}\\"})
    void shouldDoNothingThatANameSays(final String given) throws IOException
    {
        final String name = given.equals("LONG") ? "n".repeat(300) : given;
        final StormReport report = new StormReport(new StormDescription(new Platform("0.1.0", "17", 2), name, "default",
            List.of(), StormResults.CONFIG, SettingValues.NONE, name, true, StormResumed.NONE), StormResults.sound(),
            StormResults.PROOF, name, Outcome.OK);
        final Map<String, Path> pages = new LinkedHashMap<>();
        pages.put("storm", write(out -> StormPage.write(report, Spelling.NAMES, out)));
        pages.put("runs", write(out -> RunTablePage.write(new RunTable(List.of(name),
            List.of(new RunTable.RunRow(List.of(name), report))), name, out)));
        final ComparedReport compared =
            new ComparedReport(name, new ObjectMapper().readTree(
            "{\"latency_ns\":{\"curves\":{\"response\":[[0,1],[50,9]]}}}"));
        pages.put("compare", write(out -> ComparisonPage.write(new Comparisons(
            List.of(Comparison.of(compared, new ComparedReport(name + '2', compared.json()), 0.1)), List.of()), 0,
            out)));
        pages.put("sweep", sweep(name, List.of(name, "b", name + 'c'), 2, 2, 2));

        for (final Map.Entry<String, Path> page : pages.entrySet())
        {
            chromium.open(page.getValue(), 400, "light");
            assertTrue(chromium.evaluate("window.hit === undefined && document.images.length === 0 && " +
                "document.scripts.length === 3").asBoolean(), page.getKey());
            assertTrue(chromium.evaluate("gale.charts().length").asInt() > 0, page.getKey());
            assertNarrow(400);
        }
    }

    /** Publishes the median of five times from navigation to the first chart, which nothing judges. */
    @Tag("slow")
    @Test
    void shouldDrawAnHourAndTenThousandPoints(final TestReporter reporter) throws IOException
    {
        final List<Interval> intervals = new ArrayList<>();
        for (int second = 0; second < HOUR_S; second++)
        {
            final Interval interval = StormResults.HISTORY.intervals().get(1);
            intervals.add(new Interval(second * 1_000_000_000L, 1_000_000_000L, false, interval.counts(),
                interval.latencies(), interval.encoded()));
        }
        final StormReport hour = new StormReport(StormResults.SETTING, StormResults.with(StormResults.sound(),
            "history", new StormHistory(intervals, StormResults.HISTORY.heat(), 0)), StormResults.PROOF, null,
            Outcome.OK);

        for (final Path page : List.of(write(out -> StormPage.write(hour, Spelling.NAMES, out)),
            sweep("many", List.of("first", "second", "third"), 50, 50, 4)))
        {
            final double[] times = new double[5];
            for (int i = 0; i < times.length; i++)
            {
                chromium.open(page, USUAL, "light");
                times[i] = chromium.evaluate(
                    "performance.getEntriesByName('gale-first-chart')[0].startTime").asDouble();
            }
            Arrays.sort(times);
            assertTrue(times[0] > 0 && chromium.evaluate("gale.charts().length").asInt() > 0, page.toString());
            reporter.publishEntry(page.getFileName() + ", ms to the first chart", Arrays.toString(times));
        }
    }

    private void assertNarrow(final int width) throws IOException
    {
        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= width, "scrolls sideways");
    }

    private static List<Long> longs(final JsonNode values)
    {
        final List<Long> longs = new ArrayList<>();
        values.forEach(value -> longs.add(value.asLong()));

        return longs;
    }

    private static List<String> texts(final JsonNode values)
    {
        final List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));

        return texts;
    }

    /** Writer of a page. */
    @FunctionalInterface
    private interface Content
    {
        void write(StringWriter out) throws IOException;
    }

    private Path write(final Content content) throws IOException
    {
        final StringWriter out = new StringWriter();
        content.write(out);

        return Files.writeString(Files.createTempFile(directory, "page", ".html"), out.toString());
    }

    /** Writes the page of a sweep with all combinations of the values of three parameters, and two seeds. */
    private Path sweep(final String name, final List<String> keys, final int... values) throws IOException
    {
        final List<SweepOutline.Parameter> parameters = new ArrayList<>();
        final List<List<String>> combinations = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++)
        {
            parameters.add(new SweepOutline.Parameter(List.of(keys.get(i)),
                IntStream.range(0, values[i]).mapToObj(value -> List.of(Integer.toString(value))).toList()));
        }
        for (int i = 0; i < values[0] * values[1] * values[2]; i++)
        {
            combinations.add(List.of(Integer.toString(i / values[2] / values[1]),
                Integer.toString(i / values[2] % values[1]), Integer.toString(i % values[2])));
        }
        final SweepOutline outline = new SweepOutline(name, "h", parameters, combinations, List.of(1L, 2L),
            new SweepOutline.Shown(P99.name(), keys.subList(0, 2)), null);
        final List<SweepPoint> points = IntStream.range(0, combinations.size()).mapToObj(number ->
            new SweepPoint(number, combinations.get(number), 2, 0, 0, 0, 1_000 + 7.3 * number,
            (1_000 + 7.3 * number) / 2, (1_000 + 7.3 * number) * 2)).toList();
        final SweepHead head = new SweepHead(outline, true, new Figures(List.of(), List.of()), List.of(), List.of(),
            List.of(), MissingNode.getInstance());

        return write(out -> SweepPage.write(new JoinedSweep(head, P99, points,
            List.of(new SweepRunRow(0, 0, 1L, 0, null, 900)), List.of(), List.of(), PairedPoints.NONE, List.of()),
            run -> "gale storm " + name + " --set " + name + "=1 --seed 1", out));
    }
}
