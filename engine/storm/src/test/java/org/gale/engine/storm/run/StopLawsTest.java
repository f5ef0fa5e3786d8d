package org.gale.engine.storm.run;

import java.io.IOException;
import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.virtual.LawRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A run that goes on has no figure that meets a condition, and one that a condition ends has. */
@Tag("P14")
class StopLawsTest
{
    private static final String JOB = "job: x\nseed: 3\nthreads: 1\nSTOPmachine: {kind: gicv5, pes: 2}\n" +
        "phases: [{name: one, duration: 20ms}, {name: two, duration: 20ms}]\n" +
        "vms: [{name: z, count: 1, vpes: 1, devices: [{name: d, count: 1, events: 16, traffic: {kind: closed}}]}, " +
        "{name: a, count: 1, vpes: 1, devices: [{name: d, count: 1, events: 16, " +
        "traffic: {kind: open, rate: 20k}}]}]\n";

    private static StormResult goesOn;
    private static StormResult stopped;

    @BeforeAll
    static void run() throws IOException
    {
        goesOn = LawRun.of(JOB.replace("STOP", "")).result();
        stopped = LawRun.of(JOB.replace("STOP", "stop-if: a.response > 1ns\n")).result();
    }

    private static List<String> faults(final StormResult result, final String conditions)
    {
        return StopLaws.faults(Conditions.parse(conditions, StopConditions.FORM), result);
    }

    private static StormResult with(final StormVerdict.Stop stop)
    {
        return new StormResult(stopped.totals(), stopped.rates(), stopped.generator(), stopped.latencies(),
            stopped.host(), null, stopped.journal(), new StormVerdict(stopped.verdict().outcome(), null, null, stop,
            false, stopped.verdict().end()), stopped.history());
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "service", "late", "a.response", "one.response", "a.two.response"})
    void shouldFindAFigureThatWasToEndTheRun(final String metric)
    {
        assertEquals(List.of(), faults(goesOn, metric + " > 100s"));
        final List<String> faults = faults(goesOn, metric + " >= 0.001us");

        assertEquals(1, faults.size());
        assertTrue(faults.get(0).startsWith("a run was to end by " + metric + " >= 1ns, its longest one is ") &&
            faults.get(0).endsWith(" ns, and the run goes on"), faults.get(0));
    }

    @Test
    void shouldKnowWhatEndedARun()
    {
        assertNull(stopped.verdict().failure());
        assertEquals("a.response > 1ns", stopped.verdict().stop().condition().text());
        assertEquals(List.of(), faults(stopped, "a.response > 1ns"));
    }

    @Test
    void shouldFindAnEndThatNothingHasMet()
    {
        final Condition late = Conditions.parse("response > 100s", StopConditions.FORM).all().get(0);
        final List<String> faults = StopLaws.faults(Conditions.parse("response > 100s", StopConditions.FORM),
            with(new StormVerdict.Stop(late, stopped.verdict().stop().explained())));

        assertEquals(2, faults.size());
        assertTrue(faults.get(0).startsWith("the run ends by " + late.text() + ", and its longest one is "),
            faults.get(0));
        assertTrue(faults.get(1).contains(" with a response of "), faults.get(1));
    }

    @Test
    void shouldFindAnEndByAnInterruptOfAnotherGroup()
    {
        final Condition other = Conditions.parse("z.response > 1ns", StopConditions.FORM).all().get(0);

        assertEquals(List.of("the run ends by z.response > 1ns with an interrupt of VM 1"),
            StopLaws.faults(Conditions.parse("z.response > 1ns", StopConditions.FORM),
            with(new StormVerdict.Stop(other, stopped.verdict().stop().explained()))));
    }

    @Test
    void shouldFindAStallThatWasToEndTheRunAndOneThatEndsItWithoutReason()
    {
        assertEquals(List.of(), faults(goesOn, "stall > 1000s"));
        assertEquals(1, faults(goesOn, "stall >= 0.0ns").size());
        final Condition stall = Conditions.parse("stall > 1000s", StopConditions.FORM).all().get(0);

        assertEquals(1, StopLaws.faults(Conditions.parse("stall > 1000s", StopConditions.FORM),
            with(new StormVerdict.Stop(stall, null))).size());
    }
}
