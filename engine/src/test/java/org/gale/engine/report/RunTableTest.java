package org.gale.engine.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.page.RunTablePage;
import org.gale.engine.storm.latency.InterruptPath;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.run.Modelled;
import org.gale.engine.storm.run.StormLatencies;
import org.gale.engine.storm.run.StormReport;
import org.gale.engine.storm.run.StormResult;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

/** Tables of several runs. */
class RunTableTest
{
    private static final int SAMPLES = 100;

    @Test
    void shouldShowARowForEachRun()
    {
        assertEquals("""
            response, ns
            policy    pool      p50    p99
            per-vcpu  16      1,000  1,000
            none      16      4,000  4,000

            response by route, ns
            policy    pool    direct p50  direct p99  forwarded p50  forwarded p99
            per-vcpu  16           1,000       1,000              -              -
            none      16               -           -          4,000          4,000

            host
            policy    pool    delivered/s  exits/s    direct  waits
            per-vcpu  16       14,923,073        0  100.00 %      7
            none      16       14,923,073       15    0.00 %      9

            PE time
            policy    pool      guest     idle
            per-vcpu  16      75.00 %  25.00 %
            none      16      75.00 %  25.00 %
            """, String.join("\n", RunTableText.lines(table())));
    }

    @Test
    void shouldContinueAWideTableBelowItself()
    {
        final String wide = "x".repeat(60);
        final RunTable table = new RunTable(List.of("name"), List.of(
            new RunTable.Row(List.of(wide), row(Route.DIRECT, 1_000, 0, 0, 100).report())));

        for (final String line : RunTableText.lines(table))
        {
            assertTrue(line.length() <= StormText.WIDTH, line);
        }
    }

    @Test
    void shouldWriteAnArrayOfReports() throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(table(), out);
        final JsonNode json = new ObjectMapper().readTree(out.toString());

        assertTrue(out.toString().startsWith("[ { \"modelled\" : \"zero\",\n"), out.toString());
        assertEquals(2, json.size());
        assertEquals("{\"policy\":\"none\",\"pool\":\"16\"}", json.at("/1/vary").toString());
    }

    @Test
    void shouldDrawAPage() throws IOException
    {
        final StringWriter out = new StringWriter();
        RunTablePage.write(table(), "what-if", out);

        assertTrue(out.toString().contains("<h1>what-if, modelled, costs zero</h1>"), out.toString());
        assertTrue(out.toString().contains("All 2 runs are sound"));
        for (final String heading : List.of("Response", "PE time", "Response by route, ns", "Host"))
        {
            assertTrue(out.toString().contains("<h2>" + heading + "</h2>"), heading);
        }
    }

    @Test
    void shouldHaveTheWorstOutcome()
    {
        final RunTable.Row sound = table().rows().get(0);
        final StormReport failed = new StormReport(
            sound.report().description(), sound.result(), sound.report().proof(), null, Outcome.CHECK_FAILED);
        final RunTable.Row one = new RunTable.Row(List.of("1"), sound.report());
        final RunTable.Row two = new RunTable.Row(List.of("2"), failed);
        final RunTable table = new RunTable(List.of("pool"), List.of(one, two));

        assertEquals(Outcome.CHECK_FAILED, table.outcome());
        assertEquals(List.of("0", "3"), table.blocks().get(2).cells().stream()
            .map(cells -> cells.get(cells.size() - 1)).toList());
    }

    private static RunTable table()
    {
        return new RunTable(List.of("policy", "pool"), List.of(
            new RunTable.Row(List.of("per-vcpu", "16"), row(Route.DIRECT, 1_000, 0, 10, 7).report()),
            new RunTable.Row(List.of("none", "16"), row(Route.FORWARDED, 4_000, 100, 0, 9).report())));
    }

    private static RunTable.Row row(
        final Route route, final long responseNs, final long exits, final long direct, final long waits)
    {
        final Topology topology = Topology.of(StormResults.CONFIG);
        final VirtualLatencies latencies = new VirtualLatencies(topology, 1);
        for (int i = 0; i < SAMPLES; i++)
        {
            latencies.record(i, 0, topology.firstLpiId(), topology.firstLpiId(), 0, route, InterruptPath.RESIDENT, i,
                responseNs, 0, 0, 0, 0);
        }
        final Map<String, Long> peNs = new LinkedHashMap<>();
        peNs.put("guest", 3L);
        peNs.put("idle", 1L);
        final Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("exits", exits);
        counts.put("direct", direct);
        counts.put("forwarded", 10 - direct);
        counts.put("waits", waits);
        final StormResult result = StormResults.with(StormResults.with(StormResults.sound(), "totals.modelled",
            new Modelled(1, "zero", peNs, counts)), "latencies", StormLatencies.modelled(latencies, null, 0));

        return new RunTable.Row(List.of(), new StormReport(
            StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK));
    }
}
