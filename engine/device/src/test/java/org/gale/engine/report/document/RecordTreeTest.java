package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.Condition;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of trees of records. */
class RecordTreeTest
{
    private static final RecordTree TREES = new RecordTree(JobProfiles.ALL.settings());
    private static final StormLatencies.Explained SLOW = new StormLatencies.Explained(
        new Outlier(7, 1, 2, 3, new Outlier.Batch(4, 5, 6, 7), 8, 9), OutlierCause.UNKNOWN, 9);

    @SuppressWarnings("unchecked")
    private static Setting<ActionRate> toggles()
    {
        return (Setting<ActionRate>)JobProfiles.ALL.settings().stream()
            .filter(setting -> setting.name().equals("toggles")).findFirst().orElseThrow();
    }

    private static StormResult result()
    {
        StormResult result = StormResults.with(StormResults.sound(), StormResults.PHASED);
        result = StormResults.with(result, "totals.actions", new StormActions(List.of(new AskedActions(
            toggles(), "transition", ActionRate.parse("1/10k"), true, 3, 2, 1, "")),
            new ActionTimeline(1, 2, List.of(new ActionTimeline.Slice(1, 2, 3, 4)))));
        result = StormResults.with(result, "latencies.outliers", List.of(SLOW));

        return StormResults.with(result, "verdict.stop",
            new StormVerdict.Stop(Condition.parse("response.p99 > 5us"), SLOW));
    }

    @Test
    void shouldReadWhatItWrote()
    {
        final StormResult result = result();

        assertEquals(result, TREES.read(RecordTree.of(result), StormResult.class));
    }

    @Test
    void shouldKeepTheExactFiguresOfAHistogram()
    {
        final LatencyHistogram samples = new LatencyHistogram(60_000_000_000L, 3);
        samples.recordTime(21_706_702, 3);
        samples.recordTime(5, 1);
        final Part.Times read = TREES.read(RecordTree.of(Part.Times.of(samples)), Part.Times.class);

        assertEquals(21_706_702, read.samples().getMaxValue());
        assertEquals(3 * 21_706_702 + 5, LatencySummary.sumOf(read.samples()));
        assertEquals(LatencySummary.of(samples), LatencySummary.of(read.samples()));
    }

    @Test
    void shouldNameThePlaceOfAValueThatIsNotOfItsType()
    {
        final Map<String, String> wrong = Map.of("/rates/ns", "\"long\"", "/verdict/outcome", "\"FINE\"",
            "/latencies/response/encoded", "\"AAAA\"", "/totals/groups", "{}", "/rates", "7");
        wrong.forEach((pointer, value) ->
        {
            final ObjectNode tree = (ObjectNode)RecordTree.of(result());
            final int last = pointer.lastIndexOf('/');
            ((ObjectNode)tree.at(pointer.substring(0, last))).putRawValue(
                pointer.substring(last + 1), new com.fasterxml.jackson.databind.util.RawValue(value));
            final String message = assertThrows(IllegalArgumentException.class,
                () -> TREES.read(DocumentReader.tree("t", tree.toString()), StormResult.class)).getMessage();
            assertEquals(pointer.replace("/encoded", "") + " is not of its type", message);
        });
    }
}
