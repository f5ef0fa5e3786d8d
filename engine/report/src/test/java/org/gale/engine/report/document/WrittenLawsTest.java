package org.gale.engine.report.document;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WrittenLawsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Each value stands in the report of a storm, or of its like on the wall clock, and is wrong by the least. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/latency_ns/response/count, 9999, /latency_ns/response/p99_99 is 899",
        "/latency_ns/response/count, 0, /latency_ns/response/max is 1000",
        "/latency_ns/response/p90, 499, /latency_ns/response/p90 is 499",
        "/latency_ns/response/max, 898, /latency_ns/response/max is 898",
        "/latency_ns/response/mean, 1001, /latency_ns/response/mean is 1001",
        "/groups/0/latency_ns/response/p50, null, /groups/0/latency_ns/response/p50 is null",
        "/latency_ns/curves/response/3/1, 1001, /latency_ns/curves/response ends with",
        "/latency_ns/curves/response/1/1, 9, /latency_ns/curves/response/1 is",
        "/latency_ns/curves/response/2/1, 697, '/latency_ns/curves/response/2 is [95.0,697], and 700 the '",
        "/latency_ns/curves/response/2/1, 703, '/latency_ns/curves/response/2 is [95.0,703], and 700 the '",
        "/latency_ns/curves/woken/1/1, 99, /latency_ns/curves/woken ends with",
        "/outliers/0/stages/woken, 101, /outliers/0/response_ns is 1000",
        "/outliers/1/response_ns, 1001, /outliers/1/response_ns is 1001",
        "/outliers/0/stages/thread, 5, /outliers/0/stages are",
        "/host/outliers/0/command, 0, /host/outliers/0/command is 0",
        "/host/outliers/0/command, 78, /host/outliers/0/command is 78",
        "/intervals/1/start_s, 1.1, /intervals/1/start_s is 1.1",
        "/intervals/1/length_s, 2.0, /elapsed_s is 2.5",
        "/intervals/1/rate_per_s, 2669, /intervals/1/rate_per_s is 2669",
        "/accounting/offered, 10001, /accounting/offered is 10001",
        "/accounting/delivered, 9999, /accounting/delivered is 9999",
        "/accounting/pending, 4, /accounting/pending is 4",
        "/intervals/0/completions_per_s, 8, /groups/*/completions are 11",
        "/intervals/1/interrupts_per_s, 7, /groups/*/interrupts are 9",
        "/host/journal/bytes_per_command, 12.988, /host/journal/bytes_per_command is 12.988",
        "/host/journal/bytes_per_command, 12.986, /host/journal/bytes_per_command is 12.986",
        "/accounting/lanes/generator/drained, 8, /accounting/lanes/generator has 12 words published",
        "/accounting/remainder, -1, /accounting/remainder is -1",
        "/accounting/transition_mean_ns, 3, /accounting/transition_mean_ns is 3",
        "/accounting/transition_mean_ns, 11, /accounting/transition_mean_ns is 11",
        "/actions/toggles/due, 102, /actions/toggles/due is 102",
        "/actions/toggles/completed, 3, /actions/toggles/completed is 3",
        "/actions/toggles/due, 99, '/actions/toggles/due is 99, and one each 100'",
        "/actions/moves/due, 8, /actions/moves/due is 8",
        "/heat/slices/0/1, 8999, /heat/slices have 9999 responses",
        "/latency_ns/service/max, 3000000000, /latency_ns/service/max is 3000000000",
        "/phases/1/start_s, 0.6, /phases/1/start_s is 0.6",
        "/config/duration_ns, 12, /config/duration_ns is 12",
        "/groups/0/completions, 12, /groups/0/completions is 12",
        "/phases/1/groups/1/interrupts, 5, /groups/0/interrupts is 9",
        "/rate_per_s, 4202, /rate_per_s is 4202",
        "/offered_per_s, 3598, /offered_per_s is 3598",
    })
    void shouldFindAFigureThatOthersContradict(final String place, final String value, final String fault)
        throws IOException
    {
        final ObjectNode report = report();
        assertEquals(List.of(), WrittenLaws.faults(report));

        set(report, place, MAPPER.readTree(value));

        assertTrue(WrittenLaws.faults(report).stream().anyMatch(found -> found.startsWith(fault)),
            () -> WrittenLaws.faults(report).toString());
    }

    @Test
    void shouldFindIntervalsThatAreMissing() throws IOException
    {
        final ObjectNode report = report();
        report.putArray("intervals");

        assertEquals(List.of("/accounting/offered is 10000, and the intervals add up to 0",
            "/accounting/delivered is 10000, and the intervals add up to 0"), WrittenLaws.faults(report));
    }

    @Test
    void shouldFindAWrongTimeOfFewerEnginesAndLetTheirIntervalsOverlap() throws IOException
    {
        final ObjectNode report = report();
        ((ObjectNode)report.at("/intervals/1")).put("start_s", 0.5);
        final ObjectNode host = (ObjectNode)report.get("host");
        host.set("engines", MAPPER.readTree("[{\"elapsed_s\": 1.5}, {\"elapsed_s\": 2.5}, {\"elapsed_s\": 2.0}]"));
        host.put("engines_fewer_s", 1.0);
        assertEquals(List.of(), WrittenLaws.faults(report));

        host.put("engines_fewer_s", 1.5);

        assertEquals(List.of("/host/engines_fewer_s is 1.5, and the engines ended within 1.0"),
            WrittenLaws.faults(report));
    }

    /** Two a second in 2.5 s are five, and each partition rounds its own up. */
    @ParameterizedTest
    @CsvSource({"1, 7, true", "1, 8, false", "3, 9, true", "3, 10, false"})
    void shouldLetEachPartitionRoundTheActionsThatAreDueUp(final int parts, final int due, final boolean isRight)
        throws IOException
    {
        final ObjectNode report = report();
        report.set("partitions", MAPPER.readTree("{}"));
        for (int i = 0; i < parts; i++)
        {
            ((ObjectNode)report.get("partitions")).putObject("p" + i);
        }
        set(report, "/actions/moves/due", MAPPER.readTree(Integer.toString(due)));

        assertEquals(isRight, WrittenLaws.faults(report).stream().noneMatch(found -> found.contains("moves")));
    }

    @Test
    void shouldAskNothingOfIntervalsOfAResumedStorm() throws IOException
    {
        final ObjectNode report = report();
        report.putArray("intervals");
        ((ObjectNode)report.get("host")).putObject("resumed");

        assertEquals(List.of(), WrittenLaws.faults(report));
    }

    @Test
    void shouldAskNothingOfIntervalsOfWhichSomeWereDropped() throws IOException
    {
        final ObjectNode report = report();
        report.putArray("intervals");
        report.put("intervals_dropped", 2);

        assertEquals(List.of(), WrittenLaws.faults(report));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3, true", "4, true", "7, false", "130, false", "8, false"})
    void shouldJudgeTheReportOfAStormThatDidNotFail(final int exit, final boolean isJudged) throws IOException
    {
        final ObjectNode report = report();
        report.put("elapsed_s", 9);
        report.put("exit", exit);

        assertEquals(isJudged, !WrittenLaws.faults(report).isEmpty());
    }

    private static ObjectNode report() throws IOException
    {
        return (ObjectNode)MAPPER.readTree("""
            {"modelled": "x", "elapsed_s": 2.5, "measured_ns": 2000000000, "rate_per_s": 4200, "offered_per_s": 3600,
            "accounting": {"offered": 10000, "delivered": 10000, "pending": 3, "rejected": {"a": 1},
                "remainder": 0, "transitions": 2, "transition_mean_ns": 5, "transition_max_ns": 9,
                "lanes": {"generator": {"published": 12, "drained": 9, "left": 3}}},
            "actions": {"toggles": {"asked": "1/100", "due": 101, "completed": 2}, "moves": {"asked": "2", "due": 7},
                "timeline": {"ended": [1, 1]}},
            "heat": {"slices": [[3, 9000, 4, 1000]]},
            "warmup": {"offered": 2800, "delivered": 1600},
            "config": {"duration_ns": 11, "phases": [{"duration_ns": 4}, {"duration_ns": 7}]},
            "latency_ns": {
                "response": {"count": 10000, "mean": 1000.0, "p50": 500, "p90": 700, "p99": 700, "p99_9": 800,
                    "p99_99": 899, "max": 1000},
                "service": {"count": 1, "mean": 5, "p50": null, "p90": null, "p99": null, "p99_9": null,
                    "p99_99": null, "max": 2500000000},
                "stages": {"woken": {"count": 1, "mean": 100, "p50": null, "p90": null, "p99": null, "p99_9": null,
                    "p99_99": null, "max": 100}},
                "curves": {"response": [[0.0, 10], [50.0, 501], [95.0, 700], [100.0, 1000]],
                    "woken": [[0.0, 7], [100.0, 100]]}},
            "groups": [{"name": "a", "vms": 3, "completions": 11, "interrupts": 9, "latency_ns":
                {"response": {"count": 2, "mean": 5, "p50": 5, "p90": null, "p99": null, "p99_9": null,
                    "p99_99": null, "max": 6}}}],
            "phases": [{"start_s": 0.0, "length_s": 0.5,
                "groups": [{"name": "a", "vms": 2, "completions": 5, "interrupts": 5}]},
                {"start_s": 0.5, "length_s": 2.0,
                    "groups": [{"name": "b", "completions": 100}, {"name": "a", "completions": 6, "interrupts": 4}]}],
            "outliers": [{"response_ns": 1000, "stages": {"woken": 100, "waiting": 900}}, {"response_ns": 1000}],
            "intervals": [
                {"start_s": 0.0, "length_s": 1.0, "offered": 6000, "delivered": 6000, "rate_per_s": 6000,
                    "completions_per_s": 5, "interrupts_per_s": 3, "pending": 9},
                {"start_s": 1.0, "length_s": 1.5, "offered": 4000, "delivered": 4000, "rate_per_s": 2667,
                    "completions_per_s": 4, "interrupts_per_s": 4, "pending": 3}],
            "intervals_dropped": 0, "exit": 0,
            "host": {"journal": {"commands": 77, "bytes": 1000, "bytes_per_command": 12.987},
                "outliers": [{"command": 77}, {"command": 1}],
                "engines": null}}
            """);
    }

    private static void set(final JsonNode report, final String place, final JsonNode value)
    {
        final int end = place.lastIndexOf('/');
        final JsonNode parent = report.at(place.substring(0, end));
        final String name = place.substring(end + 1);
        if (parent instanceof ArrayNode array)
        {
            array.set(Integer.parseInt(name), value);
        }
        else
        {
            ((ObjectNode)parent).set(name, value);
        }
    }
}
