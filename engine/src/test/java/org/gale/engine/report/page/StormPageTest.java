package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormPageTest
{
    private static final List<String> LATENCIES = List.of("response", "service", "stages/queued");

    @Test
    void shouldCarryTheNumbersOfTheJsonReport() throws Exception
    {
        final StormReport report = report(StormResults.sound(), null);
        final StringWriter text = new StringWriter();
        StormJson.write(report, text);
        final JsonNode json = new ObjectMapper().readTree(text.toString());

        final List<String> pointers = new ArrayList<>();
        final NodeList cells = page(report).getElementsByTagName("td");
        for (int i = 0; i < cells.getLength(); i++)
        {
            final Element cell = (Element)cells.item(i);
            final String pointer = cell.getAttribute("data-json");
            if (!pointer.isEmpty())
            {
                final JsonNode value = json.at(pointer);
                assertEquals(value.isIntegralNumber() ? NumberText.count(value.asLong()) : value.asText(),
                    cell.getTextContent(), pointer);
                pointers.add(pointer);
            }
        }

        assertTrue(pointers.contains("/rate_per_s") && pointers.contains("/offered_per_s"), pointers.toString());
        assertTrue(pointers.containsAll(List.of("/accounting/offered", "/accounting/remainder",
            "/accounting/rejected/untranslated", "/accounting/rejected/unreachable", "/journal/bytes",
            "/generator/lag_p99_ns", "/config/vms")));
        LATENCIES.forEach(latency -> assertTrue(pointers.contains("/latency_ns/" + latency + "/p99_9"), latency));
    }

    @Test
    void shouldBeginWithTheVerdictAndTheAccounting() throws Exception
    {
        final Document page = page(report(StormResults.sound(), null));

        assertEquals("default: 2 VMs \u00d7 4 VPEs on 8 PEs \u00b7 8,192 LPIs \u00b7 8 devices \u00d7 1,024 events " +
            "\u00b7 closed loop", texts(page, "p").get(0));
        assertTrue(texts(page, "p").get(1).contains(" \u00b7 seed 1 \u00b7 "), texts(page, "p").get(1));
        assertEquals(List.of("Accounting", "Latency", "Response time over the run", "Rates over the run", "Stages",
            "VMs"), texts(page, "h2").subList(0, 6));
        assertTrue(texts(page, "p").get(2).startsWith("Sound: no interrupt lost, none invented"),
            texts(page, "p").toString());
        assertEquals(4, page.getElementsByTagName("svg").getLength());
    }

    @Test
    void shouldMarkStallsAndSnapshotsWithoutAnOutlier() throws Exception
    {
        final List<HostEffects.Moment> moments = List.of(
            new HostEffects.Moment("stall", "engine", 500_000_000, 3_000_000),
            new HostEffects.Moment("digest", "engine", 600_000_000, 200_000),
            new HostEffects.Moment("snapshot", "engine", 700_000_000, 900_000));
        final Document page = page(report(StormResults.with(StormResults.sound(),
            "host.moments", moments), null));

        assertEquals(List.of("stall (engine): 3,000,000 ns"), titles(page, "stall"));
        assertEquals(List.of("snapshot (engine): 900,000 ns"), titles(page, "snapshot"));
        assertEquals(List.of(), titles(page, "mark"));
    }

    @Test
    void shouldShowOutliersWithTheirStages() throws Exception
    {
        final List<StormLatencies.Explained> outliers = List.of(outlier(700_000_000, 5_000_000),
            outlier(699_000_000, 1_000_000), outlier(900_000_000, 1_000_000));
        final Document page = page(report(StormResults.with(StormResults.sound(),
            "latencies.outliers", outliers), null));

        assertEquals("4,000,000", cell(page, "/outliers/0/stages/queued"));
        assertEquals(null, cell(page, "/outliers/0/stages/deactivated"));
        assertEquals(List.of("2 outliers", "1 outlier"), titles(page, "mark"));
        assertEquals(3, new TreeSet<>(attributes(page, "circle", "outlier", "cx")).size());
        assertEquals("unknown: 5,000,000 ns, acknowledged at 0.700 s",
            texts(page, "circle").get(0).strip());
        assertTrue(texts(page, "p").stream().anyMatch(text -> text.contains("step through DIR from command 7")));
    }

    @Test
    void shouldShowEachOutlierAtOnePlaceWithACircleOfItsOwn() throws Exception
    {
        final Document page = page(report(StormResults.with(StormResults.sound(), "latencies.outliers",
            Collections.nCopies(30, outlier(2_999_000_000L, 1_000_000))), null));

        final List<String> places = attributes(page, "circle", "outlier", "cx");
        assertEquals(30, places.size());
        assertEquals(30, new TreeSet<>(places).size(), places.toString());
        assertTrue(places.stream().mapToDouble(Double::parseDouble).allMatch(x -> x >= Plot.LEFT && x <= Plot.RIGHT),
            places.toString());
    }

    @Test
    void shouldHaveAScaleOfTheShades() throws Exception
    {
        final Document page = page(report(StormResults.sound(), null));

        final List<String> entries = texts(page, "span").stream().map(String::strip).toList();
        final int at = entries.indexOf("9,000 samples");
        assertEquals(List.of("1", "10", "100", "1,000", "9,000 samples"), entries.subList(at - 4, at + 1));
        final List<String> shades = attributes(page, "i", "box heat", "style");
        assertEquals(new TreeSet<>(shades), new LinkedHashSet<>(shades), "in ascending order");
        assertEquals("opacity:1", shades.get(4));
        assertTrue(attributes(page, "rect", "heat", "fill-opacity").contains("1"));
    }

    @Test
    void shouldShowStagesThatAddUp() throws Exception
    {
        final Document page = page(report(StormResults.with(StormResults.sound(), "latencies.outliers",
            Collections.nCopies(11, outlier(2_999_000_000L, 5_000_000))), null));

        final List<Element> bars = elements(page, "div", "stack");
        assertEquals(11, bars.size(), "the mean, and ten");
        for (final Element bar : bars)
        {
            double sum = 0;
            for (int i = 0; i < bar.getElementsByTagName("i").getLength(); i++)
            {
                sum += Double.parseDouble(((Element)bar.getElementsByTagName("i").item(i)).getAttribute("style")
                    .replaceAll("[^0-9.]", ""));
            }
            assertEquals(100, sum, 0.5);
        }
        assertEquals("queued: 4,000,000 ns",
            ((Element)bars.get(1).getElementsByTagName("i").item(0)).getAttribute("title"));
        final String stages = ((Element)bars.get(0).getParentNode()).getTextContent().replaceAll("\\s+", " ").strip();
        assertTrue(stages.startsWith("mean 4.12 \u00b5s slowest 1 5 ms slowest 2 5 ms"), stages);
        assertTrue(texts(page, "p").contains("The 10 slowest of 11 outliers."));
    }

    @Test
    void shouldCountAStageThatOnlySomeHaveByItsShareOfTheMean() throws Exception
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        stages.put("queued", StormResults.histogram(600, 600));
        final Histogram woken = new Histogram(3);
        woken.recordValueWithCount(800, 5_000);
        stages.put("woken", woken);

        final Document page = page(report(StormResults.with(StormResults.sound(), "latencies.stages", stages), null));

        assertEquals("width:60.0%", attributes(page, "i", "c3", "style").get(0));
        assertEquals("width:40.0%", attributes(page, "i", "c8", "style").get(0));
    }

    @Test
    void shouldShowPointsOfAVmWithEnoughSamples() throws Exception
    {
        final Histogram few = new Histogram(3);
        few.recordValueWithCount(4_000, 99);
        final Histogram one = new Histogram(3);
        one.recordValue(70_000);

        final Document page = page(report(StormResults.with(StormResults.sound(), "latencies.responseByVm",
            List.of(StormResults.histogram(4_095, 311_295), few, one, new Histogram(3))), null));

        assertEquals(2, elements(page, "circle", "c0").size());
        assertEquals(1, elements(page, "circle", "c1").size());
        assertEquals(3, elements(page, "circle", "most").size());
        assertEquals("VM 2: p50 -, p99 -, max 70,015 ns",
            elements(page, "circle", "most").get(2).getTextContent().strip());
        assertEquals(0, elements(page, "rect", "c0").size(), "a length means nothing on a logarithmic axis");
    }

    @ParameterizedTest
    @CsvSource({"OK, true, verdict good", "OK, false, verdict partly", "CHECK_FAILED, true, verdict bad",
        "INVARIANT_BROKEN, false, verdict bad"})
    void shouldColourTheVerdict(final Outcome outcome, final boolean isKept, final String style) throws Exception
    {
        final GeneratorPace pace = new GeneratorPace(8e6, 8e6, 8e6, 0, isKept ? 0 : 1, 0, 9, 4_095, false);
        final Document page = page(new StormReport(StormResults.SETTING, StormResults.with(StormResults.sound(),
            "generator.pace", pace), StormResults.PROOF, null, outcome));

        assertEquals(1, elements(page, "p", style).size());
    }

    @Test
    void shouldHaveTheWordsOfTheLanes() throws Exception
    {
        final StormResult attached = StormResults.with(StormResults.sound(), "totals.attached",
            new AttachTotals(9, 9, 0, new LaneWords(1_010_000, 1_009_993, 7), Map.of(), List.of()));

        assertEquals(null, cell(page(report(StormResults.sound(), null)), "/accounting/lanes/attached/left"));
        final Document page = page(report(attached, null));

        assertEquals("100,781,250", cell(page, "/accounting/lanes/generator/published"));
        assertEquals("1,009,993", cell(page, "/accounting/lanes/attached/drained"));
        assertEquals("7", cell(page, "/accounting/lanes/attached/left"));
    }

    /** A narrow screen scrolls what cannot become narrower, and the rest becomes so. */
    @Test
    void shouldScrollWhatIsWiderThanTheScreen() throws Exception
    {
        final Document page = page(report(StormResults.sound(), null));

        for (final String tag : List.of("svg", "table"))
        {
            final NodeList nodes = page.getElementsByTagName(tag);
            assertTrue(nodes.getLength() > 3, tag);
            for (int i = 0; i < nodes.getLength(); i++)
            {
                final String parent = ((Element)nodes.item(i).getParentNode()).getAttribute("class");
                assertTrue(List.of("chart", "wide", "wide small").contains(parent), parent);
            }
        }
        assertTrue(PageStyle.CSS.contains(".wide, .chart { overflow-x: auto;"));
        assertTrue(text(report(StormResults.sound(), null)).contains("content: \"\\2194"), "quotes as they stand");
    }

    @Test
    void shouldGiveEachLatencyItsOwnStyle() throws Exception
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>(StormResults.sound().latencies().stages());
        stages.put("woken", StormResults.histogram(100, 200));

        final Document page = page(report(StormResults.with(StormResults.sound(), "latencies.stages", stages), null));

        final Element legend = (Element)page.getElementsByTagName("p").item(4);
        final List<String> entries = new ArrayList<>();
        for (int i = 0; i < legend.getElementsByTagName("span").getLength(); i++)
        {
            final Element entry = (Element)legend.getElementsByTagName("span").item(i);
            entries.add(entry.getTextContent().strip() + ' ' +
                ((Element)entry.getElementsByTagName("i").item(0)).getAttribute("class"));
        }
        assertEquals(List.of("response key c0", "service key c1", "late key c2", "queued key c3", "translated key c4",
            "signalled key c5", "acknowledged key c6", "woken key c8"), entries);
    }

    @Test
    void shouldDrawNoRateOfTheRestOfASecond() throws Exception
    {
        final List<Interval> intervals = new ArrayList<>(StormResults.HISTORY.intervals());
        final Interval last = intervals.get(2);
        intervals.add(new Interval(3_000_000_000L, 100_000, false, new Interval.Counts(0, 0, 0, 0, 0),
            last.latencies(), last.encoded()));

        final Document page = page(report(StormResults.with(StormResults.sound(), "history",
            new StormHistory(intervals, StormResults.HISTORY.heat(), 0)), null));

        final NodeList lines = page.getElementsByTagName("polyline");
        final Element delivered = (Element)lines.item(lines.getLength() - 2);
        assertEquals(6, delivered.getAttribute("points").strip().split(" ").length);
    }

    @Test
    void shouldSayWhyAStormFailed() throws Exception
    {
        final Document page = page(new StormReport(StormResults.SETTING, StormResults.sound(), StormResults.PROOF,
            "P1 broken: VM 3", Outcome.INVARIANT_BROKEN));

        assertTrue(texts(page, "p").get(2).startsWith("Failed (exit 7): "));
        assertEquals("P1 broken: VM 3", texts(page, "p").get(3));
    }

    @Test
    void shouldShowASmallShareWithoutAnExponent() throws Exception
    {
        final GeneratorPace slow = new GeneratorPace(8e6, 8e6, 8e6, 0, 0.0004, 0, 9, 900_000, false);

        final Document page = page(report(StormResults.with(StormResults.sound(), "generator.pace", slow), null));

        assertEquals("0.0004", cell(page, "/generator/lane_full_share"));
    }

    @Test
    void shouldSayNothingOfTheGeneratorWhenAllEventsCameFromProducers() throws Exception
    {
        final StormResult sound = StormResults.sound();
        final StormResult result = StormResults.with(
            StormResults.with(sound, "totals.attached", new AttachTotals(9, 9, 0, LaneWords.NONE, Map.of(), List.of())),
            "generator.lag", new Histogram(sound.generator().lag()));

        assertTrue(texts(page(report(sound, null)), "p").stream().anyMatch(text -> text.contains("kept up")));
        assertTrue(texts(page(report(result, null)), "p").stream().noneMatch(text -> text.contains("kept up")));
    }

    @Test
    void shouldSayAsTheTextWhyARateWasNotKept() throws Exception
    {
        final GeneratorPace late = new GeneratorPace(8e6, 8e6, 8e6, 0, 0, 0, 300_000, 900_000, false);

        final List<String> texts = texts(page(report(StormResults.atPace(late), null)), "p");

        assertEquals("offered 8.0 M/s as asked, but late: lag p99 300,000 ns, response p99 900,000 ns", texts.get(3));
    }

    @Test
    void shouldHaveTheFiguresOfTheWorkload() throws Exception
    {
        final StormResult sound = StormResults.sound();
        final StormAccounting plain = sound.totals().accounting();
        final StormAccounting rung = new StormAccounting(plain.offered(), plain.delivered(), plain.coalesced(),
            plain.pending(), plain.rejected(), plain.vms(), List.of(new AccountingRow("rung", "doorbells", 512, "")));

        final Document page = page(report(StormResults.with(sound, "totals.accounting", rung), null));

        assertEquals("512", cell(page, "/accounting/rung"));
    }

    @Test
    void shouldHaveTheRemainderOfAVm() throws Exception
    {
        final StormResult sound = StormResults.sound();
        final StormAccounting lost = new StormAccounting(100, 99, 0, 0, sound.totals().accounting().rejected(),
            List.of(new StormAccounting.OfVm(0, new EventAccount(0, 50, 50, 0, 0, 0)),
                new StormAccounting.OfVm(1, new EventAccount(0, 50, 49, 0, 0, 0))),
            List.of());

        final Document page = page(report(StormResults.with(sound, "totals.accounting", lost), null));

        assertEquals("1", cell(page, "/accounting/vms/1/remainder"));
        assertEquals(null, cell(page, "/accounting/vms/0/remainder"));
    }

    @Test
    void shouldNeedNoNetworkAndNoScript() throws Exception
    {
        final String text = text(report(StormResults.sound(), null));

        assertFalse(text.contains("<script"));
        assertFalse(text.contains("src="));
        assertFalse(text.contains("href="));
        assertFalse(text.contains("url("));
        assertFalse(text.contains("@import"));
        assertTrue(text.contains("default-src &#39;none&#39;"));
    }

    @Test
    void shouldEscapeNamesAndMessages() throws Exception
    {
        final String hostile = "</style><script>alert(\"1\")</script>&\u0007\u202e";
        final Document page = page(new StormReport(
            new StormDescription(new Platform("0.1.0", "17.0.15", 2), hostile, hostile, List.of(),
                StormResults.CONFIG,
                SettingValues.NONE.withText(StormSettings.RAM_FILE, hostile), hostile, true, StormResumed.NONE),
            StormResults.sound(), StormResults.PROOF, hostile, Outcome.RESOURCES));

        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertTrue(texts(page, "p").get(3).startsWith("</style><script>alert(\"1\")</script>&\ufffd"));
    }

    @Test
    void shouldDrawAStormWithoutHistoryOrLatencies() throws Exception
    {
        final Document page = page(report(StormResults.with(StormResults.sound(), "history", StormHistory.NONE), null));

        assertEquals(2, page.getElementsByTagName("svg").getLength());
    }

    private static StormReport report(final StormResult result, final String failure)
    {
        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, failure, Outcome.OK);
    }

    /** Returns an outlier that waited for all but a millisecond of its response in its lane. */
    private static StormLatencies.Explained outlier(final long atNs, final long responseNs)
    {
        final long drainedNs = atNs - 1_000_000;
        final Outlier outlier = new Outlier(7, 1, 8_193, atNs - responseNs,
            new Outlier.Batch(atNs - responseNs, drainedNs, drainedNs + 400_000, drainedNs + 500_000),
            drainedNs + 500_000, atNs);

        return new StormLatencies.Explained(outlier, OutlierCause.UNKNOWN, atNs);
    }

    /** Returns the text of the cell with a JSON pointer; null if there is none. */
    private static String cell(final Document page, final String pointer)
    {
        final NodeList cells = page.getElementsByTagName("td");
        for (int i = 0; i < cells.getLength(); i++)
        {
            if (((Element)cells.item(i)).getAttribute("data-json").equals(pointer))
            {
                return cells.item(i).getTextContent();
            }
        }

        return null;
    }

    /** Returns the titles of the rectangles of a style. */
    private static List<String> titles(final Document page, final String style)
    {
        return elements(page, "rect", style).stream().map(element -> element.getTextContent().strip()).toList();
    }

    /** Returns the elements of a style. */
    private static List<Element> elements(final Document page, final String tag, final String style)
    {
        final NodeList nodes = page.getElementsByTagName(tag);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            if (((Element)nodes.item(i)).getAttribute("class").equals(style))
            {
                elements.add((Element)nodes.item(i));
            }
        }

        return elements;
    }

    private static List<String> attributes(
        final Document page, final String tag, final String style, final String attribute)
    {
        return elements(page, tag, style).stream().map(element -> element.getAttribute(attribute)).toList();
    }

    private static List<String> texts(final Document page, final String tag)
    {
        final NodeList nodes = page.getElementsByTagName(tag);
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            texts.add(nodes.item(i).getTextContent());
        }

        return texts;
    }

    private static Document page(final StormReport report)
        throws IOException, ParserConfigurationException, SAXException
    {
        final DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();

        return builder.parse(new InputSource(new StringReader(text(report))));
    }

    private static String text(final StormReport report) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormPage.write(report, Spelling.NAMES, out);

        return out.toString();
    }
}
