package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that each value of a report is declared, so that a wrong type of it is found. */
class DocumentCheckTest
{
    private static final StormResult SOUND = StormResults.sound();

    private static List<String> undeclared(final StormConfig config, final String profile, final StormResult result)
    {
        final JsonNode report = StormJson.tree(new StormReport(StormResults.setting(config,
            JobProfiles.ALL.of(profile), SettingValues.NONE, StormResumed.NONE), result, StormResults.PROOF, null,
            Outcome.OK));
        final List<String> found = new ArrayList<>();
        collect(report, Declared.of(StormDocument.class), "", found);

        return found;
    }

    /** Adds the pointers of values whose declarations are missing. */
    private static void collect(
        final JsonNode value, final Declared field, final String pointer, final List<String> found)
    {
        if (!value.isContainerNode() && field.kind().equals(ValueKind.OTHER))
        {
            found.add(pointer);
        }
        for (final Map.Entry<String, JsonNode> member : value.properties())
        {
            collect(member.getValue(), field.of(member.getKey()), pointer + '/' + member.getKey(), found);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++)
        {
            collect(value.get(i), field.of(Integer.toString(i)), pointer + '/' + i, found);
        }
    }

    @Test
    void shouldDeclareEachValueOfTheReportOfEachProfile()
    {
        for (final String profile : JobProfiles.ALL.names())
        {
            assertEquals(List.of(), undeclared(StormResults.CONFIG, profile, SOUND), profile);
        }
    }

    @Test
    void shouldDeclareEachValueOfAReportOnTheVirtualClock()
    {
        assertEquals(List.of(), undeclared(StormResults.CONFIG, "direct", StormResults.modelled(
            SOUND, new Modelled(1, "zero", Map.of("guest", 1L), Map.of("exits", 2L)))));
    }

    @Test
    void shouldReadTheDocumentOfAReport()
    {
        final JsonNode report = StormJson.tree(new StormReport(StormResults.SETTING,
            StormResults.with(SOUND, StormResults.PHASED), StormResults.PROOF, null, Outcome.OK));

        ReportDocuments.report("any", report);
        final StormDocument document = DocumentReader.value(report, StormDocument.class);
        assertEquals("gale.storm/5", document.head().schema());
        assertEquals("0.1.0", document.ending().host().platform().version());
        assertEquals(99_999_872L, document.accounting().events().delivered());
        assertEquals(4_095L, document.latencyNs().whole().response().percentiles().get("p50"));
        assertEquals(List.of(3L), document.parts().phases().subList(1, 2).stream().map(
            phase -> phase.accounting().carriedIn()).toList());
        assertEquals(2.0, document.parts().phases().get(0).span().lengthS().doubleValue());
        assertEquals(0, document.ending().exit().code());
        assertEquals(2L, ((Number)document.config().settings().get("vms")).longValue());
    }

    @Test
    void shouldReadAReportOfVersionTwoAsOneOfThisVersion()
    {
        final JsonNode report = ReportDocuments.report("old", DocumentReader.tree("old",
            "{\"schema\":\"gale.storm/2\",\"config\":{\"window\":0},\"resumed\":{\"residue_frames\":3}}"));

        assertEquals(StormDocument.SCHEMA, report.path("schema").asText());
        assertTrue(report.at("/config/window").isNull());
        assertEquals(3, report.at("/host/resumed/torn_frames").asInt());
        assertEquals(3, DocumentReader.value(report, StormDocument.class).ending().host().resumed().tornFrames());
    }

    @Test
    void shouldReadWhatAReportOfVersionThreeHasOfItsHost()
    {
        final JsonNode wall = ReportDocuments.report("old", DocumentReader.tree("old", "{\"schema\":" +
            "\"gale.storm/3\",\"version\":\"0.1\",\"jdk\":\"17\",\"cores\":2,\"resumed\":null,\"config\":{\"vms\":1," +
            "\"journal\":\"d\",\"ram_file\":\"r\"},\"outliers\":[{\"vm\":1,\"command\":5,\"engine\":2}]," +
            "\"stopped\":{\"condition\":\"c\",\"outlier\":{\"vm\":1,\"command\":6}},\"journal\":{\"bytes\":7}," +
            "\"digest\":\"ab\",\"replay\":{\"equal\":true},\"intervals\":[{\"journal_bytes\":8,\"offered\":9}]," +
            "\"host\":{\"share\":\"1/2\"}}"));

        assertEquals("{\"schema\":\"gale.storm/5\",\"config\":{\"vms\":1},\"outliers\":[{\"vm\":1}],\"stopped\":" +
            "{\"condition\":\"c\",\"outlier\":{\"vm\":1}},\"intervals\":[{\"offered\":9}],\"host\":{" +
            "\"version\":\"0.1\",\"jdk\":\"17\"," +
            "\"cores\":2,\"resumed\":null,\"digest\":\"ab\",\"replay\":{\"equal\":true},\"journal\":" +
            "{\"bytes\":7,\"directory\":\"d\"},\"ram_file\":\"r\",\"share\":\"1/2\",\"outliers\":[{\"command\":5," +
            "\"engine\":2}],\"intervals\":[{\"journal_bytes\":8}],\"stopped\":{\"command\":6}}}", wall.toString());

        final JsonNode virtual = ReportDocuments.report("old", DocumentReader.tree("old", "{\"schema\":" +
            "\"gale.storm/3\",\"journal\":{\"bytes\":7},\"host\":{\"cores\":2,\"journal\":\"d\",\"run_s\":1}}"));

        assertEquals("{\"schema\":\"gale.storm/5\",\"host\":{\"journal\":{\"bytes\":7,\"directory\":\"d\"}," +
            "\"cores\":2,\"run_s\":1}}", virtual.toString());
    }

    @Test
    void shouldRefuseAHostOfVersionThreeThatIsNone()
    {
        assertEquals("old: /host: 5 is not an object", assertThrows(OutcomeException.class, () ->
            ReportDocuments.report("old", DocumentReader.tree("old", "{\"schema\":\"gale.storm/3\",\"host\":5}")))
            .getMessage());
    }

    @Test
    void shouldKeepAWindowThatAReportOfVersionTwoHas()
    {
        assertEquals(8, ReportDocuments.report("old", DocumentReader.tree("old",
            "{\"schema\":\"gale.storm/2\",\"config\":{\"window\":8}}")).at("/config/window").asInt());
    }

    @Test
    void shouldDeclareEachValueOfUnlikeGroups()
    {
        assertEquals(List.of(), undeclared(HostShapes.quietAndLoud(), "default",
            StormResults.with(SOUND, StormResults.UNLIKE)));
    }
}
