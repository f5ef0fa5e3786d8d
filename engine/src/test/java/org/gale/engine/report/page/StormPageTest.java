package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.StormHistory;
import org.gale.engine.storm.StormMeasurement;
import org.gale.engine.storm.StormReport;
import org.gale.engine.storm.StormResult;
import org.junit.jupiter.api.Test;
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

        assertTrue(pointers.contains("/rate_per_s"), pointers.toString());
        assertTrue(pointers.containsAll(List.of("/accounting/offered", "/accounting/remainder",
            "/accounting/rejected/untranslated", "/accounting/rejected/unreachable", "/journal/bytes",
            "/generator/lag_p99_ns", "/config/vms")));
        LATENCIES.forEach(latency -> assertTrue(pointers.contains("/latency_ns/" + latency + "/p99_9"), latency));
    }

    @Test
    void shouldBeginWithTheVerdictAndTheAccounting() throws Exception
    {
        final Document page = page(report(StormResults.sound(), null));

        assertEquals(List.of("Accounting", "Latency", "Response time over the run", "Rates over the run", "Stages",
            "VMs"), texts(page, "h2").subList(0, 6));
        assertTrue(texts(page, "p").get(1).startsWith("Sound: no interrupt lost, none invented"),
            texts(page, "p").toString());
        assertEquals(5, page.getElementsByTagName("svg").getLength());
    }

    @Test
    void shouldMarkStallsAndSnapshotsWithoutAnOutlier() throws Exception
    {
        final List<StormMeasurement.Moment> moments = List.of(
            new StormMeasurement.Moment("stall", "engine", 500_000_000, 3_000_000),
            new StormMeasurement.Moment("digest", "engine", 600_000_000, 200_000),
            new StormMeasurement.Moment("snapshot", "engine", 700_000_000, 900_000));
        final Document page = page(report(StormResults.with(StormResults.sound(),
            StormResults.copy(StormResults.sound().measurement()).moments(moments).build()), null));

        assertEquals(List.of("stall (engine): 3,000,000 ns"), titles(page, "stall"));
        assertEquals(List.of("snapshot (engine): 900,000 ns"), titles(page, "snapshot"));
        assertEquals(List.of(), titles(page, "mark"));
    }

    @Test
    void shouldSayWhyAStormFailed() throws Exception
    {
        final Document page = page(new StormReport(StormResults.SETTING, StormResults.sound(), StormResults.PROOF,
            "P1 broken: VM 3", Outcome.INVARIANT_BROKEN));

        assertTrue(texts(page, "p").get(1).startsWith("Failed (exit 7): "));
        assertEquals("P1 broken: VM 3", texts(page, "p").get(2));
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
            StormResults.SETTING.toBuilder().profile(hostile).journal(hostile).ramFile(hostile).build(),
            StormResults.sound(), StormResults.PROOF, hostile, Outcome.RESOURCES));

        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertTrue(texts(page, "p").get(2).startsWith("</style><script>alert(\"1\")</script>&\ufffd"));
    }

    @Test
    void shouldDrawAStormWithoutHistoryOrLatencies() throws Exception
    {
        final Document page = page(report(StormResults.with(StormResults.sound(), StormHistory.NONE), null));

        assertEquals(3, page.getElementsByTagName("svg").getLength());
    }

    private static StormReport report(final StormResult result, final String failure)
    {
        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, failure, Outcome.OK);
    }

    /** Returns the titles of the rectangles of a style. */
    private static List<String> titles(final Document page, final String style)
    {
        final NodeList nodes = page.getElementsByTagName("rect");
        final List<String> titles = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            if (((Element)nodes.item(i)).getAttribute("class").equals(style))
            {
                titles.add(nodes.item(i).getTextContent().strip());
            }
        }

        return titles;
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
        StormPage.write(report, out);

        return out.toString();
    }
}
