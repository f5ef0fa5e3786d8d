package org.gale.engine.report.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.compare.Comparison.ComparisonRow;
import org.gale.engine.report.compare.Comparison.ComparisonVerdict;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figure.Better;
import org.gale.engine.storm.figure.Figure.Unit;
import org.gale.engine.storm.figure.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the verdicts on requests and completions, of runs whose interrupts devices may merge. */
class RequestComparisonTest
{
    private static final double TOLERANCE = 0.1;

    /** Returns the report of a run on the virtual clock whose requests take from a half to all of a time. */
    private static String report(
        final long interruptsPerS, final long completionsPerS, final long p50, final long max, final int seconds)
    {
        final String request = String.format(Locale.ROOT, "\"request\":{\"count\":1000,\"mean\":%d,\"p50\":%d," +
            "\"p90\":%d,\"p99\":%d,\"p99_9\":%d,\"p99_99\":null,\"max\":%d}", p50, p50, p50, p50, max, max);
        final String figures = String.format(Locale.ROOT,
            "\"rate_per_s\":%d,\"completions_per_s\":%d", interruptsPerS, completionsPerS);
        final String intervals = IntStream.range(0, seconds).mapToObj(second ->
            "{\"length_s\":1.0," + figures + ",\"latency_ns\":{" + request + "}}").collect(Collectors.joining(","));

        return String.format(Locale.ROOT, "{\"modelled\":\"fast\",\"schema\":\"gale.storm/5\",%s," +
            "\"interrupts_per_s\":%d,\"deferred_ns\":{\"count\":5,\"mean\":7.5}," +
            "\"accounting\":{\"offered\":%d,\"remainder\":0},\"latency_ns\":{%s},\"groups\":[{\"name\":\"db\"," +
            "\"interrupts\":%d,\"completions_per_s\":%d,\"latency_ns\":{%s}},{\"name\":\"web\"}]," +
            "\"phases\":[],\"intervals\":[%s],\"failure\":null,\"exit\":0}",
            figures, interruptsPerS, interruptsPerS, request, interruptsPerS, completionsPerS, request, intervals);
    }

    /** Returns the report as one of the wall clock, whose seconds show the noise. */
    private static String onTheWall(final String report)
    {
        return report.replace("\"modelled\":\"fast\",", "\"generator\":{\"kept_up\":true},");
    }

    private static Comparison compare(final String before, final String after)
    {
        return Comparison.of(ComparedReport.of("a", before), ComparedReport.of("b", after), TOLERANCE);
    }

    private static ComparisonVerdict verdict(final Comparison comparison, final String name)
    {
        return comparison.rows().stream().filter(row -> row.metric().name().equals(name))
            .map(ComparisonRow::verdict).findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "p50 of {0} to {1}")
    @CsvSource({
        // All requests of a run take its p50 or up to 2 us more.
        "22000, 222000, REGRESSION", "222000, 22000, BETTER", "20000, 21900, SAME" })
    void shouldJudgeShortRunsOfTheVirtualClockWhoseRequestsDoNotOverlap(
        final long before, final long after, final ComparisonVerdict expected)
    {
        final Comparison comparison = compare(
            report(100, 100, before, before + 2_000, 0), report(100, 100, after, after + 2_000, 0));

        assertEquals(expected, verdict(comparison, "request.p50"));
    }

    /** The virtual clock has no read that costs 50 ns. */
    @Test
    void shouldTellTimesOfTheVirtualClockApartBelowTheResolutionOfTheWallClock()
    {
        final String before = report(100, 100, 11, 90, 0);
        final String after = report(100, 100, 56, 90, 0);
        final Comparison modelled = compare(before, after);

        assertEquals(ComparisonVerdict.UNKNOWN, verdict(modelled, "request.p50"));
        assertTrue(modelled.verdict().startsWith("unknown: request.p50, request.p90, request.p99 changed beyond the " +
            "tolerance of 10.0 %"), modelled.verdict());
        assertEquals(ComparisonVerdict.CHANGED, verdict(modelled, "db.request.p50"));
        assertEquals(ComparisonVerdict.BETTER, verdict(compare(report(100, 100, 56, 90, 0), report(100, 100, 11, 30,
            0)),
            "request.p50"));
        assertEquals(ComparisonVerdict.SAME, verdict(compare(onTheWall(before), onTheWall(after)), "request.p50"));
    }

    @ParameterizedTest(name = "{0} to {1} ns, then {2} to {3} ns")
    @CsvSource({"20000, 30000, 30000, 90000", "30000, 90000, 20000, 40000", "30000, 90000, 20000, 30000"})
    void shouldNotKnowWhetherShortRunsDifferThatOverlap(
        final long before, final long mostBefore, final long after, final long mostAfter)
    {
        final Comparison comparison =
            compare(report(100, 100, before, mostBefore, 0), report(100, 100, after, mostAfter, 0));

        assertEquals(ComparisonVerdict.UNKNOWN, verdict(comparison, "request.p50"));
        assertEquals(Outcome.SKIPPED, comparison.outcome());
    }

    /** Each second of a run of one seed is alike; another seed is not. */
    @Test
    void shouldNotTakeSecondsOfTheVirtualClockForItsNoise()
    {
        final Comparison comparison = compare(report(100, 100, 20_000, 90_000, 5), report(100, 100, 30_000, 90_000, 5));

        assertEquals(ComparisonVerdict.UNKNOWN, verdict(comparison, "request.p50"));
        assertTrue(comparison.verdict().endsWith("one run of the virtual clock does not know its noise " +
            "(compare the points.jsonl of two sweeps with 5 seeds or more)"), comparison.verdict());
    }

    @Test
    void shouldNotJudgeShortRunsOfTheWallClockSo()
    {
        final Comparison comparison = compare(
            onTheWall(report(100, 100, 20_000, 22_000, 0)), onTheWall(report(100, 100, 200_000, 220_000, 0)));

        assertEquals(ComparisonVerdict.UNKNOWN, verdict(comparison, "request.p50"));
    }

    @Test
    void shouldJudgeCompletionsAndRequestsOfLongRuns()
    {
        final Comparison comparison = compare(
            onTheWall(report(45_000, 45_000, 22_000, 22_000, 5)),
            onTheWall(report(4_500, 4_500, 222_000, 222_000, 5)));

        assertEquals(Outcome.CHECK_FAILED, comparison.outcome());
        assertEquals(List.of("request.p50", "request.p90", "request.p99", "request.p99.9", "completions_per_s"),
            comparison.regressions());
        assertEquals(ComparisonVerdict.WORSE, verdict(comparison, "request.max"));
        assertEquals(ComparisonVerdict.CHANGED, verdict(comparison, "interrupts_per_s"));
    }

    @Test
    void shouldNotTakeFewerInterruptsForTheSameWorkForALoss()
    {
        final Comparison comparison = compare(onTheWall(report(578_000, 578_000, 90_000, 99_000, 5)),
            onTheWall(report(28_900, 578_000, 90_000, 99_000, 5)));

        assertEquals(Outcome.OK, comparison.outcome());
        assertEquals(List.of(), comparison.regressions());
        assertEquals(ComparisonVerdict.WORSE, verdict(comparison, "rate"));
        assertFalse(comparison.rows().get(0).metric().is(Figure.Use.JUDGED));
    }

    @Test
    void shouldJudgeTheRateWhereStreamsOfferEventsToo()
    {
        final Comparison comparison = compare(
            onTheWall(report(578_000, 578_000, 90_000, 99_000, 5)).replace("\"offered\":578000", "\"offered\":578001"),
            onTheWall(report(28_900, 578_000, 90_000, 99_000, 5)));

        assertEquals(List.of("rate"), comparison.regressions());
    }

    @Test
    void shouldNameTheFiguresOfRequests()
    {
        final List<Figure> named = Figures.ALL.stream().filter(metric -> metric.name().startsWith("request.") ||
            metric.name().startsWith("completions") || metric.name().startsWith("interrupts") ||
            metric.name().startsWith("deferred")).toList();

        assertEquals(List.of("request.p50", "request.p90", "request.p99", "request.p99.9", "request.p99.99",
            "request.max", "request.mean", "request.count", "completions_per_s", "interrupts_per_s", "deferred.mean"),
            named.stream().map(Figure::name).toList());
        assertEquals(List.of("request.p50", "request.p90", "request.p99", "request.p99.9", "completions_per_s"),
            named.stream().filter(metric -> metric.is(Figure.Use.JUDGED)).map(Figure::name).toList());
        assertTrue(named.subList(0, 7).stream().allMatch(
            metric -> metric.unit() == Unit.NANOSECONDS && metric.better() == Better.LOWER));
        assertEquals(Better.HIGHER, named.get(8).better());
        assertEquals("completions_per_s", named.get(8).label(), "the name says the unit");
        assertEquals("rate, per second", Figures.ALL.get(0).label());
        assertEquals(Unit.NANOSECONDS, named.get(10).unit());
        assertTrue(Figures.OF_GROUPS.stream().map(Figure::name).toList().containsAll(
            named.stream().map(Figure::name).toList()));
        assertTrue(Figures.OF_PHASES.stream().map(Figure::name).toList().containsAll(
            named.subList(0, 8).stream().map(Figure::name).toList()));
    }

    @Test
    void shouldRefuseTheCompletionsOfAPhase()
    {
        final Figures names = new Figures(List.of("db", "web"), List.of("calm"));

        assertEquals("db.completions_per_s", names.named("db.completions_per_s", "--sort").name());
        assertEquals("db.calm.request.p99", names.named("db.calm.request.p99", "--sort").name());
        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> names.named("db.calm.completions_per_s", "--sort"));

        assertTrue(refused.getMessage().contains("groups completions_per_s"), refused.getMessage());
    }

    @Test
    void shouldHaveTheFiguresOfEachGroup()
    {
        final List<Figure> figures = new Figures(List.of("db", "web"), List.of()).all();
        final ComparedReport report = ComparedReport.of("a", report(10, 20, 30, 40, 0));

        assertEquals("30", FigureValue.all(figures, report.json()).get("db.request.p99").toString());
        assertEquals("20", FigureValue.all(figures, report.json()).get("db.completions_per_s").toString());
        assertEquals("7.5", FigureValue.all(figures, report.json()).get("deferred.mean").toString());
        assertFalse(FigureValue.all(figures, report.json()).containsKey("web.request.p99"));
    }
}
