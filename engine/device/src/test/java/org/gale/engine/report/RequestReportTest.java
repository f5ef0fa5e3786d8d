package org.gale.engine.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what reports show of requests, on the wall clock: the means of requests are exact there, too. */
class RequestReportTest
{
    private static final LatencySummary QUIET = StormResults.latency(200, 4_401, 22, 23, 24, -1, -1, 25);
    private static final LatencySummary CALM = StormResults.latency(1, 7, -1, -1, -1, -1, -1, 7);
    private static final StormResults.Parts PARTS = new StormResults.Parts(List.of(
        StormResults.group("quiet", 8, EventAccount.NONE, LatencySummary.EMPTY, QUIET),
        StormResults.group("loud", 1, EventAccount.NONE, LatencySummary.EMPTY, LatencySummary.EMPTY),
        StormResults.group("none", 0, EventAccount.NONE, LatencySummary.EMPTY)),
        List.of(new Part("calm", 0, new Part.Span(0, 1_000), EventAccount.NONE, Part.Times.EMPTY,
            null, new Part.Times(CALM, null), new DeviceCounts.Work(90, 30, 15, 0), List.of(
                new Part("quiet", 8, null, EventAccount.NONE, Part.Times.EMPTY, null, new Part.Times(CALM, null),
                    new DeviceCounts.Work(60, 20, 0, 0), List.of())))));

    /** Returns a result with requests of two groups and a phase. */
    static StormResult result()
    {
        StormResult result = StormResults.sound();
        result = StormResults.with(result, "latencies.others", StormLatencies.others(null, result.latencies().service(),
            StormResults.histogram(22_015, 222_130)));
        result = StormResults.with(result, PARTS);
        result = StormResults.with(result, "totals.devices", List.of(
            new DeviceCounts("quiet", 9, 6, Map.of(), Map.of(), null, new DeviceCounts.Work(8, 4, 10, 2_000_000_000L)),
            new DeviceCounts("loud", 0, 0, Map.of(), Map.of(), null, new DeviceCounts.Work(2, 4, 1, 2_000_000_000L))));
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        latencies.put("response", CALM);
        latencies.put("request", CALM);
        latencies.put("queued", CALM);

        return StormResults.with(result, "history", new StormHistory(List.of(new Interval(0, 500_000_000, false,
            new Interval.Counts(1, 1, 0, 0, 0, 9), latencies, List.of())), result.history().heat(), 0));
    }

    private static StormReport report(final StormResult result)
    {
        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK);
    }

    private static List<String> text(final StormResult result)
    {
        final StringWriter out = new StringWriter();
        new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES).result(StormResults.SETTING, result);

        return out.toString().lines().toList();
    }

    @Test
    void shouldHaveThemInTheJson() throws IOException
    {
        final JsonNode json = StormJson.tree(report(result()));

        assertEquals(5, json.at("/completions_per_s").asInt());
        assertEquals(4, json.at("/interrupts_per_s").asInt());
        assertEquals("{\"count\":8,\"mean\":1.375}", json.at("/deferred_ns").toString());
        assertEquals(4, json.at("/groups/0/completions_per_s").asInt());
        assertEquals(22.005, json.at("/groups/0/latency_ns/request/mean").asDouble());
        assertTrue(json.at("/groups/0/latency_ns/request/p99_9").isNull());
        assertTrue(json.at("/groups/2/latency_ns/request").isMissingNode());
        assertEquals(7, json.at("/phases/0/latency_ns/request/max").asInt());
        assertEquals(7, json.at("/phases/0/groups/0/latency_ns/request/mean").asInt());
        assertEquals(90, json.at("/phases/0/completions").asInt());
        assertEquals(30, json.at("/phases/0/interrupts").asInt());
        assertEquals("{\"count\":30,\"mean\":0.5}", json.at("/phases/0/deferred_ns").toString());
        assertEquals(60, json.at("/phases/0/groups/0/completions").asInt());
        assertEquals("{\"count\":20,\"mean\":0}", json.at("/phases/0/groups/0/deferred_ns").toString());
        assertEquals(18, json.at("/intervals/0/completions_per_s").asInt());
        assertEquals(1, json.at("/intervals/0/latency_ns/request/count").asInt());
        assertEquals(1, json.at("/intervals/0/latency_ns/stages/queued/count").asInt());
        assertEquals(222_207, json.at("/latency_ns/request/max").asInt());
        assertTrue(json.at("/latency_ns/curves/request").size() > 1);
        assertFalse(json.at("/latency_ns/response").has("mean"), "other means belong to the virtual clock");
        assertEquals(json, ComparedReport.of("any", json).json(), "each value is of its declared type");
    }

    @Test
    void shouldHaveThemOnThePage() throws IOException
    {
        final StringWriter out = new StringWriter();
        StormPage.write(report(result()), Spelling.NAMES, out);

        for (final String pointer : List.of("/latency_ns/request/p99", "/groups/0/completions_per_s",
            "/groups/1/deferred_ns/mean", "/groups/0/latency_ns/request/p50"))
        {
            assertTrue(out.toString().contains("data-json=\"" + pointer + '"'), pointer);
        }
        assertTrue(out.toString().contains("Handlers take no time here."));
    }

    @Test
    void shouldHaveThemInTheTableOfSeveralRuns()
    {
        final RunTable table = new RunTable(List.of("n"), List.of(
            new RunTable.RunRow(List.of("1"), report(result())),
            new RunTable.RunRow(List.of("2"), report(StormResults.sound()))));

        final List<String> lines = RunTableText.lines(table);

        final int at = lines.indexOf("request, ns");
        assertTrue(lines.get(at + 2).matches("1 +22,015 +22,015 +22 +24 +- +-"), lines.get(at + 2));
        assertTrue(lines.get(at + 3).matches("2 +- +- +- +- +- +-"), lines.get(at + 3));
        assertTrue(lines.stream().anyMatch(line -> line.matches("1 +14,923,073 +5")), lines + "");
    }

    @Test
    void shouldHaveADistributionOfTheirOwn(@TempDir final Path directory)
    {
        final Map<Path, ?> files = HistogramFiles.percentileFiles(report(result()), directory.resolve("run.hgrm"));

        assertTrue(files.containsKey(directory.resolve("run.request.hgrm")), files.keySet().toString());
        assertFalse(HistogramFiles.percentileFiles(report(StormResults.sound()), directory.resolve("run.hgrm"))
            .containsKey(directory.resolve("run.request.hgrm")));
    }

    @Test
    void shouldSayNothingOfRequestsInAStormWithout()
    {
        final JsonNode json = StormJson.tree(report(StormResults.sound()));

        assertNull(StormResults.sound().latencies().request());
        assertFalse(json.has("completions_per_s"));
        assertFalse(json.at("/latency_ns").has("request"));
        assertFalse(json.at("/intervals/0").has("completions_per_s"));
        assertTrue(text(StormResults.sound()).stream().noneMatch(line -> line.startsWith("request")));
    }
}
