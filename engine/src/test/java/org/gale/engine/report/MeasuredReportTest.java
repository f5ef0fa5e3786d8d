package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.Pinning;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.ThreadCpus;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Reports of a storm in which all happened that a run can meet. */
class MeasuredReportTest
{
    private static final String TIMER_JSON = "{\"response_ns\":1500,\"service_ns\":100,\"at_ns\":7000000," +
        "\"command\":99,\"vm\":0,\"ppi\":27,\"vpe\":3,\"stages\":{\"late\":0,\"queued\":1400,\"translated\":0," +
        "\"signalled\":0,\"acknowledged\":100,\"deactivated\":0},\"cause\":\"unknown\",\"overlap_ns\":0," +
        "\"resolution_ns\":0}";

    @Test
    void shouldShowAllOfItInTheText()
    {
        final StringWriter out = new StringWriter();
        final StormText text = new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES);
        final StormResult result = result();
        text.result(StormResults.SETTING, result);
        text.journal(StormResults.SETTING, result, StormResults.PROOF);

        assertEquals("""
            toggles 2000 a second asked, 988 of 1,000 begun: one was open
            no transition was completed: this run shows nothing about them (toggles=2000,
              988 of 1,000 begun: one was open)
            no move was completed: this run shows nothing about them (moves=1/10k, 0 due: offer more events,
              or ask for more)

                                    total     per second
            offered           100,000,000     14,923,077
              delivered        99,999,872     14,923,073
              coalesced               128                  merged with one that was already pending
              pending                   0
              rejected                  0
            remainder                   0                  no interrupt lost, none invented
            sent              100,000,000                  by devices and producers
            generator         100,781,250                  words published, all drained
              swaps                    17                  in all

            warm-up  none: rates and latencies hold the start

            the host, not the engine, made the tail: the engine waited for a core, the hypervisor stole time
            latency, ns           p50       p90       p99     p99.9    p99.99         max
            response            4,095     4,095     4,095     4,095     4,095     311,295
              direct                7         7         7         7         7           9
            service               607       607       607       607       607      65,535
              queued            3,455     3,455     3,455     3,455     3,455     307,199
              deactivated           0         0         0         0         0           0
            sender wait             5         -         -         -         -           8
            (sampled: 10,000 of 96,999,972 delivered)
            (direct 10,000 of 0)

            slowest, ns       at, s        command   VM      LPI  longest      cause
            4,000             2.500          1,234    1     8193  acknowledged behind a garbage collection ±1 ms
            1,500             0.007             99    0   PPI 27  queued       unknown
            (with journal DIR: step through DIR from command 1234)
            VM 1: p99 41,023 (the other one: 12,287)

            generator lag p99 1,000 ns · kept up · 0 refused
            devices           completions     interrupts     ratio  completions/s   interrupts/s  deferred, ns
              vm                   80,000         10,000    0.1250         80,000         10,000             0
            Slowest stage: queued, p99 3,455 ns.
            Held back by devices of vm, mean ns of an interrupt: mask 7.
            toggles 2000 a second: 988 of 1,000 begun, 0 completed · did not keep up
            moves 1/10k events: 0 of 0 begun, 0 completed · kept up
            stalls   engine 1.0 % of the run · generator longest 2.0 ms · stolen 1.5 %
                     not known here: waits for a core, throttled time
            pinned   engine to processor 1 · helpers to processor 3
            note     governor is powersave
            note     two
            journal  3 frames · 5,000 B · 50.0 B/command · sealed and verified
                     4 applied commands beyond its end
            """, out.toString());
    }

    @Test
    void shouldHaveAllOfItInJson() throws IOException
    {
        final JsonNode json = json(result());

        assertEquals("{\"ending\":\"none\",\"ns\":0,\"offered\":3,\"delivered\":2}", json.get("warmup").toString());
        assertEquals("{\"engine\":{\"wait_ns\":10000001,\"longest_ns\":0},\"generator\":{\"wait_ns\":null," +
            "\"longest_ns\":2000000},\"stolen_ns\":30000000,\"throttled_ns\":null,\"missing\":[\"waits for a core\"," +
            "\"throttled time\"],\"tail_by_host\":[\"the engine waited for a core\"," +
            "\"the hypervisor stole time\"]}", json.get("stalls").toString());
        assertEquals("[\"governor is powersave\",\"two\"]", json.get("notes").toString());
        assertEquals("[{\"response_ns\":4000,\"service_ns\":3700,\"at_ns\":2500400000,\"command\":1234," +
            "\"vm\":1,\"lpi\":8193,\"stages\":{\"late\":100,\"queued\":200,\"translated\":300,\"signalled\":400," +
            "\"woken\":500,\"acknowledged\":2500,\"deactivated\":0}," +
            "\"cause\":\"behind a garbage collection ±1 ms\",\"overlap_ns\":900000,\"resolution_ns\":1000000}," +
            TIMER_JSON + ']', json.get("outliers").toString());
        assertEquals("{\"condition\":\"response > 1ms\",\"outlier\":" + TIMER_JSON + '}',
            json.get("stopped").toString());
        assertEquals("[{\"kind\":\"stall\",\"thread\":\"engine\",\"at_ns\":11,\"length_ns\":12}]",
            json.get("moments").toString());
        assertEquals("{\"toggles\":{\"asked\":\"2000\",\"due\":1000,\"begun\":988,\"completed\":0," +
            "\"kept_up\":false},\"moves\":{\"asked\":\"1/10k\",\"due\":0,\"begun\":0,\"completed\":0," +
            "\"kept_up\":true},\"turns\":{\"asked\":\"0\",\"due\":0,\"begun\":0,\"completed\":0," +
            "\"kept_up\":true},\"timeline\":{\"start_ns\":5,\"slice_ns\":6,\"ended\":[1,7],\"open_ns\":[2,8]," +
            "\"held_ns\":[3,9],\"moves\":[4,10]}}", json.get("actions").toString());
        assertEquals("{\"name\":\"queued\",\"p99_ns\":3455,\"cause\":null}", json.get("slowest_stage").toString());
        assertEquals(17, json.at("/accounting/swaps").asLong());
        assertEquals("[0, 1]", json.at("/latency_ns/vms").findValues("vm").toString());
        assertEquals(List.of("response", "service", "queued", "deactivated"), keys(json.at("/latency_ns/curves")));
        assertEquals("[[0.0,0],[100.0,0]]", json.at("/latency_ns/curves/deactivated").toString());
    }

    /** A stall ends a run without an interrupt that met the condition, and the slowest stage may have a cause. */
    @Test
    void shouldTellAStallFromAnInterruptAndTheCauseOfAStage() throws IOException
    {
        final StormResult stalled = StormResults.with(StormResults.with(result(), "verdict.stop",
            new StormVerdict.Stop(Condition.parse("stall > 1ms"), null)), "latencies.stages",
            Map.of("woken", StormResults.histogram(7, 8)));

        final JsonNode json = json(stalled);

        assertEquals("{\"condition\":\"stall > 1ms\",\"outlier\":null}", json.get("stopped").toString());
        assertEquals("{\"name\":\"woken\",\"p99_ns\":7,\"cause\":\"wait for a PE\"}",
            json.get("slowest_stage").toString());
    }

    @Test
    void shouldSayHowToGoToTheSlowestResponseOfAJournalThatIsKept()
    {
        final StormDescription kept = StormResults.with(
            StormResults.with(StormResults.SETTING, "journal", "run1"), "temporary", false);
        final StormDescription none = StormResults.with(kept, "journal", "");

        assertEquals("go there: step through run1 from command 12", OutlierText.hint(kept, 12, Spelling.NAMES));
        assertEquals("(with journal DIR: step through DIR from command 12)",
            OutlierText.hint(none, 12, Spelling.NAMES));
    }

    @Test
    void shouldSayThatNoLatencyWasTaken()
    {
        final StringWriter out = new StringWriter();
        new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES).result(
            StormResults.setting(StormConfigs.begin().latencyEvery(0).build()), StormResults.sound());

        assertTrue(out.toString().contains("settled\n\nlatency      not taken (latency off)\n\ngenerator lag"),
            out.toString());
    }

    /** Each part is to be seen before the next one is known. */
    @Test
    void shouldFlushEachPart()
    {
        final StringWriter out = new StringWriter();
        final StormText text = new StormText(
            new PrintWriter(new BufferedWriter(out, 1 << 16)), AnsiColours.NONE, Spelling.NAMES);

        text.head(StormResults.SETTING);
        assertTrue(out.toString().endsWith("(journal DIR keeps it)\n\n"), out.toString());
        text.result(StormResults.SETTING, StormResults.sound());
        assertTrue(out.toString().endsWith("throttled 0.0 %\n"), out.toString());
        text.journal(StormResults.SETTING, StormResults.sound(), StormResults.PROOF);
        assertTrue(out.toString().endsWith("sealed and verified\n"), out.toString());
        text.replay(StormResults.sound(), StormResults.PROOF);
        assertTrue(out.toString().endsWith("the same as live\n"), out.toString());
    }

    private static Setting<ActionRate> rate(final String name)
    {
        return Setting.of(name, Setting.Group.KEY, SettingType.ACTION_RATE).defaultValue(ActionRate.NONE).help("");
    }

    private static HostEffects host()
    {
        final List<Stalls.OfThread> threads = List.of(new Stalls.OfThread("engine", 10_000_001, 0),
            new Stalls.OfThread("generator", HostMeter.MISSING, 2_000_000));

        return new HostEffects(new Stalls(1_000_000_000, 2, threads, 30_000_000, HostMeter.MISSING),
            List.of(new HostEffects.Moment("stall", "engine", 11, 12)), new ThreadCpus(1, Pinning.ANY, 3),
            List.of("governor is powersave", "two"));
    }

    private static StormActions actions()
    {
        final ActionRate byClock = ActionRate.perSecond(2_000);
        final ActionRate byEvents = ActionRate.parse("1/10k");

        return new StormActions(List.of(
            new AskedActions(rate("toggles"), "transition", byClock, true, 1_000, 988, 0, "one was open"),
            new AskedActions(rate("moves"), "move", byEvents, true, 0, 0, 0, "late"),
            new AskedActions(rate("turns"), "turn", ActionRate.NONE, false, 0, 0, 0, "late")),
            new ActionTimeline(5, 6,
                List.of(new ActionTimeline.Slice(1, 2, 3, 4), new ActionTimeline.Slice(7, 8, 9, 10))));
    }

    private static StormResult result()
    {
        StormResult result = StormResults.sound();
        final StormLatencies.Explained lpi = new StormLatencies.Explained(new Outlier(1_234, 1, 8_193, 1_000_000,
            new Outlier.Batch(1_000_100, 1_000_300, 1_000_600, 1_001_000), 1_001_500, 1_004_000), new OutlierCause(
            NoteKind.COLLECTION, "JVM", 900_000, true, 1_000_000), 2_500_400_000L);
        final StormLatencies.Explained timer = new StormLatencies.Explained(new Outlier(99, 0, Outlier.timer(3), 500,
            new Outlier.Batch(500, 1_900, 1_900, 1_900), 1_900, 2_000), OutlierCause.UNKNOWN, 7_000_000);
        result = StormResults.with(result, "latencies.outliers", List.of(lpi, timer));
        result = StormResults.with(result, "verdict.stop",
            new StormVerdict.Stop(Condition.parse("response  > 1ms"), timer));
        result = StormResults.with(result, "rates.warmup", new Warmup.Past(Warmup.Ending.NONE, 0, 3, 2));
        result = StormResults.with(result, "host", host());
        result = StormResults.with(result, "actions", actions());
        result = StormResults.with(result, "totals.devices", List.of(new DeviceCounts("vm", 80_000, 10_000,
            Map.of(Hold.MASK, 7L), Map.of(), new LatencySummary(9, 5, -1, -1, -1, -1, 8))));
        result = StormResults.with(result, "totals.accounting.rows",
            List.of(new AccountingRow("swaps", "  swaps", 17, "in all")));
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        stages.put("queued", StormResults.histogram(3_455, 307_199));
        stages.put("deactivated", StormResults.histogram(0, 0));
        result = StormResults.with(result, "latencies.stages", stages);
        result = StormResults.with(result, "latencies.responseByRoute", Map.of("direct", StormResults.histogram(7, 9)));
        result = StormResults.with(result, "latencies.responseByVm", List.of(StormResults.histogram(12_287, 12_287),
            StormResults.histogram(41_000, 50_000)));

        return StormResults.with(result, "journal", new JournalTotals(100, 3, 5_000, 1, 2, 4));
    }

    private static List<String> keys(final JsonNode node)
    {
        final List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);

        return keys;
    }

    private static JsonNode json(final StormResult result) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK), out);

        return new ObjectMapper().readTree(out.toString());
    }
}
