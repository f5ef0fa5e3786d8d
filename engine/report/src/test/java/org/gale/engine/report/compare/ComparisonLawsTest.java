package org.gale.engine.report.compare;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.storm.figure.Figures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComparisonLawsTest
{
    private static final double TOLERANCE = 0.1;
    private static final String BASELINE = """
        {"rate_per_s": 100, "interrupts_per_s": 5, "completions_per_s": 8, "host": {"journal": {"bytes": 7}},
        "latency_ns": {"response": {"p99_9": 1000}, "stages": {"woken": {"max": 500}}},
        "groups": [{"name": "a.b", "latency_ns": {"response": {"p50": 600}}}],
        "phases": [{"name": "up", "groups": [{"name": "a.b", "accounting": {"held": 3}}]}],
        "intervals": [{"rate_per_s": 70, "warmup": true}, {"rate_per_s": 1}, {"rate_per_s": 2, "length_s": 0.5},
            {"rate_per_s": 3}, {"rate_per_s": 90, "length_s": 0.4}]}
        """;
    private static final String CANDIDATE = BASELINE.replace("100,", "150,")
        .replace("_s\": 1}", "_s\": 5}").replace("_s\": 2,", "_s\": 5,").replace("_s\": 3}", "_s\": 5}")
        .replace("1000", "2000").replace("600", "400").replace("\"bytes\": 7", "\"bytes\": 14");
    private static final String COMPARED = """
        {"figures": [
            {"name": "rate", "baseline": 100, "compared": 150, "change": 0.5, "noise": 4.245522326351711,
                "verdict": "better"},
            {"name": "response.p99.9", "baseline": 1000, "compared": 2000, "change": 1, "noise": null, "verdict":
                "regression"},
            {"name": "woken.max", "baseline": 500, "compared": 500, "change": 0, "noise": null, "verdict": "same"},
            {"name": "journal.bytes", "baseline": 7, "compared": 14, "change": 1, "noise": null, "verdict": "changed"},
            {"name": "a.b.response.p50", "baseline": 600, "compared": 400, "change": -0.3333333333333333, "noise": null,
                "verdict": "changed"},
            {"name": "a.b.up.held", "baseline": 3, "compared": 3, "change": 0, "noise": null, "verdict": "same"},
            {"name": "interrupts_per_s", "baseline": 5, "compared": 5, "change": 0, "noise": null, "verdict": "same"}]}
        """;
    private static final String BEFORE = """
        {"rows": [{"labels": ["2", "x"], "figures": [{"name": "mean", "value": {"value": 10, "low": 7, "high": 13},
            "worth": {"value": 5, "low": 4, "high": 6}}]}]}
        """;
    private static final String AFTER = """
        {"rows": [{"labels": ["2", "x"], "figures": [{"name": "mean", "value": {"value": 30, "low": 26, "high": 34},
            "worth": {"value": -9, "low": -9, "high": -9}}]}]}
        """;
    private static final String CHANGES = """
        {"changes": [{"choice": "2 x", "figure": "mean", "is_worth": false, "before": {"value": 10, "low": 7, "high":
            13}, "after": {"value": 30, "low": 26, "high": 34}, "change": {"value": 20, "low": 15, "high": 25},
            "is_turned": false},
            {"choice": "2 x", "figure": "mean", "is_worth": true, "before": {"value": 5, "low": 4, "high": 6},
            "after": {"value": -9, "low": -9, "high": -9}, "change": {"value": -14, "low": -15, "high": -13},
            "is_turned": true}]}
        """;

    @Test
    void shouldFindNothingInSoundComparisons() throws IOException
    {
        assertEquals(List.of(), faults(COMPARED));
        assertEquals(List.of(), ofAnswers(CHANGES));
    }

    @Test
    void shouldReadEachFigureFromItsPlace() throws IOException
    {
        assertEquals(List.of(), ComparisonLaws.faults(
            new Figures(List.of("a.b"), List.of("up")), new ComparedReport("r.json", tree(BASELINE))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"change\": 0.5 | \"change\": -0.5 | rate changed by -0.5",
        "better | worse | rate is worse",
        "better | same | rate is same",
        "\"regression\" | \"better\" | response.p99.9 is better",
        "\"baseline\": 500 | \"baseline\": 501 | woken.max of the baseline is 501",
        "\"compared\": 5, | \"compared\": 8, | interrupts_per_s of the compared is 8, and its report has [5.0]",
        "\"compared\": 400 | \"compared\": 600 | a.b.response.p50 of the compared is 600, and its report has [400.0]",
        "\"baseline\": 3, | \"baseline\": 4, | a.b.up.held of the baseline is 4, and its report has [3.0]",
    })
    void shouldFindAFigureOfAnotherPlaceAndAChangeOfTheOtherDirection(
        final String from, final String to, final String fault) throws IOException
    {
        assertStart(fault, faults(COMPARED.replace(from, to)));
    }

    /** The shares: 40 and then 10 of 100 interrupts were direct; 5 of 50 responses were woken each time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"path\": \"direct\", \"baseline\": 0.4, \"compared\": 0.1} | ",
        "{\"path\": \"direct\", \"baseline\": 0.4, \"compared\": 0.2} | the share of direct is 0.4 and 0.2, and by " +
            "the reports 0.4 and 0.1",
        "{\"path\": \"woken\", \"baseline\": 0.1, \"compared\": 0.1} | the share of woken is shown, and is 0.1 and 0.1",
        "{\"path\": \"other\", \"baseline\": 0.1, \"compared\": 0.2} | the share of direct is not shown, and is 0.4 " +
            "and 0.1",
    })
    void shouldFindAShareOfAPathThatNoReportGives(final String path, final String fault) throws IOException
    {
        final String report = """
            {"latency_ns": {"delivered_by_route": {"direct": DIRECT, "forwarded": FORWARDED}, "response": {"count": 50},
                "stages": {"woken": {"count": 5}}}}
            """;
        final String forwarded = "{\"path\": \"forwarded\", \"baseline\": 0.6, \"compared\": 0.9}";
        final List<String> faults = ComparisonLaws.faults(tree("{\"paths\": [" + path + ", " + forwarded + "]}"),
            tree(report.replace("DIRECT", "40").replace("FORWARDED", "60")),
            tree(report.replace("DIRECT", "10").replace("FORWARDED", "90")), TOLERANCE);

        if (fault == null)
        {
            assertEquals(List.of(), faults);
        }
        else
        {
            assertTrue(faults.contains(fault), faults.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "12, 4", "20, 20", "2, 9"})
    void shouldFindNothingInTheNoiseOfRuns(final int first, final int second)
    {
        assertEquals(List.of(), ComparisonLaws.faults(List.of(Comparison.of(
            ComparedReport.of("a", ReportTexts.report(1e6, 10_000, first)),
            ComparedReport.of("b", ReportTexts.report(1.2e6, 12_000, second)), TOLERANCE))));
    }

    /** By a table, the noise of 1, 2 and 3 beside a constant is 7.3535 times the root of a third. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4.245522326351711 | 4.2456 | rate has a noise of 4.2456, and /intervals of the reports give 4.24552232635171",
        "\"change\": 1, \"noise\": null | \"change\": 1, \"noise\": 7 | response.p99.9 has a noise of 7.0, and " +
            "/intervals of the reports give none",
    })
    void shouldFindANoiseOfOtherSeconds(final String from, final String to, final String fault) throws IOException
    {
        assertStart(fault, faults(COMPARED.replace(from, to)));
    }

    @ParameterizedTest
    @CsvSource({"25, ''", "20, 'rate has a noise of 20.0, and /spread of the reports give 25.0'"})
    void shouldFindANoiseOfOtherSeeds(final double noise, final String fault) throws IOException
    {
        final String point =
            "{\"values\": [], \"results\": 5, \"rate_per_s\": 100, \"spread\": {\"rate\": {\"min\": MIN, " +
            "\"max\": 110}}}";
        final String compared = "{\"figures\": [{\"name\": \"rate\", \"baseline\": 100, \"compared\": 100, " +
            "\"change\": 0, \"noise\": " + noise + ", \"verdict\": \"same\"}]}";

        assertEquals(fault.isEmpty() ? List.of() : List.of(fault), ComparisonLaws.faults(tree(compared),
            tree(point.replace("MIN", "85")), tree(point.replace("MIN", "90")), TOLERANCE));
    }

    /** A difference of 10 ns is that of two reads of the wall clock, and one of the virtual clock. */
    @Test
    void shouldResolveEachTimeOfTheVirtualClock() throws IOException
    {
        final String compared = "{\"figures\": [{\"name\": \"woken.max\", \"baseline\": 500, \"compared\": 510, " +
            "\"change\": 0.02, \"noise\": null, \"verdict\": \"same\"}]}";
        final String after = BASELINE.replace("500", "510");
        final String modelled = "{\"modelled\": \"costs\",";

        assertEquals(List.of(), ComparisonLaws.faults(tree(compared), tree(BASELINE), tree(after), 0));
        assertStart("woken.max is same with a change from 500 to 510", ComparisonLaws.faults(tree(compared),
            tree(BASELINE.replaceFirst("\\{", modelled)), tree(after.replaceFirst("\\{", modelled)), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"value\": 20, | {\"value\": -20, | 2 x mean changed by -20.0, from 10.0 to 30.0",
        "\"high\": 25 | \"high\": 27 | 2 x mean changed with an interval of 12.0",
        "\"is_turned\": true | \"is_turned\": false | 2 x mean is shown with the sign turned: false",
        "\"after\": {\"value\": -9 | \"after\": {\"value\": -8 | 2 x mean after is -8.0, and the answer has no such",
    })
    void shouldFindAChangeOfAnAnswerThatItsNumbersContradict(final String from, final String to, final String fault)
        throws IOException
    {
        assertStart(fault, ofAnswers(CHANGES.replace(from, to)));
    }

    private static void assertStart(final String fault, final List<String> faults)
    {
        assertFalse(faults.isEmpty());
        assertEquals(fault, faults.get(0).substring(0, Math.min(fault.length(), faults.get(0).length())));
    }

    private static List<String> faults(final String compared) throws IOException
    {
        return ComparisonLaws.faults(tree(compared), tree(BASELINE), tree(CANDIDATE), TOLERANCE);
    }

    private static List<String> ofAnswers(final String changes) throws IOException
    {
        return ComparisonLaws.ofAnswers(tree(changes), tree(BEFORE), tree(AFTER));
    }

    private static JsonNode tree(final String text) throws IOException
    {
        return new ObjectMapper().readTree(text);
    }
}
