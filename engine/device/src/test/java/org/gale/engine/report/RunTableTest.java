package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Route;
import org.gale.engine.report.page.RunTablePage;
import org.gale.engine.storm.latency.RecordedInterrupts;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tables of several runs. */
class RunTableTest
{
    private static final int SAMPLES = 100;

    @Test
    void shouldContinueAWideTableBelowItself()
    {
        final String wide = "x".repeat(60);
        final RunTable table = new RunTable(List.of("name"), List.of(
            new RunTable.RunRow(List.of(wide), row(Route.DIRECT, 1_000, 0, 0, 100).report())));

        for (final String line : RunTableText.lines(table))
        {
            assertTrue(line.length() <= ReportLine.WIDTH, line);
        }
    }

    /** Keys of 20 columns and states of 40 fill the width, so that the third one comes below. */
    @Test
    void shouldFillItsWidthBeforeItContinues()
    {
        final String a = "a".repeat(38);
        final String b = "b".repeat(38);
        final String c = "c".repeat(38);
        final String key = "k".repeat(15);

        assertEquals(List.of(
            "PE time",
            "n  name             " + "  " + a + "  " + b,
            "1  " + key + "  " + "  " + " ".repeat(31) + "50.00 %" + "  " + " ".repeat(31) + "25.00 %",
            "",
            "PE time",
            "n  name             " + "  " + c,
            "1  " + key + "  " + "  " + " ".repeat(31) + "25.00 %",
            ""), peTime(List.of("n", "name"), List.of("1", key), a, b, c));
        assertEquals(List.of(
            "PE time",
            "n  name             " + "  " + a,
            "1  " + key + "  " + "  " + " ".repeat(31) + "50.00 %",
            "",
            "PE time",
            "n  name             " + "  " + b + "b  " + c.substring(1),
            "1  " + key + "  " + "  " + " ".repeat(32) + "25.00 %" + "  " + " ".repeat(30) + "25.00 %",
            ""), peTime(List.of("n", "name"), List.of("1", key), a, b + 'b', c.substring(1)));
    }

    /** Returns the lines of the time of PEs in states, of which the first has the half of it. */
    private static List<String> peTime(
        final List<String> keys, final List<String> values, final String... states)
    {
        final Map<String, Long> peNs = new LinkedHashMap<>();
        peNs.put(states[0], 2L);
        peNs.put(states[1], 1L);
        peNs.put(states[2], 1L);
        final StormResult result = StormResults.modelled(
            StormResults.sound(), new Modelled(1, "zero", peNs, Map.of()));
        final List<String> lines = RunTableText.lines(new RunTable(keys, List.of(new RunTable.RunRow(values,
            new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK)))));

        return lines.subList(lines.indexOf("PE time"), lines.size());
    }

    @Test
    void shouldNameTheResponsesOfSixteenGroups()
    {
        final List<Part> groups = new ArrayList<>();
        for (int i = 1; i <= 17; i++)
        {
            groups.add(StormResults.group("g" + i, 1, EventAccount.NONE, LatencySummary.EMPTY));
        }
        final StormResult result =
            StormResults.with(StormResults.sound(), new StormResults.Parts(groups, List.of()));

        final List<String> heading =
            new RunTable(List.of(), List.of(new RunTable.RunRow(List.of(), report(result)))).blocks().get(0).heading();

        assertEquals(2 + 2 * 16, heading.size());
        assertEquals("g16 p99", heading.get(33));
    }

    /** A run on the wall clock beside modelled ones has no exits and no routes. */
    @Test
    void shouldShowTheShareOfDirectInjection()
    {
        final RunTable table = new RunTable(List.of("n"), List.of(
            new RunTable.RunRow(List.of("1"), row(Route.DIRECT, 1_000, 0, 3, 7).report()),
            new RunTable.RunRow(List.of("2"), report(StormResults.sound()))));

        assertEquals(List.of("zero"), table.costs());
        assertEquals(List.of(List.of("14,923,073", "0", "30.00 %", "7"), List.of("14,923,073", "0", "-", "0")),
            table.blocks().get(3).cells());
    }

    @Test
    void shouldHaveNoRateOfARunThatOfferedNothingBehindItsWarmUp()
    {
        final MeasuredRates rates = StormResults.sound().rates();
        final StormResult cold = StormResults.with(StormResults.sound(), "rates",
            new MeasuredRates(rates.warmup(), 1_000_000, 0, 700));
        final RunTable table =
            new RunTable(List.of("n"), List.of(new RunTable.RunRow(List.of("1"), report(cold))));

        assertEquals(List.of(List.of("-")), table.blocks().get(table.blocks().size() - 1).cells());
    }

    /** The model counts exits from the first offer on, those of the warm-up too. */
    @Test
    void shouldDivideTheExitsOfTheWholeRunByItsWholeLength()
    {
        final StormResult exits = row(Route.DIRECT, 1_000, 1_000_000, 0, 0).result();
        final StormResult halfWarm = StormResults.with(
            StormResults.with(exits, "totals.elapsedNs", 2_000_000_000L), "rates.ns", 1_000_000_000L);
        final RunTable table =
            new RunTable(List.of("n"), List.of(new RunTable.RunRow(List.of("1"), report(halfWarm))));

        assertEquals("exits/s", table.blocks().get(3).heading().get(1));
        assertEquals("500,000", table.blocks().get(3).cells().get(0).get(1));
    }

    private static StormReport report(final StormResult result)
    {
        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK);
    }

    @Test
    void shouldWriteAnArrayOfReports() throws IOException
    {
        final StringWriter out = new StringWriter();
        RunTableJson.write(table(), new BufferedWriter(out, 1 << 16));
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

        assertTrue(out.toString().contains("<h1>what-if, virtual, costs zero</h1>"), out.toString());
        assertTrue(out.toString().contains("All 2 runs are sound"));
        for (final String heading : List.of("Response", "PE time", "Response by route, ns", "Host"))
        {
            assertTrue(out.toString().contains("<h2>" + heading + "</h2>"), heading);
        }
    }

    @Test
    void shouldHaveTheWorstOutcome()
    {
        final RunTable.RunRow sound = table().rows().get(0);
        final StormReport failed = new StormReport(
            sound.report().description(), sound.result(), sound.report().proof(), null, Outcome.CHECK_FAILED);
        final RunTable.RunRow one = new RunTable.RunRow(List.of("1"), sound.report());
        final RunTable.RunRow two = new RunTable.RunRow(List.of("2"), failed);
        final RunTable table = new RunTable(List.of("pool"), List.of(one, two));

        assertEquals(Outcome.CHECK_FAILED, table.outcome());
        assertEquals(List.of("0", "3"), table.blocks().get(3).cells().stream()
            .map(cells -> cells.get(cells.size() - 1)).toList());
    }

    private static RunTable table()
    {
        return new RunTable(List.of("policy", "pool"), List.of(
            new RunTable.RunRow(List.of("per-vcpu", "16"), row(Route.DIRECT, 1_000, 0, 10, 7).report()),
            new RunTable.RunRow(List.of("none", "16"), row(Route.FORWARDED, 4_000, 100, 0, 9).report())));
    }

    private static RunTable.RunRow row(
        final Route route, final long responseNs, final long exits, final long direct, final long waits)
    {
        final Topology topology = Topology.of(StormResults.CONFIG);
        final VirtualLatencies latencies = new VirtualLatencies(topology, 1);
        for (int i = 0; i < SAMPLES; i++)
        {
            RecordedInterrupts.record(latencies, i, 0, topology.firstLpiId(), topology.firstLpiId(), 0, route,
                InterruptPath.RESIDENT, i,
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
        final StormResult result = StormResults.with(StormResults.modelled(StormResults.sound(),
            new Modelled(1, "zero", peNs, counts)), "latencies", latencies.result(null, 0));

        return new RunTable.RunRow(List.of(), new StormReport(
            StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK));
    }
}
