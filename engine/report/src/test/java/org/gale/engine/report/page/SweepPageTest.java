package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.report.sweep.JoinedSweep;
import org.gale.engine.report.sweep.PairedPoints;
import org.gale.engine.report.sweep.PointDifference;
import org.gale.engine.report.sweep.SweepDocument;
import org.gale.engine.report.sweep.SweepHead;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.report.sweep.SweepRunRow;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.answer.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SweepPageTest
{
    private static final Figures NO_PARTS = new Figures(List.of(), List.of());
    private static final Figure P99 =
        Figure.other("response.p99", Figure.Unit.NANOSECONDS, Figure.Better.LOWER);
    private static final String BLANK =
        ". Blank: combinations that the sweep leaves out. Framed: no figure.";
    private static final int PAGE_LIMIT = 5 << 20;

    @Test
    void shouldShowPointsWithoutAResultAndLeaveOutThoseThatTheSweepDoes() throws IOException
    {
        final SweepOutline outline = outline(
            List.of(parameter("bits", 2), parameter("rate", 2)), List.of(List.of("0", "0"), List.of("0", "1"),
            List.of("1", "1")));

        final String page = page(outline, List.of(point(0, outline, 900), empty(1, outline), point(2, outline, 1_100)));

        assertEquals("[[[\"0\",\"0\"],[],900.0,450.0,1800.0,\"\"],[[\"0\",\"1\"],[],null,null,null,\"no result\"]," +
            "[[\"1\",\"1\"],[],1100.0,550.0,2200.0,\"\"]]", PageElements.data(page).path("points").toString());
        assertEquals("[{\"key\":\"bits\",\"values\":[\"0\",\"1\"]},{\"key\":\"rate\",\"values\":[\"0\",\"1\"]}]",
            PageElements.data(page).path("axes").toString());
        assertTrue(page.contains("Blank: combinations that the sweep leaves out"), page);
        assertTrue(page.contains("1 run has no result"), page);
    }

    @Test
    void shouldNameTheCommandThatRepeatsTheWorstRuns() throws IOException
    {
        final SweepOutline outline = outline(List.of(parameter("bits", 2)), List.of(List.of("0"), List.of("1")));
        final List<SweepRunRow> worst =
            List.of(new SweepRunRow(1, 1, 5L, 7, null, Double.NaN), new SweepRunRow(0, 0, 5L, 0, null, 900));
        final JoinedSweep sweep = new JoinedSweep(head(outline, List.of()), P99,
            List.of(point(0, outline, 900), point(1, outline, 800)), worst, List.of(), List.of(),
            PairedPoints.NONE, List.of());
        final StringWriter page = new StringWriter();

        SweepPage.write(sweep, run -> "gale storm j --set bits=" + run.point(), page);

        assertTrue(page.toString().contains("<th class=\"t\">command that repeats it</th>"), page.toString());
        assertEquals(List.of("code gale storm j --set bits=1", "code gale storm j --set bits=0"),
            PageElements.of(page.toString(), "code"));
        assertEquals(List.of("span: gale storm j", "span: --set bits=1", "span: gale storm j", "span: --set bits=0"),
            PageElements.of(page.toString(), "span"));
    }

    @Test
    void shouldShowTheDifferencesBySeedAndWhatAllRunsHaveInCommon() throws IOException
    {
        final SweepOutline outline = outline(List.of(parameter("bits", 2)), List.of(List.of("0"), List.of("1")));
        final SweepHead head = new SweepHead(outline, true, NO_PARTS, List.of(), List.of(), List.of(),
            new ObjectMapper().readTree("{\"vms\":2,\"loop\":\"closed\",\"costs\":{\"base\":\"fast\"}}"));
        final PairedPoints pairs = new PairedPoints(
            1, List.of(new PointDifference(0, -9, -7, -1, 5, 0, 5, new Estimate(-6, -8.0, -4.0))));
        final StringWriter page = new StringWriter();

        SweepPage.write(new JoinedSweep(head, P99, List.of(point(0, outline, 900), point(1, outline, 907)), List.of(),
            List.of(), List.of(), pairs, Arrays.asList(new Estimate(900, 850.0, 950.0), null)), run -> "", page);

        assertEquals(List.of("h2: Differences by seed", "h2: Traffic, costs and seeds"),
            PageElements.of(page.toString(), "h2").stream().filter(heading -> heading.contains(" and ") ||
            heading.contains("seed")).toList());
        assertTrue(page.toString().contains("less that of point 1 (bits=1), with the same seed."), page.toString());
        assertEquals(List.of("td: bits=0", "td n: 5", "td n: -9", "td n: -7", "td n: -1", "td n: 5", "td n: 0",
            "td n: -6 [-8, -4]", "td: lower"), PageElements.of(page.toString(), "td").subList(0, 9));
        assertTrue(PageElements.of(page.toString(), "td").contains("td n: 900 [850, 950]"), page.toString());
        assertTrue(page.toString().contains("costs: fast</p>"), page.toString());
    }

    @Test
    void shouldHaveTheValuesOfAThirdParameter() throws IOException
    {
        final SweepOutline outline = grid(2, 3, 4);

        final String page = page(outline, points(outline));

        assertEquals("[\"third\"]", PageElements.data(page).path("others").toString());
        assertEquals("[[\"1\",\"2\"],[\"3\"]]", "[" + PageElements.data(page).at("/points/23/0") + ',' +
            PageElements.data(page).at("/points/23/1") + ']');
    }

    @Test
    void shouldGiveAVerdictOnTheRuns() throws IOException
    {
        final SweepOutline outline = grid(2);
        final SweepDocument.Failed failed = new SweepDocument.Failed(0, 7, "exit");

        assertEquals(List.of("p verdict good: The run has a result"), verdict(grid(1), List.of(), List.of()));
        assertEquals(List.of("p verdict good: All 2 runs have results"), verdict(outline, List.of(), List.of()));
        assertEquals(
            List.of("p verdict partly: 1 run has no result", "p dim: missing  1"),
            verdict(outline, List.of(1), List.of()));
        assertEquals(
            List.of("p verdict partly: 2 runs have no result", "p dim: missing  0,1"),
            verdict(outline, List.of(0, 1), List.of()));
        assertEquals(List.of("p verdict bad: 1 run failed", "p dim: failed   run 0: exit 7"),
            verdict(outline, List.of(), List.of(failed)));
        assertEquals(List.of("p verdict bad: 1 condition failed", "p dim: too slow"),
            verdict(outline, List.of(), List.of(), "too slow"));
        assertEquals(List.of("p verdict bad: 1 run failed, 1 run has no result, 2 conditions failed", "p dim: a",
            "p dim: b", "p dim: missing  1", "p dim: failed   run 0: exit 7"),
            verdict(outline, List.of(1), List.of(failed), "a", "b"));
    }

    @Test
    void shouldNameWhatWasRefusedOrNotBracketed() throws IOException
    {
        final SweepOutline outline = grid(2);
        final SweepHead head = new SweepHead(outline, true, NO_PARTS, List.of(),
            List.of(new SweepDocument.Failed(0, 2, "exit")),
            List.of(new SweepDocument.Bounded(1, "100k", false, "response.p99", new BigDecimal("62000"))),
            MissingNode.getInstance());
        final StringWriter page = new StringWriter();

        SweepPage.write(new JoinedSweep(head, P99, points(outline), List.of(), List.of(),
            List.of("bits=0: remainder 5"), PairedPoints.NONE, List.of()), run -> "", page);

        final List<String> paragraphs = PageElements.of(page.toString(), "p ");
        assertTrue(paragraphs.containsAll(List.of(
            "p verdict bad: the books of 1 point do not add up, 1 run failed", "p dim: refused  run 0: exit 2",
            "p dim: search   run 1: not bracketed: the condition holds nowhere up to the highest value, 100k, where " +
                "response.p99 is 62000", "p dim: refused  point bits=0: remainder 5")), paragraphs.toString());
    }

    @Test
    void shouldSayWhatTheChartsShow() throws IOException
    {
        final SweepOutline seeds = with(grid(2, 10), List.of(5L, 6L));
        final String many = page(seeds, points(seeds));
        final String few = page(grid(2, 9), points(grid(2, 9)));
        final String single = page(grid(1), points(grid(1)));
        final SweepOutline fixed = outline(List.of(), List.of(List.of()));
        final String none = page(fixed, points(fixed));

        assertEquals(List.of("h1: pools: response.p99, virtual"), PageElements.of(many, "h1"));
        assertEquals(List.of("h2: response.p99, ns", "h2: response.p99 by first",
            "h2: Traffic, costs and seeds", "h2: Worst runs", "h2: Points"),
            PageElements.of(many, "h2"));
        assertEquals(List.of("p dim: 20 points \u00b7 40 runs \u00b7 plan h",
            "p verdict good: All 40 runs have results",
            "p dim: All seeds of a point together. Across: first. Down: second" + BLANK,
            "p dim: Ranges reach from the least figure of a seed to the greatest. Lines: second", "p dim: seeds 5, 6"),
            PageElements.of(many, "p "));
        assertEquals(List.of("p dim: Across: first. Down: second" + BLANK, "p dim: Lines: second"),
            PageElements.of(few, "p ").subList(2, 4));
        assertEquals(List.of("p dim: 1 point \u00b7 1 run \u00b7 plan h"), PageElements.of(single, "p ").subList(0, 1));
        assertEquals("p dim: Across: first" + BLANK, PageElements.of(single, "p ").get(2));
        assertEquals(List.of("h2: response.p99, ns", "h2: Traffic, costs and seeds", "h2: Worst runs", "h2: Points"),
            PageElements.of(none, "h2"));
        assertEquals(List.of("map", "lines"), PageElements.charts(many));
        assertEquals(List.of("map"), PageElements.charts(none));
    }

    @Test
    void shouldLimitTheRowsOfTheTable() throws IOException
    {
        final String rows = page(grid(501), points(grid(501)));
        final String allRows = page(grid(500), points(grid(500)));

        assertTrue(rows.contains("<p class=\"dim\">1 point more: see points.csv</p>"));
        assertFalse(rows.contains("<td>500</td>"));
        assertTrue(allRows.contains("<td>499</td>"));
        assertFalse(PageElements.plain(allRows).contains(" more: see points.csv"));
    }

    @Test
    void shouldHaveARowForEachPointAndEachOfTheWorstRuns() throws IOException
    {
        final SweepOutline outline = grid(2);
        final SweepPoint failed = new SweepPoint(1, List.of("1"), 0, 2, 1, 0, Double.NaN, Double.NaN, Double.NaN);
        final StringWriter page = new StringWriter();
        SweepPage.write(new JoinedSweep(head(outline, List.of()), P99, List.of(point(0, outline, 900), failed),
            List.of(new SweepRunRow(1, 1, null, 7, null, Double.NaN), new SweepRunRow(0, 0, null, 0, null, 900)),
            List.of(), List.of(), PairedPoints.NONE, List.of()), run -> "again " + run.number(), page);

        assertEquals(List.of("th t: run", "th n: response.p99, ns", "th t: command that repeats it", "th t: first",
            "th n: runs", "th n: response.p99, ns", "th n: least", "th n: greatest", "th n: missing", "th n: failed"),
            PageElements.of(page.toString(), "th"));
        assertEquals(List.of("td: 1", "td n bad: exit 7", "td t", "td: 0", "td n: 900", "td t",
            "td: 0", "td n: 1", "td n: 900", "td n: 450", "td n: 1,800", "td n: 0", "td n: 0",
            "td: 1", "td n: 0", "td n: failed", "td n: -", "td n: -", "td n: 2", "td n: 1"),
            PageElements.of(page.toString(), "td"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void shouldTakeLessThan5MiBFor10000Points(final int pictures) throws IOException
    {
        final SweepOutline outline = grid(100, 100 / pictures, pictures);

        final byte[] page = page(outline, points(outline)).getBytes(StandardCharsets.UTF_8);

        assertTrue(page.length < PAGE_LIMIT, "bytes: " + page.length);
    }

    private static String page(final SweepOutline outline, final List<SweepPoint> points) throws IOException
    {
        final List<Integer> missing = points.stream().filter(point -> !point.isMeasured()).map(SweepPoint::number)
            .toList();
        final StringWriter page = new StringWriter();
        SweepPage.write(
            new JoinedSweep(head(outline, missing), P99, points, List.of(), List.of(), List.of(), PairedPoints.NONE,
                List.of()),
            run -> "", page);

        return page.toString();
    }

    /** Returns the verdict and the notes before the pictures. */
    private static List<String> verdict(
        final SweepOutline outline, final List<Integer> missing, final List<SweepDocument.Failed> failed,
        final String... failures) throws IOException
    {
        final StringWriter page = new StringWriter();
        SweepPage.write(new JoinedSweep(new SweepHead(
            outline, false, NO_PARTS, missing, failed, List.of(), MissingNode.getInstance()), P99,
            points(outline), List.of(), List.of(failures), List.of(), PairedPoints.NONE, List.of()), run -> "", page);
        final List<String> paragraphs = PageElements.of(page.toString(), "p ");

        assertEquals(List.of("h1: pools: response.p99"), PageElements.of(page.toString(), "h1"));

        return paragraphs.subList(1, paragraphs.indexOf("p dim: Across: first" + BLANK));
    }

    private static SweepOutline with(final SweepOutline outline, final List<Long> seeds)
    {
        return new SweepOutline(outline.sweep(), outline.plan(), outline.parameters(), outline.points(), seeds,
            outline.shown(), outline.search());
    }

    private static SweepHead head(final SweepOutline outline, final List<Integer> missing)
    {
        return new SweepHead(
            outline, true, NO_PARTS, missing, List.of(), List.of(), MissingNode.getInstance());
    }

    private static SweepPoint point(final int number, final SweepOutline outline, final double figure)
    {
        return new SweepPoint(number, outline.points().get(number), 1, 0, 0, 0, figure, figure / 2, figure * 2);
    }

    private static SweepPoint empty(final int number, final SweepOutline outline)
    {
        return new SweepPoint(
            number, outline.points().get(number), 0, 1, 0, 0, Double.NaN, Double.NaN, Double.NaN);
    }

    private static List<SweepPoint> points(final SweepOutline outline)
    {
        return IntStream.range(0, outline.points().size())
            .mapToObj(number -> point(number, outline, 1_000 + 7.3 * number)).toList();
    }

    private static SweepOutline.Parameter parameter(final String key, final int values)
    {
        return new SweepOutline.Parameter(List.of(key),
            IntStream.range(0, values).mapToObj(value -> List.of(Integer.toString(value))).toList());
    }

    /** Returns the outline of a sweep with all combinations of the values of up to three parameters. */
    private static SweepOutline grid(final int... values)
    {
        final List<String> keys = List.of("first", "second", "third");
        final List<SweepOutline.Parameter> parameters = new ArrayList<>();
        List<List<String>> points = List.of(List.of());
        for (int i = 0; i < values.length; i++)
        {
            parameters.add(parameter(keys.get(i), values[i]));
            final List<List<String>> more = new ArrayList<>();
            for (final List<String> point : points)
            {
                for (int value = 0; value < values[i]; value++)
                {
                    final List<String> longer = new ArrayList<>(point);
                    longer.add(Integer.toString(value));
                    more.add(longer);
                }
            }
            points = more;
        }

        return outline(parameters, points);
    }

    private static SweepOutline outline(
        final List<SweepOutline.Parameter> parameters, final List<List<String>> points)
    {
        final List<String> keys = parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();

        return new SweepOutline("pools", "h", parameters, points, List.of(), new SweepOutline.Shown("response.p99",
            keys.subList(0, Math.min(2, keys.size()))), null);
    }
}
