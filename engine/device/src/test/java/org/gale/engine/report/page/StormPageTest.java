package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.Sha256;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
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
            "/accounting/rejected/untranslated", "/accounting/rejected/unreachable", "/host/journal/bytes",
            "/generator/lag_p99_ns", "/config/vms")));
        LATENCIES.forEach(latency -> assertTrue(pointers.contains("/latency_ns/" + latency + "/p99_9"), latency));
    }

    @Test
    void shouldBeginWithTheVerdictAndTheLatency() throws Exception
    {
        final Document page = page(report(StormResults.sound(), null));

        assertTrue(texts(page, "p").get(0).startsWith("Sound: no interrupt lost, none invented"),
            texts(page, "p").toString());
        assertEquals("default: 2 VMs \u00d7 4 VPEs on 8 PEs \u00b7 8,192 LPIs \u00b7 8 devices \u00d7 1,024 events " +
            "\u00b7 closed loop", texts(page, "p").get(1));
        assertEquals(List.of("Latency", "Response time over the run", "Rates over the run", "Accounting", "Stages",
            "VMs"), texts(page, "h2").subList(0, 6));
        assertEquals(List.of("percentiles", "heat", "seconds", "rates", "stages", "vms"),
            PageElements.charts(text(report(StormResults.sound(), null))));
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
        assertEquals("step through DIR from command 7", elements(page, "tr", "").stream().filter(
            row -> row.getAttribute("id").equals("outlier-2")).findFirst().orElseThrow().getAttribute("data-copy"));
        assertEquals("step through DIR from command 7 ", elements(page, "span", "").get(0).getTextContent());
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

        final NodeList tables = page.getElementsByTagName("table");
        assertTrue(tables.getLength() > 3);
        for (int i = 0; i < tables.getLength(); i++)
        {
            final String parent = ((Element)tables.item(i).getParentNode()).getAttribute("class");
            assertTrue(List.of("wide", "wide small").contains(parent), parent);
        }
        assertTrue(PageAssets.STYLE.contains(".wide { overflow-x: auto;"));
    }

    /** A page is one file: its charts show the report in it, and nothing else runs or is loaded. */
    @Test
    void shouldHoldTheReportAndLetNothingElseRun() throws Exception
    {
        final StormReport report = report(StormResults.sound(), null);
        final String text = text(report);
        final Document page = page(report);

        final StringWriter json = new StringWriter();
        StormJson.write(report, json);
        assertTrue(new ObjectMapper().readTree(json.toString()).equals((one, other) -> one.isNumber() ?
            Double.compare(one.asDouble(), other.asDouble()) : one.equals(other) ? 0 : 1,
            PageElements.data(text).path("report")));
        final NodeList scripts = page.getElementsByTagName("script");
        final List<String> allowed = new ArrayList<>();
        allowed.add(hash(((Element)page.getElementsByTagName("style").item(0)).getTextContent()));
        for (int i = 1; i < scripts.getLength(); i++)
        {
            allowed.add(hash("//<![CDATA[" + scripts.item(i).getTextContent().substring("//".length()) + "]]>"));
        }
        assertEquals(3, scripts.getLength());
        assertEquals("default-src 'none'; style-src " + allowed.get(0) + "; script-src " + allowed.get(1) + ' ' +
            allowed.get(2) + "; base-uri 'none'; form-action 'none'",
            ((Element)page.getElementsByTagName("meta").item(3)).getAttribute("content"));
        assertFalse(PageElements.plain(text).matches("(?s).*( src=| href=|url[(]|@import).*"));
        assertFalse(PageAssets.STYLE.matches("(?s).*(url[(]|@import).*"));
        assertTrue(text.contains("The above copyright notice and this permission notice"), "the licence of uPlot");
        assertTrue(PageAssets.LIBRARY.length() + PageAssets.SCRIPT.length() + PageAssets.STYLE.length() < 1 << 20);
    }

    @Test
    void shouldSayWhyAStormFailed() throws Exception
    {
        final Document page = page(new StormReport(StormResults.SETTING, StormResults.sound(), StormResults.PROOF,
            "P1 broken: VM 3", Outcome.INVARIANT_BROKEN));

        assertTrue(texts(page, "p").get(0).startsWith("Failed (exit 7): "));
        assertEquals("P1 broken: VM 3", texts(page, "p").get(1));
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

        assertEquals("offered 8.0 M/s as asked, but late: lag p99 300,000 ns, response p99 900,000 ns", texts.get(1));
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
    void shouldEscapeNamesAndMessages() throws Exception
    {
        final String hostile = "</style><script>alert(\"1\")</script>&\u0007\u202e";
        final Document page = page(new StormReport(
            new StormDescription(new Platform("0.1.0", "17.0.15", 2), hostile, hostile, List.of(),
                StormResults.CONFIG,
                SettingValues.NONE.withText(StormSettings.RAM_FILE, hostile), hostile, true, StormResumed.NONE),
            StormResults.sound(), StormResults.PROOF, hostile, Outcome.RESOURCES));

        assertEquals(3, page.getElementsByTagName("script").getLength(), "those of the page");
        assertTrue(texts(page, "p").get(1).startsWith("</style><script>alert(\"1\")</script>&\ufffd"));
    }

    @Test
    void shouldDrawAStormWithoutHistoryOrLatencies() throws Exception
    {
        final Document page = page(report(StormResults.with(StormResults.sound(), "history", StormHistory.NONE), null));

        assertEquals(List.of("percentiles", "stages", "vms"), elements(page, "div", "chart").stream().map(
            chart -> chart.getAttribute("data-chart")).toList());
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

    /** Returns a source of the policy. */
    private static String hash(final String content) throws Exception
    {
        return "'sha256-" + Base64.getEncoder().encodeToString(
            Sha256.begin().digest(content.getBytes(StandardCharsets.UTF_8))) + '\'';
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
