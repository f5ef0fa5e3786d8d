package org.gale.engine.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of the figures of devices with models in reports. */
class ModelTextTest
{
    private static final StormAccounting NOTHING =
        new StormAccounting(0, 0, 0, 0, Map.of(), List.of(), List.of());

    /** Group whose work of two measured seconds is less than that of the whole run. */
    private static final DeviceCounts MEASURED = new DeviceCounts("db", 80_000, 10_000, Map.of(), Map.of(), null,
        new DeviceCounts.Work(60_000, 8_000, 1_001_000, 2_000_000_000L));

    private static List<DeviceCounts> model(final DeviceCounts... counts)
    {
        return List.of(counts);
    }

    private static JsonNode groups(final List<DeviceCounts> counts) throws IOException
    {
        final StormResults.Parts parts = new StormResults.Parts(List.of(
            StormResults.group("db", 2, EventAccount.NONE, LatencySummary.EMPTY),
            StormResults.group("none", 0, EventAccount.NONE, LatencySummary.EMPTY)), List.of());
        final StormResult result = StormResults.with(StormResults.with(StormResults.sound(), "totals",
            new StormTotals(1, NOTHING, null, parts.groups(), List.of(), counts, SentEvents.NONE,
            StormActions.NONE)), "latencies.delivered.byGroup", List.of(7L));

        return new ObjectMapper().readTree(JsonText.line(
            json -> DocumentWriter.fields(json, PartsSection.of(result, null, null)))).get("groups");
    }

    @Test
    void shouldNameTheStageWithTheLongestTail()
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        assertEquals("", ModelText.slowestStage(stages, List.of()));
        assertEquals("", ModelText.slowestStage(Map.of("none", new Histogram(3)), List.of()));
        for (final int us : new int[]{2, 8, 5})
        {
            final Histogram histogram = new Histogram(3);
            histogram.recordValueWithCount(us, 100);
            stages.put("s" + us, histogram);
        }
        stages.put("none", new Histogram(3));
        stages.put("same", stages.get("s8"));

        assertEquals("Slowest stage: s8, p99 8 ns.", ModelText.slowestStage(stages, List.of()));
    }

    @Test
    void shouldNameTheStageWithTheLongestMaximumWhereSamplesAreFew()
    {
        final Histogram few = new Histogram(3);
        few.recordValueWithCount(9, 99);
        final Histogram fewer = new Histogram(3);
        fewer.recordValueWithCount(12, 3);

        assertEquals("Slowest stage: b, max 12 ns.",
            ModelText.slowestStage(new TreeMap<>(Map.of("a", few, "b", fewer)), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "waiting      | 0  | wait for a PE",
        "woken        | 0  | wait for a PE",
        "acknowledged | 60 | handler",
        "deactivated  | 0  | handler",
        "deactivated  | 50 | handler",
        "deactivated  | 51 | mask",
        "deactivated  | 60 | mask",
        "signalled    | 60 | ''",
        "late         | 0  | ''",
    })
    void shouldSayTheCauseOfTheSlowestStage(final String stage, final long maskedNs, final String cause)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(100, 100);
        final List<DeviceCounts> devices = model(new DeviceCounts("idle", 0, 0),
            new DeviceCounts("nic", 9, 9, maskedNs == 0 ? Map.of() : Map.of(Hold.MASK, maskedNs), Map.of(), null));

        assertEquals("Slowest stage: " + stage + ", p99 100 ns." + (cause.isEmpty() ? "" : " Cause: " + cause + '.'),
            ModelText.slowestStage(Map.of(stage, histogram), devices));
    }

    @Test
    void shouldShowNothingWithoutModelsOfDevices()
    {
        assertEquals(List.of(), ModelText.devices(model()));
    }

    @Test
    void shouldShowTheWaitsOfSendersByGroupWhereThereAreSeveral()
    {
        final LatencySummary wait = StormResults.latency(9, -1, 5, -1, -1, -1, -1, 8);
        final DeviceCounts sending = new DeviceCounts("db", 9, 9, Map.of(), Map.of(), wait);

        assertEquals(Map.of(), ModelText.senderWaits(model(new DeviceCounts("db", 9, 9))));
        assertEquals(Map.of("sender wait", wait), ModelText.senderWaits(model(sending)));
        assertEquals(Map.of("sender wait db", wait),
            ModelText.senderWaits(model(sending, new DeviceCounts("idle", 0, 0))));
    }

    @Test
    void shouldWriteTheWaitsOfSendersIntoTheEntryOfTheGroup() throws IOException
    {
        final JsonNode groups = groups(model(
            new DeviceCounts("db", 9, 9, Map.of(), Map.of(), StormResults.latency(9, -1, 5, -1, -1, -1, -1, 8))));

        assertEquals(8, groups.at("/0/latency_ns/sender_wait/max").asLong());
        assertFalse(groups.at("/1/latency_ns").has("sender_wait"));
    }

    @Test
    void shouldWriteCompletionsAndInterruptsIntoTheEntryOfTheGroup() throws IOException
    {
        final JsonNode groups = groups(model(MEASURED));

        assertEquals(80_000, groups.get(0).get("completions").asLong());
        assertEquals(10_000, groups.get(0).get("interrupts").asLong());
        assertEquals(30_000, groups.get(0).get("completions_per_s").asLong());
        assertEquals(4_000, groups.get(0).get("interrupts_per_s").asLong());
        assertEquals("{\"count\":8000,\"mean\":125.125}", groups.get(0).get("deferred_ns").toString());
        assertFalse(groups.get(1).has("completions"));
    }

    @Test
    void shouldWriteNoMeanOfNoInterrupt() throws IOException
    {
        assertEquals("{\"count\":0,\"mean\":null}",
            groups(model(new DeviceCounts("db", 0, 0))).get(0).get("deferred_ns").toString());
    }

    @Test
    void shouldWriteNoneOfAStormWithoutModels() throws IOException
    {
        assertFalse(groups(model()).get(0).has("completions"));
        assertFalse(groups(model()).get(0).has("interrupts"));
    }
}
