package org.gale.engine.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneAccount;
import org.gale.engine.lanes.LaneEnd;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what text and JSON tell of lanes. */
class LaneReportTest
{
    static final AttachTotals TOTALS = new AttachTotals(1_003_907, 1_000_000, 12,
        new LaneWords(1_010_000, 1_009_993, 7), Map.of(LaneEnd.RUN_ENDED.label(), 7L, "not-admitted", 1L),
        List.of(new LaneAccount("lane-07", LaneEnd.NOT_ADMITTED, new LaneWords(9, 2, 7))));

    private static StormResult result(final AttachTotals attached)
    {
        return StormResults.with(StormResults.sound(), "totals.attached", attached);
    }

    private static List<String> text(final List<LaneAccount> lanes, final Map<String, Long> closed)
    {
        return text(new AttachTotals(9, 8, 0, new LaneWords(10, 3, 7), closed, lanes));
    }

    private static List<String> text(final AttachTotals attached)
    {
        final StringWriter out = new StringWriter();
        new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES)
            .result(StormResults.SETTING, result(attached));

        return out.toString().lines().toList();
    }

    private static JsonNode json(final StormResult result)
    {
        return StormJson.tree(
            new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK));
    }

    @Test
    void shouldShowTheWordsThatWereCountedAsLeftAlthoughTheyDoNotAddUp()
    {
        final JsonNode lane = json(result(new AttachTotals(9, 8, 0, new LaneWords(10, 2, 7), Map.of(), List.of())))
            .at("/accounting/lanes/attached");

        assertEquals("10, 2, 7", lane.get("published") + ", " + lane.get("drained") + ", " + lane.get("left"));
    }

    /** Lanes without a word have no row. */
    @Test
    void shouldShowTheWordsOfEachLane()
    {
        final List<String> lines = text(List.of(
            new LaneAccount("lane-00", LaneEnd.LEFT, new LaneWords(1, 1, 0)),
            new LaneAccount("lane-01", LaneEnd.RUN_ENDED, LaneWords.NONE),
            new LaneAccount("lane-02", LaneEnd.NOT_ADMITTED, new LaneWords(9, 2, 7))), Map.of("left", 3L));

        final int at = lines.indexOf(
            "  lane-00" + " ".repeat(19) + "1" + " ".repeat(18) + "word published, all drained · closed: left");
        assertTrue(lines.get(at - 1).startsWith("attached  "), lines.toString());
        assertEquals("  lane-02" + " ".repeat(19) + "9" + " ".repeat(18) +
            "words published, 2 drained, 7 left · closed: not-admitted", lines.get(at + 1));
        assertEquals("", lines.get(at + 2));
    }

    @Test
    void shouldShowTheFirstOfManyLanes()
    {
        final List<LaneAccount> lanes = new ArrayList<>(
            Collections.nCopies(16, new LaneAccount("lane-00", LaneEnd.LEFT, new LaneWords(1, 1, 0))));
        assertTrue(text(lanes.subList(0, 2), Map.of("left", 7L)).contains("  and 5 lanes more"));
        assertTrue(text(lanes, Map.of("left", 16L)).stream().noneMatch(line -> line.contains("more")));

        lanes.add(lanes.get(0));
        assertEquals(16, text(lanes, Map.of("left", 17L)).stream().filter(line -> line.contains("lane-00")).count());
        assertTrue(text(lanes, Map.of("left", 17L)).contains("  and 1 lane more"));
        assertTrue(text(lanes, Map.of("left", 18L, "run-ended", 1L)).contains("  and 3 lanes more"));
    }

    @Test
    void shouldHaveAttachedProducersInJsonWhereTheyCanAttach()
    {
        assertTrue(json(StormResults.sound()).get("attached").isNull());

        assertEquals("{\"commands\":1003907,\"events\":1000000,\"refused\":12," +
            "\"lanes_closed\":{\"not-admitted\":1,\"run-ended\":7},\"lanes\":[{\"name\":\"lane-07\"," +
            "\"end\":\"not-admitted\",\"published\":9,\"drained\":2,\"left\":7}],\"lanes_beyond\":7}",
            json(result(TOTALS)).get("attached").toString());
    }

    @Test
    void shouldAccountForTheWordsOfTheLanesInJson()
    {
        assertEquals("{\"generator\":{\"published\":100781250,\"drained\":100781250,\"left\":0}}",
            json(StormResults.sound()).at("/accounting/lanes").toString());
        assertEquals("{\"published\":1010000,\"drained\":1009993,\"left\":7}",
            json(result(TOTALS)).at("/accounting/lanes/attached").toString());
    }
}
