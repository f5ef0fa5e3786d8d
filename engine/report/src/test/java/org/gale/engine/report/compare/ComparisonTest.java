package org.gale.engine.report.compare;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.compare.Comparison.ComparisonRow;
import org.gale.engine.report.compare.Comparison.ComparisonVerdict;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComparisonTest
{
    private static final double TOLERANCE = 0.1;

    @ParameterizedTest
    @CsvSource({
        "10000, 10000, SAME", "10000, 10100, SAME", "10000, 100, BETTER",
        "10000, 10900, WORSE", "10000, 11100, REGRESSION",
        "10000, 9000, BETTER"})
    void shouldJudgeALatencyByNoiseAndTolerance(final long before, final long after, final ComparisonVerdict verdict)
    {
        final Comparison comparison = compare(1e6, before, 1e6, after, 12);

        assertEquals(verdict, row(comparison, "response.p50").verdict());
    }

    @ParameterizedTest
    @CsvSource({"1000000, SAME", "1002000, SAME", "1200000, BETTER", "950000, WORSE", "850000, REGRESSION"})
    void shouldJudgeARateTheOtherWayRound(final double after, final ComparisonVerdict verdict)
    {
        final Comparison comparison = compare(1e6, 1_000, after, 1_000, 20);

        assertEquals(verdict, row(comparison, "rate").verdict());
        assertEquals(verdict == ComparisonVerdict.REGRESSION ? List.of("rate") : List.of(), comparison.regressions());
    }

    @ParameterizedTest
    @CsvSource({"100, 90, 5, -10.0 %, 5.0 %", "100, 1099, 999, +999.0 %, 999.0 %",
        "100, 1100, 1000, \u00d7 11, \u00d7 10",
        "0, 5, 1, -, -", "0, 0, NaN, +0.0 %, -"})
    void shouldShowAFactorInPlaceOfManyPercents(
        final double before, final double after, final double noise, final String change, final String bound)
    {
        final Comparison.ComparisonRow row =
            new Comparison.ComparisonRow(Figures.ALL.get(0), before, after, noise, Comparison.ComparisonVerdict.SAME);

        assertEquals(change, row.changeText());
        assertEquals(bound, row.noiseText());
    }

    @Test
    void shouldNotCallAChangeBelowTheClocksResolutionARegression()
    {
        assertEquals(ComparisonVerdict.SAME, row(compare(1e6, 100, 1e6, 149, 20), "response.p50").verdict());
        assertEquals(ComparisonVerdict.REGRESSION, row(compare(1e6, 100, 1e6, 151, 20), "response.p50").verdict());
    }

    @Test
    void shouldExplainByStagesAndExtremesWithoutFailing()
    {
        final Comparison comparison = compare(1e6, 10_000, 1e6, 20_000, 20);

        assertEquals(ComparisonVerdict.WORSE, row(comparison, "queued.p50").verdict());
        assertEquals(ComparisonVerdict.WORSE, row(comparison, "response.max").verdict());
        assertEquals(List.of("response.p50", "response.p90", "response.p99", "response.p99.9"),
            comparison.regressions());
    }

    @Test
    void shouldNotKnowTheNoiseOfShortRuns()
    {
        final Comparison comparison = compare(1e6, 10_000, 1e6, 20_000, 2);

        assertEquals(ComparisonVerdict.UNKNOWN, row(comparison, "response.p50").verdict());
        assertEquals(ComparisonVerdict.SAME, row(comparison, "rate").verdict());
        assertTrue(comparison.regressions().isEmpty());
        assertTrue(comparison.unknown().contains("response.p50"));
    }

    @Test
    void shouldNotTakeTheWarmUpOrAShortIntervalForASecond()
    {
        final String text = ReportTexts.report(1e6, 1_000, 5);
        final Figure rate = Figures.ALL.stream()
            .filter(metric -> metric.name().equals("rate")).findFirst().orElseThrow();

        assertEquals(5, ComparedReport.of("a", text).perInterval(rate).length);
        assertEquals(4, ComparedReport.of("a", text.replaceFirst("\"length_s\":1.0", "\"length_s\":0.4"))
            .perInterval(rate).length);
        assertEquals(4, ComparedReport.of("a", text.replaceFirst("\"length_s\":1.0", "\"length_s\":1,\"warmup\":true"))
            .perInterval(rate).length);
    }

    @Test
    void shouldNameWhatTheConfigurationsDifferIn()
    {
        final String text = ReportTexts.report(1e6, 1_000, 5);

        assertEquals(List.of("jdk: 17 / 25", "config.vms: 16 / 4", "config.late: none / true"), Comparison.of(
            ComparedReport.of("a", text), ComparedReport.of("b", text.replace("\"jdk\":\"17\"", "\"jdk\":\"25\"")
                .replace("\"vms\":16", "\"vms\":4,\"late\":true")), TOLERANCE).differences());
    }

    /** Reports of earlier days have 0 in place of no window. */
    @Test
    void shouldTakeNoWindowForNoDifference()
    {
        final String report = ReportTexts.report(1e6, 1_000, 0);

        assertEquals(List.of(), differences(report, "\"window\":null"));
        assertEquals(List.of("config.window: none / 64"), differences(report, "\"window\":64"));
    }

    private static List<String> differences(final String report, final String field)
    {
        return Comparison.of(ComparedReport.of("a", report),
            ComparedReport.of("b", report.replace("\"vms\":16", "\"vms\":16," + field)), TOLERANCE).differences();
    }

    @Test
    void shouldNotKnowAJudgedFigureWithoutSamplesInOneReport()
    {
        final String text = ReportTexts.report(1e6, 1_000, 5);
        final ComparedReport all = ComparedReport.of("a", text);
        final ComparedReport none = ComparedReport.of("b", text.replace("\"count\":9", "\"count\":0"));

        final Comparison comparison = Comparison.of(all, none, TOLERANCE);
        assertEquals(List.of("response.p50", "response.p90", "response.p99", "response.p99.9"), comparison.unknown());
        assertEquals("unknown: one of the reports lacks response.p50, response.p90, response.p99, response.p99.9",
            comparison.verdict());
        assertEquals(Outcome.SKIPPED, comparison.outcome());
        assertEquals(comparison.unknown(), Comparison.of(none, all, TOLERANCE).unknown());
        assertTrue(Comparison.of(none, none, TOLERANCE).rows().stream()
            .noneMatch(row -> row.metric().name().startsWith("response.p")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"schema\":\"gale.replay/1\"}", "null", "7", "{\"schema\":7}"})
    void shouldRefuseWhatIsNoReport(final String text)
    {
        final String message =
            assertThrows(OutcomeException.class, () -> ComparedReport.of("r.json", text)).getMessage();

        assertTrue(message.startsWith("r.json: is not "), message);
    }

    private static Comparison compare(
        final double rate, final long p50, final double otherRate, final long otherP50, final int seconds)
    {
        return Comparison.of(ComparedReport.of("a", ReportTexts.report(rate, p50, seconds)),
            ComparedReport.of("b", ReportTexts.report(otherRate, otherP50, seconds)), TOLERANCE);
    }

    private static ComparisonRow row(final Comparison comparison, final String name)
    {
        return comparison.rows().stream().filter(row -> row.metric().name().equals(name)).findFirst().orElseThrow();
    }
}
