package org.gale.engine.storm.result.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SweepPlanTest
{
    @Test
    void shouldVaryTheLastParameterFasterAndTheSeedFastest()
    {
        final SweepPlan plan = plan("vary: {a.b: [1, 2], c.d: [x, y, z]}\nseeds: [5, 9]");

        assertEquals(6, plan.points());
        assertEquals(12, plan.runs());
        assertEquals(List.of("a.b=1 c.d=x seed=5", "a.b=1 c.d=x seed=9", "a.b=1 c.d=y seed=5", "a.b=1 c.d=y seed=9",
            "a.b=1 c.d=z seed=5", "a.b=1 c.d=z seed=9", "a.b=2 c.d=x seed=5", "a.b=2 c.d=x seed=9"),
            IntStream.range(0, 8).mapToObj(k -> plan.run(k).text()).toList());
        assertEquals(new SweepRun(11, 5, Map.of("a.b", "2", "c.d", "z"), 9L), plan.run(11));
    }

    @Test
    void shouldCountJoinedListsAsOneParameter()
    {
        final SweepPlan plan = plan("zip: [{a.b: [1, 2], c.d: [x, y]}]\nvary: {e.f: [7, 8]}");

        assertEquals(List.of("a.b=1 c.d=x e.f=7", "a.b=1 c.d=x e.f=8", "a.b=2 c.d=y e.f=7", "a.b=2 c.d=y e.f=8"),
            IntStream.range(0, plan.runs()).mapToObj(k -> plan.run(k).text()).toList());
    }

    @Test
    void shouldLeaveExceptionsOut()
    {
        final SweepPlan plan =
            plan("vary: {a.b: [1, 2], c.d: [x, y]}\nexcept: [{a.b: 1, c.d: x}, {c.d: x, a.b: 2}]\nseeds: 2");

        assertEquals(List.of("a.b=1 c.d=y seed=1", "a.b=1 c.d=y seed=2", "a.b=2 c.d=y seed=1", "a.b=2 c.d=y seed=2"),
            IntStream.range(0, plan.runs()).mapToObj(k -> plan.run(k).text()).toList());
        assertEquals(Map.of("a.b", "2", "c.d", "y"), plan.point(1));
    }

    @Test
    void shouldHaveOneRunForASearchAlone()
    {
        final SweepPlan plan = plan("search: {a.b: 1-9, until: 'rate > 1'}");

        assertEquals(1, plan.runs());
        assertEquals("", plan.run(0).text());
        assertEquals(2, plan("search: {a.b: 1-9, until: 'rate > 1'}\nseeds: 2").runs());
    }

    @Test
    void shouldHaveAtMostAHundredThousandRuns()
    {
        final String most = "vary: {a.b: {from: 1, to: 1000, steps: 1000}}\nseeds: ";

        assertEquals(100_000, plan(most + 100).runs());
        assertEquals("standard input:1:1: 101,000 runs are more than the 100,000 that one sweep has (give fewer " +
            "values or seeds)", refusal(most + 101));
        assertEquals(100_000 - 1_000, plan("vary: {c.d: [1, 2], a.b: {from: 1, to: 1000, steps: 1000}}\nseeds: 99\n" +
            "except: [{c.d: 1}]").runs());
    }

    @Test
    void shouldRefuseMoreCombinationsThanCanBeNumbered()
    {
        final String range = "{from: 1, to: 100000, steps: 100000}";

        assertEquals("standard input:1:1: very many runs are more than the 100,000 that one sweep has (give fewer " +
            "values or seeds)", refusal("vary: {a: " + range + ", b: " + range + ", c: " + range + ", d: " + range +
            "}\nexcept: [{a: 1}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{a.b: 1}, {a.b: 2}] | 4:9: except: excludes every run (leave one of them out)",
        "[{a.b: 1, c.d: 8}, {a.b: 1}] | ''"})
    void shouldRefuseExceptionsThatExcludeEverything(final String except, final String message)
    {
        final String text = "vary: {a.b: [1, 2], c.d: [7, 8]}\nexcept: " + except;

        if (message.isEmpty())
        {
            assertEquals(2, plan(text).runs());
        }
        else
        {
            assertEquals("standard input:" + message, refusal(text));
        }
    }

    @Test
    void shouldRefuseAnExceptionThatExcludesNothing()
    {
        assertEquals("standard input:4:10: except: excludes nothing: no run has these values together (leave it out)",
            refusal("zip: [{a.b: [1, 2], c.d: [7, 8]}]\nexcept: [{a.b: 1, c.d: 8}]"));
    }

    private static SweepPlan plan(final String rest)
    {
        return SweepPlan.of(SweepTexts.read(rest));
    }

    private static String refusal(final String rest)
    {
        return assertThrows(JobException.class, () -> plan(rest)).lines().get(0);
    }
}
