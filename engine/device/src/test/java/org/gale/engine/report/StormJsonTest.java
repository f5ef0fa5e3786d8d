package org.gale.engine.report;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.document.AccountValue;
import org.gale.engine.report.document.DocumentAccounts;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormJsonTest
{
    @Test
    void shouldHaveTheKeysOfItsSchema() throws IOException
    {
        final JsonNode json = json(StormResults.SETTING, StormResults.sound(), StormResults.PROOF, null, Outcome.OK);

        assertEquals(List.of("schema", "seed", "config", "elapsed_s",
            "rate_per_s", "offered_per_s", "drained", "drained_reason", "accounting", "measured_ns", "warmup",
            "stalls", "notes", "outliers", "stopped", "moments", "latency_ns", "generator",
            "encoded_digits", "groups", "phases", "attached", "intervals",
            "intervals_dropped", "heat", "failure", "exit", "host"), keys(json));
        assertEquals(List.of("version", "jdk", "cores", "resumed", "ram_file", "journal", "digest", "replay",
            "outliers", "intervals"), keys(json.get("host")));
        assertEquals(List.of("offered", "delivered", "coalesced", "pending", "rejected", "remainder", "sent",
            "ticks_high", "lanes", "vms"), keys(json.get("accounting")));
        assertEquals(List.of("vm", "offered", "delivered", "coalesced", "pending", "rejected", "remainder"),
            keys(json.get("accounting").get("vms").get(0)));
        assertEquals(List.of("sampled", "delivered", "response", "service", "curves", "stages", "vms"),
            keys(json.get("latency_ns")));
        assertEquals(List.of("late", "queued", "translated", "signalled", "acknowledged", "deactivated"),
            keys(json.get("latency_ns").get("stages")));
        assertEquals(List.of("count", "p50", "p90", "p99", "p99_9", "p99_99", "max"),
            keys(json.get("latency_ns").get("stages").get("queued")));
        assertEquals(List.of("reached_per_s", "lag_p99_ns", "kept_up", "refused", "limit", "least_per_s",
            "short_seconds", "lane_full_share", "skipped"), keys(json.get("generator")));
        assertEquals(List.of("directory", "mode", "commands", "frames", "bytes", "bytes_per_command", "verified"),
            keys(json.at("/host/journal")));
        assertEquals(List.of("digest", "rate_per_s", "first_command", "equal"), keys(json.at("/host/replay")));
    }

    @Test
    void shouldHaveTheSizesThatUnlikeGroupsShareAndTheShapeOfEach() throws IOException
    {
        final StormConfig unlike = HostShapes.quietAndLoud(new PhaseShape("calm", 2_000_000_000L,
            List.of(new PhaseShape.PhaseChange(1, 0, SettingValues.NONE.with(PhaseShape.PAUSE, true)),
                new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(StormSettings.RATE,
                1.5)
                    .with(StormSettings.WINDOW, 7L).with(PhaseShape.SCALE, 0.5)))));

        final JsonNode config = json(StormResults.setting(unlike), StormResults.sound(), StormResults.PROOF, null,
            Outcome.OK).get("config");

        assertEquals("3 null 64 null null null closed group", String.join(" ", Stream.of("vms", "vpes", "pes", "lpis",
            "devices", "events", "loop", "order").map(key -> config.get(key).asText()).toList()));
        assertEquals("{\"name\":\"quiet\",\"vms\":2,\"vpes\":2,\"devices\":[{\"name\":\"disk\",\"count\":1," +
            "\"events\":3,\"target\":\"spread\",\"priority\":null,\"loop\":\"closed\",\"rate_per_s\":null," +
            "\"arrivals\":null,\"window\":null}]}", config.at("/groups/0").toString());
        assertEquals("{\"name\":\"calm\",\"duration_ns\":2000000000,\"changes\":[{\"group\":\"loud\"," +
            "\"device\":\"nic\",\"rate_per_s\":null,\"window\":null,\"scale\":1,\"pause\":true}," +
            "{\"group\":\"quiet\",\"device\":null,\"rate_per_s\":1.5,\"window\":7,\"scale\":0.5,\"pause\":false}]}",
            config.at("/phases/0").toString());
    }

    @Test
    void shouldHaveTheStreamsOfGroups() throws IOException
    {
        final StormConfig unlike = HostShapes.config(List.of(
            new VmShape("a", 1, 2, List.of(new DeviceShape("disk", 1, 8, DeviceShape.Target.VECTOR, 4,
                new OpenStream(2_000, true)))),
            new VmShape("b", 1, 2, List.of(new DeviceShape("disk", 2, 8, DeviceShape.Target.SPREAD, 5,
                new ClosedStream(9))))));

        final JsonNode config = json(StormResults.setting(unlike), StormResults.sound(), StormResults.PROOF, null,
            Outcome.OK).get("config");

        assertEquals("mixed 2 null 8", config.get("loop").asText() + ' ' + config.get("vpes") + ' ' +
            config.get("devices") + ' ' + config.get("events"));
        assertEquals("{\"name\":\"disk\",\"count\":1,\"events\":8,\"target\":\"vector\",\"priority\":4," +
            "\"loop\":\"open\",\"rate_per_s\":2000,\"arrivals\":\"poisson\",\"window\":null}",
            config.at("/groups/0/devices/0").toString());
        assertEquals(9, config.at("/groups/1/devices/0/window").asLong());
    }

    @Test
    @Tag("P6")
    void shouldHaveWhatVectorsHoldAndReadItBack() throws IOException
    {
        final JsonNode accounting = json(StormResults.SETTING, StormResults.with(StormResults.sound(),
            "totals.accounting", StormResults.ofVectors()), StormResults.PROOF, null, Outcome.OK).get("accounting");

        assertEquals(4, accounting.get("held").asLong());
        assertEquals("{\"eventfd\":5,\"mask\":2,\"entry\":3}", accounting.get("coalesced_at").toString());
        assertEquals(0, accounting.get("remainder").asLong());
        assertEquals(1, accounting.get("vms").size(), "no event reached no VM");
        assertEquals(4, accounting.at("/vms/0/held").asLong());
        assertEquals(new EventAccount(0, 1_000, 979, 10, 7, 0, 4),
            AccountValue.of(DocumentReader.value(accounting, DocumentAccounts.OfStorm.class)));
    }

    @Test
    void shouldHaveAccountAndResponseOfEachGroup() throws IOException
    {
        final JsonNode groups = json(StormResults.SETTING, StormResults.with(
            StormResults.sound(), StormResults.UNLIKE), StormResults.PROOF, null, Outcome.OK).get("groups");

        assertEquals("{\"name\":\"quiet\",\"vms\":8,\"accounting\":{\"offered\":99999999,\"delivered\":99999870," +
            "\"coalesced\":128,\"pending\":1,\"rejected\":0,\"remainder\":0},\"latency_ns\":{" +
            "\"delivered\":96999972,\"response\":" +
            "{\"count\":10000,\"p50\":4095,\"p90\":4095,\"p99\":4095,\"p99_9\":4095,\"p99_99\":4095," +
            "\"max\":311295}}}", groups.get(0).toString());
        assertEquals("loud 0 0", text(groups.get(1)));
        assertEquals("none 1 1", text(groups.get(2)));
        assertTrue(groups.get(1).at("/latency_ns/response/p50").isNull());
        assertEquals(3, groups.size());
    }

    @Test
    void shouldHaveAccountAndResponseOfEachPhaseAndOfItsGroups() throws IOException
    {
        final JsonNode phases = json(StormResults.SETTING, StormResults.with(
            StormResults.sound(), StormResults.PHASED), StormResults.PROOF, null, Outcome.OK).get("phases");

        assertEquals(List.of("name", "start_s", "length_s", "accounting", "latency_ns", "groups"),
            keys(phases.get(0)));
        assertEquals("{\"carried_in\":3,\"offered\":8,\"delivered\":10,\"coalesced\":0,\"pending\":1," +
            "\"rejected\":0,\"remainder\":0}", phases.get(1).get("accounting").toString());
        assertEquals(phases.get(1).get("accounting"), phases.at("/1/groups/0/accounting"));
        assertEquals("calm 0.0 2.0 9 7", text(phases.get(0), 9));
        assertEquals("noise 2.0 2.0 0 null", text(phases.get(1), 0));
    }

    private static String text(final JsonNode phase, final long samples)
    {
        assertEquals(samples, phase.at("/groups/0/latency_ns/response/count").asLong());

        return phase.get("name").asText() + ' ' + phase.get("start_s") + ' ' + phase.get("length_s") + ' ' +
            phase.at("/latency_ns/response/count") + ' ' + phase.at("/latency_ns/response/max");
    }

    private static String text(final JsonNode group)
    {
        return group.get("name").asText() + ' ' + group.at("/accounting/offered") + ' ' +
            group.at("/accounting/rejected");
    }

    @Test
    void shouldHaveTheSettingsThatOnlyTheProfileHas() throws IOException
    {
        final Setting<Long> moves = Setting.of("moves", Setting.Group.KEY, SettingType.COUNT).defaultValue(7L).help("");
        final Setting<Boolean> legacy =
            Setting.of("legacy", Setting.Group.KEY, SettingType.SWITCH).defaultValue(false).help("");
        final StormDescription setting = StormResults.setting(StormResults.CONFIG,
            StormResults.profile(List.of(moves, legacy)), SettingValues.NONE.withText(legacy, "on"), StormResumed.NONE);

        final JsonNode config =
            json(setting, StormResults.sound(), StormResults.PROOF, null, Outcome.OK).get("config");

        assertEquals(7, config.get("moves").asLong());
        assertTrue(config.get("legacy").isBoolean() && config.get("legacy").asBoolean());
    }

    @Test
    void shouldHaveTheSettingsOfTheMeasurement() throws IOException
    {
        final StormDescription setting = StormResults.setting(
            StormResults.CONFIG, JobProfiles.ALL.of("default"),
            SettingValues.NONE.withText(MeasureSettings.HANDLER, "2us").withText(MeasureSettings.WARMUP, "0")
                .withText(MeasureSettings.STOP_IF, "response > 1ms").withText(MeasureSettings.CPU_ENGINE, "1"),
            StormResumed.NONE);

        final JsonNode chosen = json(setting, StormResults.sound(), StormResults.PROOF, null, Outcome.OK).get("config");
        final JsonNode defaults =
            json(StormResults.SETTING, StormResults.sound(), StormResults.PROOF, null, Outcome.OK).get("config");

        assertEquals(List.of("1:16", "0", "null", "response > 1000000ns", "10", "2000", "1", "null", "null"),
            measure(chosen));
        assertEquals(List.of("1:16", "auto", "null", "null", "10", "0", "null", "null", "null"), measure(defaults));
    }

    private static List<String> measure(final JsonNode config)
    {
        return Stream.of("latency", "warmup", "max_in_flight", "stop_if", "outliers", "handler_ns", "cpu.engine",
            "cpu.generator", "cpu.helpers").map(key -> config.path(key).asText()).toList();
    }

    @Test
    void shouldNameThePointOfResumeAndTheFirstReplayedCommand() throws IOException
    {
        assertTrue(json(StormResults.SETTING, StormResults.sound(), StormResults.PROOF, null, Outcome.OK)
            .at("/host/resumed").isNull());

        final StormResumed resumed = new StormResumed(
            1_234, 1, 1_001, 900, 890, 0);
        final JsonNode json = json(
            StormResults.setting(
                StormResults.CONFIG, JobProfiles.ALL.of("default"), SettingValues.NONE, resumed),
            StormResults.sound(), new StormProof(StormProof.Extent.EQUAL, 1, 2, 5_001), null, Outcome.OK);

        assertEquals("{\"sequence\":1234,\"residue_frames\":1,\"torn_frames\":1,\"first_command\":1001," +
            "\"offered\":900,\"delivered\":890}", json.at("/host/resumed").toString());
        assertEquals(5_001, json.at("/host/replay/first_command").asLong());
    }

    @Test
    void shouldCarryTheValues() throws IOException
    {
        final JsonNode json = json(StormResults.SETTING, StormResults.sound(), StormResults.PROOF, null, Outcome.OK);

        assertEquals("gale.storm/5", json.get("schema").asText());
        assertEquals(1, json.get("seed").asLong());
        assertEquals("6.797642", json.get("elapsed_s").asText());
        assertEquals(14_923_073, json.get("rate_per_s").asLong());
        assertEquals(99_999_872, json.get("accounting").get("delivered").asLong());
        assertEquals(6_500_000_000L, json.get("measured_ns").asLong());
        assertEquals("settled", json.get("warmup").get("ending").asText());
        assertEquals(297_642_000, json.get("warmup").get("ns").asLong());
        assertEquals(2_999_900, json.get("warmup").get("delivered").asLong());
        assertEquals(26_000_000, json.get("stalls").get("engine").get("wait_ns").asLong());
        assertEquals(3_100_000, json.get("stalls").get("engine").get("longest_ns").asLong());
        assertEquals(0, json.get("stalls").get("stolen_ns").asLong());
        assertEquals("10,000 of 96,999,972", json.get("latency_ns").get("sampled").asText());
        assertEquals(96_999_972, json.at("/latency_ns/delivered").asLong());
        assertEquals(311_295, json.get("latency_ns").get("response").get("max").asLong());
        assertEquals(10_000, json.get("latency_ns").get("response").get("count").asLong());
        assertTrue(json.get("generator").get("kept_up").asBoolean());
        assertEquals("process", json.at("/host/journal/mode").asText());
        assertEquals("8.634", json.at("/host/journal/bytes_per_command").asText());
        assertEquals("3f9c07d2e5b188a4", json.at("/host/digest").asText());
        assertEquals("3f9c07d2e5b188a4", json.at("/host/replay/digest").asText());
        assertEquals(16_234_568, json.at("/host/replay/rate_per_s").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean());
        assertTrue(json.get("failure").isNull());
        assertEquals(0, json.get("exit").asInt());
        assertEquals("closed", json.get("config").get("loop").asText());
        assertTrue(json.get("config").get("rate_per_s").isNull());
        assertEquals(100_000_000, json.get("config").get("count").asLong());
    }

    @Test
    void shouldCarryEachFigureOfThePace() throws IOException
    {
        final StormResult slow = StormResults.with(StormResults.sound(), "generator.pace",
            new GeneratorPace(8e6, 7_999_000.4, 7_990_000, 3, 0.12345, 17, 9, 4_095, false));

        final JsonNode json = json(StormResults.SETTING, StormResults.with(slow, "generator.refused", 29L),
            StormResults.PROOF, null, Outcome.OK);

        assertEquals("{\"reached_per_s\":7999000,\"lag_p99_ns\":1000,\"kept_up\":false,\"refused\":29," +
            "\"limit\":\"in_flight\",\"least_per_s\":7990000,\"short_seconds\":3,\"lane_full_share\":0.1235," +
            "\"skipped\":17}", json.get("generator").toString());
        assertEquals(14_923_077, json.get("offered_per_s").asLong(), "97,000,000 in 6.5 s");
        assertEquals(14_923_073, json.get("rate_per_s").asLong(), "96,999,972 in 6.5 s");
    }

    @Test
    void shouldCarryTheFiguresOfEachInterval() throws IOException
    {
        final JsonNode json = json(StormResults.SETTING, StormResults.with(StormResults.sound(), "history",
            new StormHistory(List.of(new Interval(1_500_000_000L, 2_000_000_000L, false,
                new Interval.Counts(70, 60, 5, 6, 8), Map.of("response", StormResults.latency(9, -1, 1, 2, 3, 4, 5, 7)),
                List.of())),
                ResponseHeat.NONE, 11)), StormResults.PROOF, null, Outcome.OK);

        assertEquals("[{\"start_s\":1.500000,\"length_s\":2.000000,\"warmup\":false,\"offered\":70," +
            "\"delivered\":60,\"rate_per_s\":30,\"pending\":5,\"lane_words\":6," +
            "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":1,\"p90\":2,\"p99\":3,\"p99_9\":4," +
            "\"p99_99\":5,\"max\":7}}}]", json.get("intervals").toString().replace("1.5,", "1.500000,")
                .replace("2.0,", "2.000000,"));
        assertEquals(11, json.get("intervals_dropped").asLong());
        assertEquals("[{\"journal_bytes\":8}]", json.at("/host/intervals").toString());
    }

    @Test
    void shouldWriteNullForAbsentValues() throws IOException
    {
        final JsonNode json = json(StormResults.setting(StormResults.WITH_RATE), StormResults.result(
            StormResults.WITH_RATE, StormResults.accounting(2, 2, 0), 1, false, 3, "P1 broken"),
            new StormProof(StormProof.Extent.READ_ONLY), "P1 broken: VM 3 LPI 8193", Outcome.INVARIANT_BROKEN);

        assertTrue(json.at("/host/replay").isNull());
        assertTrue(json.get("config").get("count").isNull());
        assertEquals(8_000_000, json.get("config").get("rate_per_s").asLong());
        assertEquals("poisson", json.get("config").get("arrivals").asText());
        assertEquals("P1 broken: VM 3 LPI 8193", json.get("failure").asText());
        assertEquals(7, json.get("exit").asInt());
    }

    /** In the text they are a dash, and a condition on them fails. */
    @Test
    void shouldHaveNoRateOfAPartInWhichNothingWasOffered() throws IOException
    {
        final MeasuredRates rates = StormResults.sound().rates();
        final JsonNode none = json(StormResults.SETTING, StormResults.with(StormResults.sound(), "rates",
            new MeasuredRates(rates.warmup(), 1_000_000, 0, 700)), StormResults.PROOF, null,
            Outcome.OK);
        final JsonNode one = json(StormResults.SETTING, StormResults.with(StormResults.sound(), "rates",
            new MeasuredRates(rates.warmup(), 1_000_000, 1, 700)), StormResults.PROOF, null,
            Outcome.OK);

        assertTrue(none.get("rate_per_s").isNull() && none.get("offered_per_s").isNull(), none.toString());
        assertEquals(700_000, one.get("rate_per_s").asLong());
        assertEquals(1_000, one.get("offered_per_s").asLong());
        assertEquals(1, new Checks(List.of(Condition.parse("rate > 1T")), "--fail-if",
            new Figures(List.of(), List.of()))
            .failures(none).size());
    }

    @Test
    void shouldWriteNullForSettingsThatStandForNone() throws IOException
    {
        final StormDescription none = new StormDescription(new Platform("0.1.0", "17", 1), "default",
            StormResults.SETTING.profile(), StormResults.SETTING.own(), StormResults.CONFIG,
            SettingValues.NONE, "", false, StormResumed.NONE);
        final StormDescription all = new StormDescription(new Platform("0.1.0", "17", 1), "default",
            StormResults.SETTING.profile(), StormResults.SETTING.own(), StormConfigs.begin().vms(2).window(64).build(),
            SettingValues.NONE.withText(StormSettings.RAM_FILE, "ram.bin"), "run1", false, StormResumed.NONE);

        assertEquals("null null null", places(none));
        assertEquals("\"run1\" \"ram.bin\" 64", places(all));
    }

    private static String places(final StormDescription description) throws IOException
    {
        final JsonNode json = json(description, StormResults.sound(), StormResults.PROOF, null, Outcome.OK);

        return json.at("/host/journal/directory") + " " + json.at("/host/ram_file") + ' ' + json.at("/config/window");
    }

    @ParameterizedTest
    @CsvSource({"99, null", "100, 700"})
    void shouldHaveALagOfEnoughSamplesOnly(final long samples, final String lag) throws IOException
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(700, samples);

        final JsonNode json = json(StormResults.SETTING, StormResults.with(StormResults.sound(), "generator.lag",
            histogram), StormResults.PROOF, null, Outcome.OK);

        assertEquals(lag, json.at("/generator/lag_p99_ns").toString());
    }

    @ParameterizedTest
    @CsvSource({"99, null", "100, 700"})
    void shouldHaveAPercentileOfAVmOfEnoughSamplesOnly(final long samples, final String tail) throws IOException
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(700, samples);

        final JsonNode json = json(StormResults.SETTING, StormResults.with(StormResults.sound(),
            "latencies.responseByVm", List.of(histogram)), StormResults.PROOF, null, Outcome.OK);

        assertEquals(tail, json.at("/latency_ns/vms/0/response/p99").toString());
    }

    @Test
    @Tag("P6")
    void shouldGiveUntranslatedAndUnreachableEventsToNoVm() throws IOException
    {
        final Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put(StormAccounting.UNTRANSLATED, 5L);
        rejected.put(StormAccounting.UNREACHABLE, 4L);
        rejected.put(StormAccounting.WITHDRAWN_CLEARED, 2L);
        final StormAccounting accounting = new StormAccounting(21, 10, 0, 0, rejected,
            List.of(new StormAccounting.OfVm(0, new EventAccount(0, 12, 10, 0, 2, 0))), List.of());

        final JsonNode json = json(StormResults.SETTING,
            StormResults.result(StormResults.CONFIG, accounting, 1, true, 0, null), StormResults.PROOF, null,
            Outcome.OK);

        final JsonNode vms = json.get("accounting").get("vms");
        assertEquals("none", vms.get(1).get("vm").asText());
        assertEquals(9, vms.get(1).get("rejected").asLong());
        assertEquals(21, vms.get(0).get("offered").asLong() + vms.get(1).get("offered").asLong());
        assertEquals(4, json.get("accounting").get("rejected").get("unreachable").asLong());
        assertEquals(2, json.get("accounting").get("rejected").get("withdrawn-cleared").asLong());
        assertEquals(0, json.get("accounting").get("remainder").asLong());
    }

    @Test
    void shouldNameTheSampling()
    {
        final List<String> names = new ArrayList<>();
        for (final int every : new int[]{0, 1, 64})
        {
            names.add(StormResults.setting(StormConfigs.begin().latencyEvery(every).build()).sampling());
        }

        assertEquals(List.of("off", "all", "1:64"), names);
    }

    private static JsonNode json(
        final StormDescription setting,
        final StormResult result,
        final StormProof proof,
        final String failure,
        final Outcome outcome) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormJson.write(new StormReport(setting, result, proof, failure, outcome), out);
        assertTrue(out.toString().endsWith("}\n"));

        return new ObjectMapper().readTree(out.toString());
    }

    private static List<String> keys(final JsonNode node)
    {
        final List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);

        return keys;
    }
}
