package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

        final StormLatencies.Explained one = new StormLatencies.Explained(new Outlier(
            12, 1, 8_193, 1_000_000, new Outlier.Batch(0, 0, 0, 0), 0, 2_000_000), OutlierCause.UNKNOWN, 0);

        assertEquals("go there: step through run1 from command 12", OutlierText.hint(kept, one, Spelling.NAMES));
        assertEquals("(with journal DIR: step through DIR from command 12)",
            OutlierText.hint(none, one, Spelling.NAMES));
        assertEquals("go there: step through run1/engine-007 from command 12",
            OutlierText.hint(kept, one.of(7), Spelling.NAMES));
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

    /** Returns a result in which all happened. */
    static StormResult result()
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
        result = StormResults.with(result, "totals.actions", actions());
        result = StormResults.with(result, "totals.devices", List.of(new DeviceCounts("vm", 80_000, 10_000,
            Map.of(Hold.MASK, 7L), Map.of(), StormResults.latency(9, -1, 5, -1, -1, -1, -1, 8))));
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

    private static JsonNode json(final StormResult result) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK), out);

        return new ObjectMapper().readTree(out.toString());
    }
}
