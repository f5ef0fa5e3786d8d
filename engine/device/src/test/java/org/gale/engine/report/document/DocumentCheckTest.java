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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @ParameterizedTest
    @ValueSource(strings = {"gale.storm/4", "gale.storm/6"})
    void shouldRefuseAReportOfAnotherSchemaInOneLine(final String schema)
    {
        final OutcomeException refused = assertThrows(OutcomeException.class, () ->
            ReportDocuments.report("old", DocumentReader.tree("old", "{\"schema\":\"" + schema + "\"}")));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals("old: /schema: \"" + schema + "\" is not the schema that this gale reads (gale.storm/5)",
            refused.getMessage());
    }

    @Test
    void shouldDeclareEachValueOfUnlikeGroups()
    {
        assertEquals(List.of(), undeclared(HostShapes.quietAndLoud(), "default",
            StormResults.with(SOUND, StormResults.UNLIKE)));
    }
}
