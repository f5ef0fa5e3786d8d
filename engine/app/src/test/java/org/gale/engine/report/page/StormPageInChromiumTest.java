package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Page of a storm as a person uses it, in a browser where one is installed. */
@TestInstance(Lifecycle.PER_CLASS)
class StormPageInChromiumTest
{
    private static final String JOB = "app/src/test/resources/golden/jobs/guests.yaml";
    /** Charts of this storm: curves, heat map, seconds, rates, stages, slowest, VMs, PE time. */
    private static final int CHARTS = 8;
    private static final int NARROW = 400;
    private static final int USUAL = 1_200;
    private static final int SCREEN = 900;

    private Path directory;
    private Chromium chromium;
    private Path page;
    private JsonNode json;

    @BeforeAll
    void run(@TempDir final Path root) throws IOException
    {
        directory = root;
        assumeTrue(Chromium.find() != null, Chromium.NOT_INSTALLED);
        page = directory.resolve("page.html");
        final Path report = directory.resolve("report.json");
        final StringWriter err = new StringWriter();
        assertEquals(0, GaleRun.of(new StringWriter(), err, "storm", JOB, "--journal",
            directory.resolve("run1").toString(), "--html", page.toString(), "--json", report.toString()),
            err.toString());
        json = new ObjectMapper().readTree(report.toFile());
        chromium = Chromium.start(directory);
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
    @CsvSource({"400, light", "400, dark", "1200, light", "1200, dark", "1600, light", "1600, dark"})
    void shouldShowTheFiguresOfTheReportOnAnyScreen(final int width, final String scheme) throws IOException
    {
        chromium.open(page, width, scheme);

        final JsonNode cells = chromium.evaluate("[...document.querySelectorAll('[data-json]')].map(" +
            "cell => [cell.dataset.json, cell.firstChild.textContent])");
        assertTrue(cells.size() > 100, cells.toString());
        for (final JsonNode cell : cells)
        {
            final JsonNode value = json.at(cell.get(0).asText());
            if (value.isDouble())
            {
                assertEquals(value.asDouble(), Double.parseDouble(cell.get(1).asText()), cell.toString());
            }
            else
            {
                assertEquals(value.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) :
                    value.asText("-").replace("null", "-"), cell.get(1).asText(), cell.toString());
            }
        }
        assertEquals(CHARTS, chromium.evaluate("gale.charts().length").asInt());
        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= width, "scrolls sideways");
        assertEquals(scheme.equals("dark"), chromium.evaluate(
            "getComputedStyle(document.body).backgroundColor").asText().equals("rgb(20, 23, 27)"));
    }

    @Test
    void shouldShowVerdictAndLatencyOnTheFirstScreen() throws IOException
    {
        chromium.open(page, USUAL, "light");

        assertTrue(bottom(".verdict") < SCREEN / 4);
        assertTrue(bottom("[data-json=\"/latency_ns/stages/deactivated/max\"]") < SCREEN);
        assertTrue(chromium.evaluate("document.querySelector('[data-chart=percentiles]').getBoundingClientRect().top")
            .asInt() < SCREEN, "the curves begin on it");
    }

    @Test
    void shouldDrawTheFiguresOfTheReport() throws IOException
    {
        chromium.open(page, USUAL, "light");

        // the longest has twice the rank of all samples; the curve holds the percentiles of the report
        final String response = "gale.charts()[0].data[1]";
        assertEquals(json.at("/latency_ns/response/max").asLong(),
            chromium.evaluate(response + "[" + response + ".length - 1]").asLong());
        assertEquals(2 * json.at("/latency_ns/response/count").asDouble(),
            chromium.evaluate("gale.charts()[0].data[0][gale.charts()[0].data[0].length - 1]").asDouble());
        final long p99 = json.at("/latency_ns/response/p99").asLong();
        final String at = "gale.charts()[0].data[0].findIndex(rank => rank >= 100)";
        assertTrue(chromium.evaluate(response + "[" + at + " - 1]").asLong() <= p99 &&
            p99 <= chromium.evaluate(response + "[" + at + "]").asLong());
        // intervals, and the end of the last one
        assertEquals(json.at("/intervals/1/latency_ns/response/p99").asLong(),
            chromium.evaluate("gale.charts()[2].data[2][1]").asLong());
        assertEquals(json.at("/intervals/1/offered").asDouble() / json.at("/intervals/1/length_s").asDouble(),
            chromium.evaluate("gale.charts()[3].data[2][1]").asDouble(), 1e-6);
        // dots: response and handled, then the stages
        assertEquals(json.at("/latency_ns/stages/signalled/p99").asLong(),
            chromium.evaluate("gale.charts()[4].data[3][2]").asLong());
        assertEquals(json.at("/outliers/2/response_ns").asLong(),
            chromium.evaluate("gale.charts()[5].data[1][2]").asLong());
        assertEquals(json.at("/latency_ns/vms/2/response/p50").asLong(),
            chromium.evaluate("gale.charts()[6].data[2][2]").asLong());
    }

    @Test
    void shouldShowTheValuesUnderThePointerInAllChartsOverTime() throws IOException
    {
        chromium.open(page, USUAL, "light");
        final double[] heat = plot(1);

        chromium.move(heat[0] + heat[2] * 14.5 / 28, heat[1] + heat[3] / 2);

        // the storm takes 28 ms, a slice one: the middle begins at 14
        final JsonNode slice = json.at("/heat/slices/14");
        long samples = 0;
        for (int i = 1; i < slice.size(); i += 2)
        {
            samples += slice.get(i).asLong();
        }
        final String said =
            chromium.evaluate("document.querySelector('[data-chart=heat] .readout').textContent").asText();
        assertTrue(said.startsWith("14 ms to 15 ms: "), said);
        final double ns = chromium.evaluate("gale.charts()[1].posToVal(gale.charts()[1].cursor.top, 'y')").asDouble();
        final int step = (int)Math.floor(10 * Math.log10(ns / 10));
        long cell = 0;
        for (int i = 0; i < slice.size(); i += 2)
        {
            cell = slice.get(i).asInt() == step ? slice.get(i + 1).asLong() : cell;
        }
        assertTrue(said.endsWith(": " + cell + (cell == 1 ? " sample of " : " samples of ") + samples), said);
        assertTrue(legend("rates").matches(".*delivered[0-9.]+ k/s.*offered[0-9.]+ k/s.*"), legend("rates"));
        assertTrue(legend("seconds").contains("p99" + String.format(
            Locale.ROOT, "%,d ns", json.at("/intervals/1/latency_ns/response/p99").asLong())), legend("seconds"));
    }

    @Test
    void shouldZoomAllChartsOverTimeTogether() throws IOException
    {
        chromium.open(page, USUAL, "light");
        final double[] heat = plot(1);

        chromium.drag(heat[0] + heat[2] / 4, heat[0] + heat[2] / 2, heat[1] + heat[3] / 2);

        final JsonNode ends = chromium.evaluate(
            "gale.charts().filter(u => u.isTime).map(u => [u.scales.x.min, u.scales.x.max])");
        assertEquals(3, ends.size());
        for (final JsonNode end : ends)
        {
            assertEquals(0.007, end.get(0).asDouble(), 1e-4);
            assertEquals(0.014, end.get(1).asDouble(), 1e-4);
        }
        chromium.evaluate("[...document.querySelectorAll('.bar button')].find(b => b.title === 'whole run').click()");
        assertEquals("0 ms to 28 ms", chromium.evaluate("document.querySelector('.bar span').textContent").asText());
        assertEquals(0.028, chromium.evaluate("gale.charts()[3].scales.x.max").asDouble(), 1e-5);
    }

    @Test
    void shouldBeUsedByTheKeyboardAndSayWhatItShows() throws IOException
    {
        chromium.open(page, USUAL, "light");
        chromium.evaluate("document.querySelector('[data-chart=rates] [role=group]').focus()");

        chromium.key("ArrowRight");
        chromium.key("ArrowRight");
        final String said = chromium.evaluate("document.querySelector('[role=status]').textContent").asText();
        assertTrue(said.matches("time [0-9.]+ ms, delivered [0-9.]+ k/s, offered [0-9.]+ k/s"), said);
        chromium.key("+");
        assertEquals(0.014, chromium.evaluate("gale.view.to - gale.view.from").asDouble(), 1e-4);
        chromium.key("Escape");
        assertEquals(0.028, chromium.evaluate("gale.view.to - gale.view.from").asDouble(), 1e-4);

        // each control has a name and can be reached
        assertEquals(0, chromium.evaluate(
            "[...document.querySelectorAll('button, select, [role=switch], [role=group]')].filter(one => " +
            "one.tabIndex < 0 || !(one.getAttribute('aria-label') || one.textContent || one.labels[0]))" +
            ".length").asInt());
        chromium.evaluate("document.querySelector('[data-chart=rates] [role=switch]').focus()");
        chromium.key("Enter");
        assertEquals("false", chromium.evaluate("document.activeElement.getAttribute('aria-checked')").asText());
        assertEquals(false, chromium.evaluate("gale.charts()[3].series[1].show").asBoolean());
        chromium.key("Enter");
        assertEquals(true, chromium.evaluate("gale.charts()[3].series[1].show").asBoolean());
    }

    @Test
    void shouldShowAGroupAloneAndSayWhatIsOfAllGroups() throws IOException
    {
        chromium.open(page, USUAL, "light");
        choose("group loud");

        assertEquals("[\"response of loud\",\"handled of loud\"]",
            chromium.evaluate("gale.charts()[0].series.slice(1).map(one => one.label)").toString());
        final String curve = "gale.charts()[0].data[1]";
        assertEquals(json.at("/groups/1/latency_ns/response/max").asLong(),
            chromium.evaluate(curve + "[" + curve + ".length - 1]").asLong());
        Map.of("p50", 2, "p90", 10, "p99", 100).forEach((percentile, rank) -> assertEquals(
            json.at("/groups/1/latency_ns/response/" + percentile).asLong(), value(curve +
            "[gale.charts()[0].data[0].findIndex(rank => rank >= " + rank + " - 1e-9)]"), percentile));
        assertEquals("[\"heat\",\"seconds\",\"rates\",\"stages\",\"slowest\",\"pe\"]", others());
        assertEquals("of all groups",
            chromium.evaluate("document.querySelector('[data-chart=rates] .of').textContent").asText());
        assertEquals("[\"2\"]", chromium.evaluate("gale.charts()[6].spec.x.rows").toString(), "its VM");
        assertEquals("[\"quiet\"]", chromium.evaluate(
            "[...document.querySelectorAll('tr.other td:first-child')].map(cell => cell.textContent)").toString());

        choose("everything");
        assertEquals("[]", others());
        assertEquals(0, chromium.evaluate("document.querySelectorAll('tr.other, .of').length").asInt());
    }

    @Test
    void shouldShowTheTimeOfAPhase() throws IOException
    {
        chromium.open(page, USUAL, "light");
        choose("phase noise");

        assertEquals("[0.012,0.028]", chromium.evaluate(
            "[gale.view.from, gale.view.to].map(at => Number(at.toFixed(6)))").toString());
        assertEquals("[\"response of noise\",\"handled of noise\"]",
            chromium.evaluate("gale.charts()[0].series.slice(1).map(one => one.label)").toString());
        assertTrue(others().contains("stages"), others());
        assertEquals("of all phases",
            chromium.evaluate("document.querySelector('[data-chart=stages] .of').textContent").asText());
    }

    @Test
    void shouldLeadFromAnOutlierToTheLineThatStepsToIt() throws IOException
    {
        chromium.open(page, USUAL, "light");
        plot(1);
        final JsonNode at = chromium.evaluate("(() => { const u = gale.charts()[1];" +
            "const r = u.over.getBoundingClientRect(); return [r.left + u.valToPos(" +
            json.at("/outliers/0/at_ns").asLong() + " / 1e9, 'x'), r.top + u.valToPos(" +
            json.at("/outliers/0/response_ns").asLong() + ", 'y')]; })()");

        chromium.click(at.get(0).asDouble(), at.get(1).asDouble());

        assertEquals("outlier-0", chromium.evaluate("document.querySelector('tr.found').id").asText());
        final String line = "gale replay " + directory.resolve("run1") + " --to " +
            json.at("/host/outliers/0/command").asLong() + " --step";
        assertEquals("copy: " + line, chromium.evaluate("document.activeElement.title").asText());
        chromium.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; };" +
            "document.activeElement.click()");
        assertEquals(line, chromium.evaluate("window.copied").asText());
        assertEquals("copied: " + line,
            chromium.evaluate("document.querySelector('[role=status]').textContent").asText());
    }

    @Test
    void shouldPrintItsChartsAndItsTables() throws IOException
    {
        chromium.open(page, USUAL, "dark");
        final String before = chromium.evaluate("gale.charts()[0].series[1]._stroke").asText();

        final byte[] pdf = chromium.print();

        assertTrue(pdf.length > 50_000, "bytes: " + pdf.length);
        assertEquals("%PDF", new String(pdf, 0, 4, StandardCharsets.US_ASCII));
        assertEquals(before, chromium.evaluate("gale.charts()[0].series[1]._stroke").asText(), "the screen as before");
        assertEquals(CHARTS, chromium.evaluate("gale.charts().length").asInt());
    }

    @Test
    void shouldObeyNothingButItself() throws IOException
    {
        final Path changed = directory.resolve("changed.html");
        Files.writeString(changed, Files.readString(page).replace("</body>",
            "<script>window.hit = 1</script><img src=\"http://a.invalid/\" onerror=\"window.hit = 1\"/></body>"));

        chromium.open(changed, NARROW, "light");

        assertTrue(chromium.evaluate("window.hit === undefined").asBoolean());
        assertNotEquals(List.of(), chromium.errors(), "the policy says so");
        chromium.errors().clear();
    }

    private long value(final String expression)
    {
        try
        {
            return chromium.evaluate(expression).asLong();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private double bottom(final String selector) throws IOException
    {
        return chromium.evaluate(
            "document.querySelector('" + selector + "').getBoundingClientRect().bottom").asDouble();
    }

    /** Brings a chart into sight, and returns left, top, width and height of its plot. */
    private double[] plot(final int index) throws IOException
    {
        final JsonNode place = chromium.evaluate("(() => { const over = gale.charts()[" + index + "].over;" +
            "over.scrollIntoView({block: 'center'}); const r = over.getBoundingClientRect();" +
            "return [r.left, r.top, r.width, r.height]; })()");

        return new double[]{place.get(0).asDouble(), place.get(1).asDouble(), place.get(2).asDouble(),
            place.get(3).asDouble()};
    }

    private String legend(final String chart) throws IOException
    {
        return chromium.evaluate("document.querySelector('[data-chart=" + chart + "] .u-legend').textContent").asText();
    }

    private void choose(final String part) throws IOException
    {
        chromium.evaluate("(() => { const select = document.querySelector('.bar select');" +
            "select.value = '" + part + "'; select.dispatchEvent(new Event('change')); })()");
    }

    /** Returns the charts that say that they show more than the part that was chosen. */
    private String others() throws IOException
    {
        return chromium.evaluate(
            "[...document.querySelectorAll('.chart.others')].map(chart => chart.dataset.chart)").toString();
    }
}
