package org.gale.engine.report;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Route;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.RecordedInterrupts;
import org.gale.engine.storm.latency.SampleLog;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ModelledPartitions;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Reports of a storm on the virtual clock. */
class ModelledReportTest
{
    private static final String COSTS = "armv8.0-split";
    private static final int SAMPLES = 8;

    @Test
    void shouldBeginJsonWithTheCosts() throws IOException
    {
        assertTrue(text(report()).startsWith("{ \"modelled\" : \"armv8.0-split\",\n  \"schema\" : "), text(report()));
    }

    @Test
    void shouldHaveOneObjectForWhatDiffersBetweenHosts() throws IOException
    {
        final StormReport one = report();
        final StormDescription elsewhere = StormResults.with(StormResults.with(one.description(), "platform",
            new Platform("0.2.0", "25", 64)), "journal", "/elsewhere");
        final Modelled model = one.result().model();
        final StormResult slower = StormResults.with(one.result(), "model", new Modelled(
            model.version(), model.costs(), model.peNs(), model.counts(), model.offPeNs(),
            model.partitions(), null, 1_500_000_000, List.of()));
        final StormReport other = new StormReport(elsewhere, slower,
            new StormProof(StormProof.Extent.EQUAL, 0x3f9c_07d2_e5b1_88a4L, 1.0), null, Outcome.OK);
        final ObjectNode before = json(one);
        final ObjectNode after = json(other);

        assertTrue(after.get("host").toString().startsWith("{\"version\":\"0.2.0\",\"jdk\":\"25\",\"cores\":64," +
            "\"run_s\":1.5,\"replay_rate_per_s\":1,\"resumed\":null,\"ram_file\":null,\"journal\":" +
            "{\"directory\":\"/elsewhere\",\"commands\":"), after.get("host").toString());
        before.remove("host");
        after.remove("host");
        assertEquals(before.toString(), after.toString());
    }

    @Test
    void shouldLeaveOutWhatHasNoMeaning() throws IOException
    {
        final JsonNode json = json(report());

        assertEquals(List.of("modelled", "schema", "seed", "config", "elapsed_s", "rate_per_s", "offered_per_s",
            "drained", "drained_reason", "accounting", "measured_ns", "warmup", "outliers", "stopped", "latency_ns",
            "pe_time_ns", "off_pe_ns",
            "model", "encoded_digits", "groups", "phases", "digest", "intervals",
            "intervals_dropped", "heat", "failure", "exit", "host"), keys(json));
        assertEquals("virtual", json.at("/config/clock").asText());
        assertTrue(json.at("/config/threads").isMissingNode());
        assertTrue(json.at("/accounting/lanes").isMissingNode());
        assertEquals(List.of("sampled", "delivered", "response", "handled", "curves", "stages", "delivered_by_route",
            "routes", "vms"), keys(json.get("latency_ns")));
        assertEquals(List.of("signalled", "woken", "waiting", "acknowledged", "deactivated"),
            keys(json.at("/latency_ns/stages")));
        assertEquals(List.of("response_ns", "at_ns", "vm", "lpi", "stages", "path"),
            keys(json.at("/outliers/0")));
        assertEquals("direct blocked", json.at("/outliers/0/path").asText());
    }

    @Test
    void shouldHaveExactMeans() throws IOException
    {
        final JsonNode json = json(report());

        assertEquals("3673.333333333", json.at("/latency_ns/response/mean").asText());
        assertEquals("5706.666666667", json.at("/latency_ns/handled/mean").asText());
        assertEquals("3000", json.at("/latency_ns/stages/waiting/mean").asText());
        assertEquals("1460", json.at("/latency_ns/routes/forwarded/mean").asText());
        assertTrue(json.at("/latency_ns/routes/transition/mean").isNull());
        assertFalse(json.at("/latency_ns/vms/0/response/mean").isMissingNode());
        assertFalse(json.at("/groups/0/latency_ns/response/mean").isMissingNode());
    }

    @Test
    void shouldFailAConditionOnTheMean()
    {
        final JsonNode report = StormJson.tree(report());

        assertEquals(List.of("fail-if 'handled.mean > 5706ns': handled.mean is 5706.666666667 ns"),
            failures("handled.mean > 5706ns", report));
        assertEquals(List.of(), failures("handled.mean > 5707ns", report));
        assertEquals(List.of("fail-if 'late.mean > 1ns': the run did not measure late.mean"),
            failures("late.mean > 1ns", report));
    }

    private static List<String> failures(final String condition, final JsonNode report)
    {
        return new Checks(List.of(Condition.parse(condition)), "fail-if", new Figures(List.of(), List.of()))
            .failures(report);
    }

    @Test
    void shouldHaveTheTimeOfThePes() throws IOException
    {
        final JsonNode json = json(report());

        assertEquals("{\"guest\":500,\"handler\":300,\"host\":150,\"polling\":49,\"idle\":1}",
            json.get("pe_time_ns").toString());
        assertEquals("{\"host\":2250,\"trap\":3071}", json.get("off_pe_ns").toString());
        assertEquals("{\"version\":1,\"costs\":\"armv8.0-split\",\"exits\":1234,\"direct\":2,\"forwarded\":1}",
            json.get("model").toString());
    }

    @Test
    void shouldShowTheModelOnThePage() throws IOException
    {
        final StringWriter out = new StringWriter();
        StormPage.write(report(), Spelling.NAMES, out);

        assertTrue(out.toString().contains("<h1>Storm default, virtual, costs armv8.0-split</h1>"), out.toString());
        for (final String pointer : List.of("/pe_time_ns/polling", "/off_pe_ns/trap", "/model/exits", "/host/cores"))
        {
            assertTrue(out.toString().contains("data-json=\"" + pointer + '"'), pointer);
        }
        assertTrue(out.toString().contains("<td>off PEs: host</td>\n"), out.toString());
        assertFalse(out.toString().contains("Generator"));
        assertFalse(out.toString().contains(">service<"));
    }

    @Test
    void shouldBeComparedByItsOwnFigures() throws IOException
    {
        final ObjectNode other = json(report());
        other.withObject("/host").put("jdk", "25");
        final Comparison comparison = Comparison.of(ComparedReport.of("a", text(report())),
            ComparedReport.of("b", other.toString()), 0.1);

        assertEquals(Outcome.OK, comparison.outcome(), comparison.verdict());
        assertEquals(List.of("jdk: 17.0.15 / 25"), comparison.differences());
    }

    /** Returns the report of three interrupts. */
    static StormReport report()
    {
        final Topology topology = Topology.of(StormResults.CONFIG);
        final VirtualLatencies latencies = new VirtualLatencies(topology, 1);
        latencies.responses().keepSamples(new SampleLog(SAMPLES));
        final int lpi = topology.firstLpiId();
        RecordedInterrupts.record(latencies, 7, 0, lpi, lpi, 0, Route.DIRECT, InterruptPath.DIRECT_BLOCKED, 0, 100,
            5_000, 3_000, 20, 2_000);
        RecordedInterrupts.record(latencies, 8, 0, lpi, lpi, 0, Route.DIRECT, InterruptPath.FORWARDED_RUNNING, 0,
            1_400, 0, 0, 40, 2_000);
        RecordedInterrupts.record(latencies, 9, 1, lpi, lpi, 0, Route.FORWARDED, InterruptPath.FORWARDED_RUNNING, 0,
            1_400, 0, 0, 60, 2_100);
        final Map<String, Long> peNs = new LinkedHashMap<>();
        peNs.put("guest", 500L);
        peNs.put("handler", 300L);
        peNs.put("host", 150L);
        peNs.put("polling", 49L);
        peNs.put("idle", 1L);
        final Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("exits", 1_234L);
        counts.put("direct", 2L);
        counts.put("forwarded", 1L);
        final Map<String, Long> offPeNs = new LinkedHashMap<>();
        offPeNs.put("host", 2_250L);
        offPeNs.put("trap", 3_071L);
        final StormResult result = StormResults.with(StormResults.modelled(StormResults.sound(),
            new Modelled(1, COSTS, peNs, counts, offPeNs,
            ModelledPartitions.NONE, null, 0, List.of())), "latencies",
            latencies.result(
                new InterruptPlaces(StormResults.CONFIG, topology, new SharedLines(topology, false)), 1_000));

        return new StormReport(StormResults.SETTING, StormResults.with(
            result, "rates.warmup", new Warmup.Past(
                Warmup.Ending.NONE, 0, 0, 0)), StormResults.PROOF, null, Outcome.OK);
    }

    private static String text(final StormReport report) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(report, out);

        return out.toString();
    }

    private static ObjectNode json(final StormReport report) throws IOException
    {
        return (ObjectNode)new ObjectMapper().readTree(text(report));
    }

    private static List<String> keys(final JsonNode node)
    {
        final List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);

        return keys;
    }
}
