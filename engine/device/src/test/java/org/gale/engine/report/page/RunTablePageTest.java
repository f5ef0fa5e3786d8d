package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.RunTable;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Page of several runs of one job. */
class RunTablePageTest
{
    @Test
    void shouldHaveTheResponsesOfAllRuns() throws IOException
    {
        final RunTable table = new RunTable(List.of("pool", "policy"), List.of(
            row("16", response(10, 1_000), null, Outcome.OK), row("8", response(100, 100), null, Outcome.OK),
            row("4", response(0, 0), null, Outcome.OK)));
        final String page = page(table);

        assertTrue(page.startsWith("<!DOCTYPE html>\n<html "), page);
        assertEquals(List.of("title: Gale storm: what-if"), PageElements.of(page, "title"));
        assertEquals(List.of("h1: what-if"), PageElements.of(page, "h1"));
        assertEquals(List.of("h2: Response", "h2: Response, ns", "h2: Interrupts measured", "h2: Host",
            "h2: Traffic, costs and seeds"),
            PageElements.of(page, "h2"));
        assertEquals(List.of("p verdict good: All 3 runs are sound", "p dim: gale 0.1.0 \u00b7 JDK 17.0.15",
            "p dim: 2 VMs \u00d7 4 VPEs \u00b7 4 devices \u00d7 1,024 events \u00b7 closed loop", "p dim: seed 1"),
            PageElements.of(page, "p "));
        assertEquals(List.of("runs", "curves"), PageElements.charts(page));
        final JsonNode runs = PageElements.data(page).path("runs");
        assertEquals(List.of("16 \u00b7 none", "8 \u00b7 none", "4 \u00b7 none"), runs.findValuesAsText("name").stream()
            .filter(name -> name.contains("\u00b7")).toList());
        assertEquals(1_000, runs.at("/0/latency_ns/response/p99").asLong());
        assertTrue(runs.at("/0/intervals").isMissingNode() && runs.at("/0/latency_ns/vms").isMissingNode());
        assertEquals(List.of("div wide small", "div wide small", "div wide small"), PageElements.of(page, "div wide"));
        assertEquals(List.of("th t: pool", "th n: policy", "th n: p50", "th n: p99", "th t: pool", "th n: policy",
            "th n: all", "th t: pool", "th n: policy", "th n: delivered/s"), PageElements.of(page, "th"));
        assertEquals(List.of("td t: 16", "td n: none", "td n: 10", "td n: 1,000", "td t: 8", "td n: none", "td n: 100",
            "td n: 100", "td t: 4", "td n: none", "td n: 0", "td n: 0"), PageElements.of(page, "td").subList(0, 12));
    }

    @Test
    void shouldHaveTheTimeOfThePesOfEachRunThatHasAModel() throws IOException
    {
        final Map<String, Long> some = new LinkedHashMap<>();
        some.put("guest", 1_500L);
        some.put("idle", 500L);
        final Map<String, Long> none = new LinkedHashMap<>();
        none.put("guest", 0L);
        none.put("polling", 0L);
        final Histogram response = response(10, 10);
        final String page = page(new RunTable(List.of("pool", "policy"), List.of(
            row("16", response, new Modelled(1, "zero", some, Map.of()), Outcome.OK),
            row("8", response, null, Outcome.CHECK_FAILED),
            row("4", response, new Modelled(1, "zero", none, Map.of()), Outcome.OK))));

        assertEquals(List.of("h1: what-if, virtual, costs zero"), PageElements.of(page, "h1"));
        assertEquals(List.of("p verdict bad: Not all runs are sound: exit 3"), PageElements.of(page, "p verdict"));
        assertEquals(List.of("h2: Response", "h2: PE time", "h2: Response, ns", "h2: Interrupts measured",
            "h2: Host", "h2: PE time", "h2: Traffic, costs and seeds"),
            PageElements.of(page, "h2"));
        assertEquals(List.of("runs", "curves", "pes"), PageElements.charts(page));
        assertEquals("{\"guest\":1500,\"idle\":500}", PageElements.data(page).at("/runs/0/pe_time_ns").toString());
        assertTrue(PageElements.data(page).at("/runs/1/pe_time_ns").isMissingNode());
    }

    private static RunTable.RunRow row(
        final String pool, final Histogram response, final Modelled modelled, final Outcome outcome)
    {
        final StormResult wall = StormResults.with(StormResults.sound(), "latencies.response", response);
        final StormResult result = modelled == null ? wall : StormResults.modelled(wall, modelled);

        return new RunTable.RunRow(List.of(pool, "none"),
            new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, outcome));
    }

    /** Returns responses with some percentiles. */
    private static Histogram response(final long p50, final long p99)
    {
        final Histogram response = new Histogram(3);
        response.recordValueWithCount(p50, 90);
        response.recordValueWithCount(p99, 10);

        return response;
    }

    private static String page(final RunTable table) throws IOException
    {
        final StringWriter out = new StringWriter();
        RunTablePage.write(table, "what-if", out);

        return out.toString();
    }
}
