package org.gale.engine.report.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.report.AnsiColours;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the text and the JSON of a comparison, whole. */
class ComparisonTextTest
{
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";
    private static final String BASELINE = ReportTexts.report(1e6, 1_000, 20);
    private static final String SLOWER = ReportTexts.report(850_000, 2_000, 20);

    @Test
    void shouldShowWhatIsJudgedInColumns()
    {
        assertEquals("""
            baseline a \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default
            compared b \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default

                                               baseline         compared    change     noise   verdict
            rate, per second                  1,000,000          850,000   -15.0 %     1.1 %   regression
            response.p50, ns                      1,000            2,000  +100.0 %     1.8 %   regression
            response.p90, ns                      2,000            4,000  +100.0 %     1.8 %   regression
            response.p99, ns                      5,000           10,000  +100.0 %     1.8 %   regression
            response.p99.9, ns                    8,000           16,000  +100.0 %     1.8 %   regression

            verdict  5 regressions beyond the tolerance of 10.0 %: rate, response.p50, response.p90, \
            response.p99, response.p99.9
            """, text(SLOWER, AnsiColours.NONE, false));
    }

    @Test
    void shouldShowTheRestWhenAllIsAskedFor()
    {
        final List<String> lines = text(SLOWER, AnsiColours.NONE, true).lines().toList();

        assertEquals("response.p99.99, ns                  12,000           24,000  +100.0 %     1.8 %   worse",
            lines.get(9));
        assertEquals("remainder                                 0                0    +0.0 %         -   same",
            lines.get(15));
        assertEquals(20, lines.size());
    }

    @Test
    void shouldColourRegressionsAndWhatIsBetterAlone()
    {
        final String worse = text(SLOWER, AnsiColours.COLOURED, true);
        assertTrue(worse.contains("   " + RED + "regression" + RESET + "\n"), worse);
        assertTrue(worse.contains("   worse\n"), worse);
        assertTrue(worse.contains("   same\n"), worse);
        assertTrue(worse.contains("\n" + RED + "verdict  5 regressions"), worse);

        final String better = text(ReportTexts.report(2e6, 1_000, 20), AnsiColours.COLOURED, false);
        assertTrue(better.contains("   " + GREEN + "better" + RESET + "\n"), better);
        assertTrue(better.contains("\n" + GREEN + "verdict  "), better);
    }

    @Test
    void shouldNameWhatDiffersAndEndWithWhatIsNotSound()
    {
        final List<String> lines = text(SLOWER.replace("\"exit\":0", "\"exit\":7").replace("\"vms\":16", "\"vms\":8"),
            AnsiColours.NONE, false).lines().toList();

        assertEquals("baseline a \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default", lines.get(0));
        assertTrue(lines.get(2).startsWith("differs  ") && lines.get(2).contains("vms"), lines.get(2));
        assertEquals("", lines.get(3));
        assertEquals("verdict  not sound: exit code 7", lines.get(lines.size() - 1));
    }

    @Test
    void shouldSayHowManyInterruptsWereSampled()
    {
        final String sampled = SLOWER.replaceFirst(
            "\"latency_ns\":\\{", "\"latency_ns\":{\"sampled\":\"1,000 of 16,000\",\"delivered\":16000,");

        final List<String> lines = text(sampled, AnsiColours.NONE, false).lines().toList();

        assertEquals("compared b \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default \u00b7 sampled 1,000 of 16,000",
            lines.get(1));
        assertEquals("compared b \u00b7 gale 0.1.0 \u00b7 JDK 17 \u00b7 default", text(SLOWER.replaceFirst(
            "\"latency_ns\":\\{", "\"latency_ns\":{\"sampled\":\"1:16\","), AnsiColours.NONE, false).lines().toList()
            .get(1), "of an earlier version");
    }

    @Test
    void shouldCutATextAt400CharactersAndShowNoControlCharacters()
    {
        assertEquals("x".repeat(400), ComparisonText.plain("x".repeat(400)));
        assertEquals("x".repeat(400) + "...", ComparisonText.plain("x".repeat(401)));
        assertTrue(ComparisonText.plain("a\u001b[2Jb").chars().noneMatch(c -> c < ' '));
    }

    @Test
    void shouldWriteEveryFigureAsJson() throws IOException
    {
        final StringWriter out = new StringWriter();
        ComparisonJson.write(List.of(comparison(SLOWER.replace("\"vms\":16", "\"vms\":8"))), 3, out);
        final JsonNode json = new ObjectMapper().readTree(out.toString());

        assertEquals("gale.compare/1", json.path("schema").textValue());
        assertEquals("a", json.path("baseline").textValue());
        assertEquals(0.1, json.path("tolerance").doubleValue());
        assertEquals(3, json.path("exit").intValue());
        final JsonNode compared = json.at("/compared/0");
        assertEquals("b", compared.path("report").textValue());
        assertEquals("[]", compared.path("not_sound").toString());
        assertEquals("[]", compared.path("doubts").toString());
        assertEquals("[]", compared.path("unknown").toString());
        assertEquals(1, compared.path("differences").size());
        assertTrue(compared.path("verdict").textValue().startsWith("5 regressions beyond the tolerance of 10.0 %"));
        assertEquals(5, compared.path("regressions").size());
        assertEquals(14, compared.path("figures").size());
        final JsonNode rate = compared.at("/figures/0");
        assertEquals("rate", rate.path("name").textValue());
        assertEquals(1e6, rate.path("baseline").doubleValue());
        assertEquals(850e3, rate.path("compared").doubleValue());
        assertEquals(-0.15, rate.path("change").doubleValue());
        assertEquals(10_731, rate.path("noise").doubleValue(), 1);
        assertEquals("regression", rate.path("verdict").textValue());
        final JsonNode remainder = compared.at("/figures/11");
        assertEquals("remainder", remainder.path("name").textValue());
        assertTrue(remainder.has("noise") && remainder.path("noise").isNull());
    }

    private static String text(final String report, final AnsiColours colours, final boolean isAll)
    {
        final StringWriter out = new StringWriter();
        new ComparisonText(new PrintWriter(out), colours).write(comparison(report), isAll);

        return out.toString();
    }

    private static Comparison comparison(final String report)
    {
        return Comparison.of(ComparedReport.of("a", BASELINE), ComparedReport.of("b", report), 0.1);
    }
}
