package org.gale.engine.report.sweep;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepTexts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class PlanLawsTest
{
    @ParameterizedTest
    @ValueSource(strings = {
        "vary: {a.b: [1, 2], c.d: [x, y, z]}\nseeds: [5, 9]",
        "zip: [{a.b: [1, 2], c.d: [x, y]}, {g.h: [p, q, r], i.j: ['1', '2', '3']}]\nvary: {e.f: [7, 8]}\nseeds: 2-4",
        "vary: {e.f: [7, 8], k.l: [{exponential: 2us}, [a, b], \"a 'b' \\\\ c\"]}\nzip: [{a.b: [1, 2], c.d: [x, y]}]",
        "vary: {a.b: [1, 2], c.d: [x, y]}\nexcept: [{a.b: 1, c.d: x}, {c.d: x, a.b: 2}]\nseeds: 2",
        "vary: {a.b: {from: 10, to: 1000, steps: 3}, c.d: {from: 1k, to: 1M, steps: 7, scale: log}}",
        "vary: {a.b: {from: 10us, to: 1ms, steps: 5}, c.d: {from: 0.5, to: 40.0, steps: 9, scale: log}}\nseeds: 1",
        "vary: {a.b: {from: 1, to: 4, steps: 4}, c.d: [x, y]}\nexcept: [{a.b: 3}, {a.b: 2, c.d: y}]",
        "vary: {a.b: {from: 0, to: 1.5, steps: 8}, c.d: {from: 1, to: 99999, steps: 20, scale: log}}",
        "search: {a.b: 10us-1ms, until: 'rate > 1'}\nseeds: 2",
        "search: {a.b: 0.123456-2GiB, until: 'rate > 1'}\nvary: {c.d: [x, y]}"})
    void shouldFindNothingInAPlanOfItsFile(final String text)
    {
        final Sweep sweep = SweepTexts.read(text);

        assertEquals(List.of(), PlanLaws.faults(PlanLaws.file(sweep), SweepPlan.of(sweep)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vary: {a.b: [1, 2], c.d: [x, y]} | vary: {a.b: [1, 3], c.d: [x, y]} | run 2 of point 2 is a.b=2 c.d=x, " +
            "and by its file run 2 of point 2 is a.b=3 c.d=x",
        "vary: {a.b: [1, 2], c.d: [x, y]} | vary: {c.d: [x, y], a.b: [1, 2]} | run 0 of point 0 is a.b=1 c.d=x, " +
            "and by its file run 0 of point 0 is c.d=x a.b=1",
        "{vary: {a.b: [1, 2]}, seeds: 1-2} | {vary: {a.b: [1, 2]}, seeds: 2-3} | run 0 of point 0 is a.b=1 seed=1, " +
            "and by its file run 0 of point 0 is a.b=1 seed=2",
        "{vary: {a.b: [1, 2]}, seeds: 2} | {vary: {a.b: [1, 2]}, seeds: 3} | run 2 of point 1 is a.b=2 seed=1, " +
            "and by its file run 2 of point 0 is a.b=1 seed=3",
        "vary: {a.b: [1, 2, 3]} | {vary: {a.b: [1, 2, 3]}, except: [{a.b: 3}]} | it has 3 points and 3 runs, " +
            "and by its file 2 and 2",
        "vary: {a.b: {from: 1, to: 9, steps: 3}} | vary: {a.b: {from: 1, to: 9, steps: 3, scale: log}} | run 1 of " +
            "point 1 is a.b=5, and by its file run 1 of point 1 is a.b=3.0",
        "search: {a.b: 1-9, until: 'rate > 1'} | search: {a.b: 1-8, until: 'rate > 1'} | an end of the search for " +
            "a.b is 9, and by its file 8"})
    void shouldFindWhatTheFileDoesNotSay(final String planned, final String file, final String fault)
    {
        final List<String> faults =
            PlanLaws.faults(PlanLaws.file(read(file)), SweepPlan.of(read(planned)));

        assertEquals(fault, faults.isEmpty() ? "" : faults.get(0));
    }

    @Test
    void shouldEndWithABrokenPromise()
    {
        final SweepPlan plan = SweepPlan.of(read("vary: {a.b: [1, 2]}"));

        assertDoesNotThrow(() -> PlanLaws.check(plan));
        final OutcomeException thrown = assertThrows(
            OutcomeException.class, () -> PlanLaws.check(PlanLaws.file(read("vary: {a.b: [2, 1]}")), plan));
        assertEquals(Outcome.INVARIANT_BROKEN, thrown.outcome());
        assertEquals("P14 broken: the plan of the sweep contradicts itself: run 0 of point 0 is a.b=1, and by its " +
            "file run 0 of point 0 is a.b=2; run 1 of point 1 is a.b=2, and by its file run 1 of point 1 is a.b=1",
            thrown.getMessage());
    }

    private static Sweep read(final String text)
    {
        final boolean isFlow = text.startsWith("{");

        return SweepTexts.read(isFlow ?
            text.substring(1, text.length() - 1).replaceFirst(", (seeds|except): ", "\n$1: ") : text);
    }
}
