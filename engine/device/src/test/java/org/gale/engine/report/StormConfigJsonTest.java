package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Settings of a storm in its JSON, on the clock of the host and on the virtual one. */
class StormConfigJsonTest
{
    private static final StormResult SOUND = StormResults.sound();
    private static final StormResult MODELLED = StormResults.modelled(SOUND,
        new Modelled(1, "zero", Map.of("guest", 1L), Map.of("exits", 2L)));

    @Test
    void shouldHaveEachSettingOnTheClockOfTheHost() throws IOException
    {
        assertEquals("{\"job\":\"default\",\"profile\":\"default\",\"vms\":2,\"vpes\":4,\"pes\":8,\"lpis\":4096," +
            "\"devices\":4,\"events\":1024,\"loop\":\"closed\",\"rate_per_s\":null,\"arrivals\":null," +
            "\"window\":null,\"duration_ns\":10000000000,\"count\":100000000,\"clock\":\"wall\"," +
            "\"durability\":\"process\",\"latency\":\"1:16\"," +
            "\"warmup\":\"auto\",\"max_in_flight\":null,\"stop_if\":null,\"outliers\":10,\"handler_ns\":0," +
            "\"threads\":2,\"cpu.engine\":null,\"cpu.generator\":null,\"cpu.helpers\":null}",
            json(StormResults.SETTING, SOUND, StormResults.PROOF).get("config").toString());
    }

    @Test
    void shouldHaveCostsAndGuestsOnTheVirtualClock() throws IOException
    {
        final JsonNode config =
            json(StormResults.setting(HostShapes.quietAndLoud()), MODELLED, StormResults.PROOF).get("config");

        assertEquals("virtual", config.get("clock").asText());
        final List<String> costs = new ArrayList<>(List.of("base"));
        final CostModel model = VirtualSettings.costs(SettingValues.NONE);
        for (final Cost cost : Stream.of(Cost.values()).filter(model::has).toList())
        {
            costs.add(cost.label());
            assertEquals(model.text(cost),
                config.get("costs").get(cost.label()).asText());
        }
        assertEquals(costs, keys(config.get("costs")));
        assertEquals("armv8.0-split", config.at("/costs/base").asText());
        assertEquals("{\"name\":\"quiet\",\"vms\":2,\"vpes\":2,\"guest\":{\"handler\":\"0s\",\"mask\":31," +
            "\"work\":false},\"devices\":[{\"name\":\"disk\",\"count\":1,\"events\":3,\"target\":\"spread\"," +
            "\"priority\":null,\"loop\":\"closed\",\"rate_per_s\":null,\"arrivals\":null,\"window\":null}]}",
            config.at("/groups/0").toString());
    }

    @Test
    void shouldHaveNoRateOfAReplayThatWasNotAskedFor() throws IOException
    {
        final JsonNode json = json(StormResults.SETTING, StormResults.with(MODELLED, "journal",
            new JournalTotals(100, 3, 5_000, 1, 2, 4)), new StormProof(StormProof.Extent.NOT_ASKED));

        assertTrue(json.at("/host/replay_rate_per_s").isMissingNode());
        assertEquals("{\"directory\":\"gale-7f3a91\"," +
            "\"commands\":100,\"frames\":3,\"bytes\":5000,\"bytes_per_command\":50.0," +
            "\"commands_beyond\":4,\"verified\":false}", json.at("/host/journal").toString());
        final StormDescription none = StormResults.with(StormResults.with(StormResults.SETTING, "settings",
            SettingValues.NONE.withText(StormSettings.DURABILITY, "none")), "journal", "");
        assertEquals(0, json(none, SOUND, StormResults.PROOF).at("/host/journal/frames").asLong());
        assertEquals(24_415, json(StormResults.SETTING, SOUND, StormResults.PROOF).at("/host/journal/frames").asLong());
    }

    /** Rates below ten have a fraction, others are whole numbers. */
    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "9.75, 9.75", "2, 2", "10, 10", "12.5, 13"})
    void shouldHaveAFractionOfASmallRateAlone(final double ratePerS, final String rate) throws IOException
    {
        final JsonNode config = json(StormResults.setting(StormConfigs.begin().ratePerS(ratePerS).build()), SOUND,
            StormResults.PROOF).get("config");

        assertEquals(rate, config.get("rate_per_s").toString());
        assertEquals("open poisson", config.get("loop").asText() + ' ' + config.get("arrivals").asText());
    }

    @Test
    void shouldHaveANumberForActionsByTheClockAlone() throws IOException
    {
        final Setting<ActionRate> moves = rate("moves");
        final Setting<ActionRate> toggles = rate("toggles");
        final JsonNode config = json(StormResults.setting(StormResults.CONFIG,
            StormResults.profile(List.of(moves, toggles)),
            SettingValues.NONE.withText(moves, "2k").withText(toggles, "1/10k"), StormResumed.NONE), SOUND,
            StormResults.PROOF).get("config");

        assertEquals("2000 \"1/10k\"", config.get("moves") + " " + config.get("toggles"));
    }

    @Test
    void shouldHaveTheStagesOfAnIntervalInAnObjectOfTheirOwn() throws IOException
    {
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        for (final String name : List.of("response", "service", "late", "queued"))
        {
            latencies.put(name, LatencySummary.EMPTY);
        }
        final JsonNode json = json(StormResults.SETTING, StormResults.with(SOUND, "history", new StormHistory(
            List.of(new Interval(0, 1, false, new Interval.Counts(1, 1, 0, 0, 0), latencies, List.of())),
            ResponseHeat.NONE, 0)), StormResults.PROOF);

        assertEquals(List.of("response", "service", "stages"), keys(json.at("/intervals/0/latency_ns")));
        assertEquals(List.of("late", "queued"), keys(json.at("/intervals/0/latency_ns/stages")));
    }

    private static Setting<ActionRate> rate(final String name)
    {
        return Setting.of(name, Setting.Group.KEY, SettingType.ACTION_RATE).defaultValue(ActionRate.NONE).help("");
    }

    private static List<String> keys(final JsonNode node)
    {
        final List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);

        return keys;
    }

    private static JsonNode json(final StormDescription setting, final StormResult result, final StormProof proof)
        throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(new StormReport(setting, result, proof, null, Outcome.OK), new BufferedWriter(out, 1 << 20));
        assertTrue(out.toString().endsWith("}\n"));

        return new ObjectMapper().readTree(out.toString());
    }
}
