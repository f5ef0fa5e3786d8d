package org.gale.engine.report.compare;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Conditions on the parts of a storm, and comparisons of parts. */
class PartChecksTest
{
    private static final Figures NAMES = new Figures(List.of("quiet", "loud"), List.of("calm", "noise"));
    private static final String QUIET = group("quiet", 7, 700);
    private static final String LOUD = group("loud", 9, 900);
    private static final String REPORT = report(QUIET + ',' + LOUD,
        phase("calm", 5, 500, group("quiet", 2, 200) + ',' + group("loud", 3, 300)) + ',' +
        phase("noise", 11, 1_100, group("quiet", 4, 400)));

    @ParameterizedTest
    @CsvSource({"offered, 16", "quiet.offered, 7", "loud.offered, 9", "noise.offered, 11", "quiet.noise.offered, 4",
        "quiet.calm.offered, 2", "loud.rejected, 1", "quiet.remainder, 0"})
    void shouldFindAFigureOfItsPart(final String name, final long value) throws JsonProcessingException
    {
        assertEquals(List.of(), failures(name + " > " + value));
        assertEquals(List.of("fail-if '" + name + " >= " + value + "': " + name + " is " + value),
            failures(name + " >= " + value));
    }

    @ParameterizedTest
    @CsvSource({"quiet.response.p99, 700", "noise.response.p99, '1,100'", "quiet.noise.response.max, 400"})
    void shouldFindALatencyOfItsPart(final String name, final String value) throws JsonProcessingException
    {
        assertEquals(List.of("fail-if '" + name + " > 1ns': " + name + " is " + value + " ns"),
            failures(name + " > 1ns"));
    }

    @Test
    void shouldFailAConditionOnAPartThatWasNotMeasured() throws JsonProcessingException
    {
        assertEquals(List.of("fail-if 'loud.noise.offered < 1': the run did not measure loud.noise.offered"),
            failures("loud.noise.offered < 1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "quite.noise.offered > 1|no metric 'quite.noise.offered': did you mean 'quiet.noise.offered'?",
        "quiet.nosie.response.p99 > 1us|no metric 'quiet.nosie.response.p99': did you mean 'quiet.noise.response.p99'?",
        "loud.respnse.p99 > 1us|no metric 'loud.respnse.p99': did you mean 'loud.response.p99'?",
        "noise.quiet.response.p99 > 1us|no metric 'noise.quiet.response.p99': a group stands before a phase " +
            "(try 'quiet.noise.response.p99')",
        "loud.queued.p50 > 1us|'loud.queued.p50': queued.p50 belongs to the whole storm (groups and phases have " +
            "response.p99, handled.p99, request.p99 and the like, offered, delivered, coalesced, rejected, pending, " +
            "held and remainder, groups completions_per_s, interrupts_per_s, deferred.mean and saturated)",
        "loud.response.p99 > 5|'loud.response.p99 > 5': response.p99 is a time (try 50us or 1ms)",
        "x.y.z > 5|no metric 'x.y.z' (try response.p99, service.max, queued.p50, rate, coalesced or lag.p99)"})
    void shouldRefuseANameThatIsNoFigure(final String condition, final String message)
    {
        final OutcomeException ex = assertThrows(OutcomeException.class, () -> checks(condition));

        assertEquals(Outcome.USAGE, ex.outcome());
        assertEquals("fail-if: " + message, ex.getMessage());
    }

    @Test
    void shouldCompareThePartsThatBothReportsHave()
    {
        final Comparison comparison = compare(REPORT,
            report(group("quiet", 8, 710) + ',' + group("other", 1, 1),
            phase("noise", 11, 2_200, group("quiet", 4, 1))));

        assertEquals(List.of("groups: quiet, loud / quiet, other", "phases: calm, noise / noise"),
            comparison.differences());
        assertEquals("7.0 8.0 CHANGED", text(comparison, "quiet.offered"));
        assertEquals("700.0 710.0 SAME", text(comparison, "quiet.response.p99"));
        assertEquals("1100.0 2200.0 CHANGED", text(comparison, "noise.response.p99"));
        assertEquals("400.0 1.0 CHANGED", text(comparison, "quiet.noise.response.p99"));
        assertTrue(comparison.rows().stream().noneMatch(row -> row.metric().name().contains("loud") ||
            row.metric().name().contains("calm")), "a part that one of them lacks");
        assertEquals(List.of(), comparison.unknown());
    }

    @Test
    void shouldCompareTheGroupThatASingleOneSharesWithTwo()
    {
        final Comparison comparison = compare(report(group("quiet", 7, 700), ""), report(QUIET + ',' + LOUD, ""));

        assertEquals("7.0 7.0 SAME", text(comparison, "quiet.offered"));
        assertEquals("700.0 700.0 SAME", text(comparison, "quiet.response.p99"));
    }

    @Test
    void shouldNotCompareTheSingleGroupsOfTwoReports()
    {
        final Comparison comparison = compare(report(group("quiet", 7, 700), ""), report(group("quiet", 7, 700), ""));

        assertTrue(comparison.rows().stream().noneMatch(row -> row.metric().name().startsWith("quiet.")));
    }

    @Test
    void shouldNameTheGroupsAndPhasesThatWereAskedOtherwise()
    {
        final String config = "\"exit\":0,\"config\":{\"groups\":[{\"name\":\"quiet\",\"vms\":%d}," +
            "{\"name\":\"loud\"}],\"phases\":[{\"name\":\"calm\",\"duration_ns\":%d}]}";

        assertEquals(List.of("config.groups.quiet: {\"name\":\"quiet\",\"vms\":1} / {\"name\":\"quiet\",\"vms\":2}",
            "config.phases.calm: {\"name\":\"calm\",\"duration_ns\":7} / {\"name\":\"calm\",\"duration_ns\":8}"),
            compare(REPORT.replace("\"exit\":0", String.format(config, 1, 7)),
            REPORT.replace("\"exit\":0", String.format(config, 2, 8))).differences());
    }

    @Test
    void shouldCompareReportsThatNameNoParts()
    {
        final String old = report("", "").replace(",\"groups\":[],\"phases\":[]", "");

        assertEquals(List.of(), compare(old, report(group("vm", 7, 700), "")).differences());
        assertEquals(List.of("groups: none / quiet, loud", "phases: none / calm, noise"),
            compare(old, REPORT).differences());
        assertEquals(Outcome.OK, compare(old, REPORT).outcome());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"groups\":[{\"name\":\"quiet\"|\"groups\":[{\"name\":7|/groups/0/name: 7 is not a text",
        "\"offered\":7|\"offered\":-7|/groups/0/accounting/offered: -7 is not a whole number of 0 or more",
        "\"offered\":4|\"offered\":true|/phases/1/groups/0/accounting/offered: true is not a whole number of 0 or more",
        "\"phases\":[{|\"phases\":[7,{|/phases/0: 7 is not an object"})
    void shouldRefuseAPartOfAWrongType(final String what, final String by, final String message)
    {
        assertTrue(REPORT.contains(what));
        assertEquals("b: " + message, assertThrows(OutcomeException.class,
            () -> ComparedReport.of("b", REPORT.replace(what, by))).getMessage());
    }

    @Test
    void shouldTellConditionsOfEarlierPhasesFromTheOthers()
    {
        final List<Condition> conditions = List.of(Condition.parse("offered > 1"),
            Condition.parse("calm.offered > 2"), Condition.parse("quiet.noise.offered > 3"));
        final Checks checks = new Checks(conditions, "fail-if", NAMES);

        assertEquals(List.of(), checks.before(0));
        assertEquals(conditions.subList(1, 2), checks.before(1));
        assertEquals(conditions.subList(1, 3), checks.before(2));
        assertEquals(List.of("fail-if 'offered > 1': offered is 5"),
            checks.without(checks.before(2)).failures(name -> 5.0));
    }

    @Test
    void shouldJudgeFiguresByName()
    {
        assertEquals(List.of("fail-if 'quiet.offered > 6': quiet.offered is 7.5"),
            checks("quiet.offered > 6").failures(name -> name.equals("quiet.offered") ? 7.5 : 0));
        assertEquals(List.of("fail-if 'quiet.offered > 6': the run did not measure quiet.offered"),
            checks("quiet.offered > 6").failures(name -> Double.NaN));
    }

    @Test
    void shouldNameAllFiguresAndGiveThoseThatAReportHas() throws JsonProcessingException
    {
        final List<String> names = NAMES.all().stream().map(Figure::name).toList();

        assertEquals("rate", names.get(0));
        assertTrue(names.containsAll(List.of("offered", "quiet.offered", "quiet.noise.response.p99")));
        assertFalse(names.contains("rejected"));
        final Map<String, BigDecimal> found = FigureValue.all(NAMES.all(), new ObjectMapper().readTree(REPORT));
        assertEquals(new BigDecimal("16"), found.get("offered"));
        assertEquals(new BigDecimal("7"), found.get("quiet.offered"));
        assertEquals(new BigDecimal("400"), found.get("quiet.noise.response.max"));
        assertNull(found.get("loud.noise.offered"));
        assertNull(found.get("rate"));
    }

    @Test
    void shouldHaveNoFiguresOfASingleGroup()
    {
        final Figures figures = new Figures(List.of("only"), List.of("calm"));

        assertEquals(Figures.ALL.size() + Figures.OF_PHASES.size(), figures.ofSeveral().all().size());
        assertSame(NAMES, NAMES.ofSeveral());
    }

    private static List<String> failures(final String condition) throws JsonProcessingException
    {
        final JsonNode json = new ObjectMapper().readTree(REPORT);

        return checks(condition).failures(json);
    }

    private static Checks checks(final String condition)
    {
        return new Checks(List.of(Condition.parse(condition)), "fail-if", NAMES);
    }

    private static Comparison compare(final String before, final String after)
    {
        return Comparison.of(ComparedReport.of("a", before), ComparedReport.of("b", after), 0.1);
    }

    private static String text(final Comparison comparison, final String name)
    {
        final Comparison.ComparisonRow found =
            comparison.rows().stream().filter(row -> row.metric().name().equals(name)).findFirst().orElseThrow();

        return found.before() + " " + found.after() + ' ' + found.verdict();
    }

    private static String report(final String groups, final String phases)
    {
        return "{\"schema\":\"gale.storm/5\",\"accounting\":{\"offered\":16,\"remainder\":0},\"generator\":" +
            "{\"kept_up\":true},\"exit\":0,\"groups\":[" + groups + "],\"phases\":[" + phases + "]}";
    }

    private static String phase(final String name, final long offered, final long p99, final String groups)
    {
        return "{" + part(name, offered, p99) + ",\"groups\":[" + groups + "]}";
    }

    private static String group(final String name, final long offered, final long p99)
    {
        return "{" + part(name, offered, p99) + "}";
    }

    private static String part(final String name, final long offered, final long p99)
    {
        return "\"name\":\"" + name + "\",\"accounting\":{\"offered\":" + offered + ",\"rejected\":1,\"remainder\":0}" +
            ",\"latency_ns\":{\"response\":{\"count\":" + offered + ",\"p99\":" + p99 + ",\"max\":" + p99 + "}}";
    }
}
