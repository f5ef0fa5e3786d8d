package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.profile.MsixSettings;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class StormControlsTest
{
    private static final StormVerdict GOOD = verdict(Outcome.OK, null);

    @Test
    void shouldChangeNoVerdictOfAStormWithoutMistakes()
    {
        assertSame(GOOD, StormControls.NONE.judge(GOOD));
    }

    @Test
    void shouldSayThatTheProofMissedAControlWhenNoPromiseIsBroken()
    {
        final StormVerdict judged = controls(control("monitor=pba-zero", 3), control("legacy=on", 0)).judge(GOOD);

        assertEquals(Outcome.INTERNAL, judged.outcome());
        assertEquals("internal: the proof missed a control: monitor=pba-zero acted 3 times, and no promise is broken",
            judged.failure());
        assertEquals(StormEnd.FAILED, judged.end());
    }

    @Test
    void shouldLeaveTheVerdictWhenAPromiseIsBrokenOrTheRunFailed()
    {
        for (final Outcome outcome : List.of(Outcome.INVARIANT_BROKEN, Outcome.RESOURCES))
        {
            final StormVerdict failed = verdict(outcome, "it failed");

            assertSame(failed, controls(control("legacy=on", 1)).judge(failed));
            assertSame(failed, controls(control("legacy=on", 0)).judge(failed));
        }
    }

    @Test
    void shouldShowNothingWhenAControlNeverActed()
    {
        assertEquals(Outcome.SKIPPED, controls(control("legacy=on", 0)).judge(GOOD).outcome());
        final StormVerdict stopped = verdict(Outcome.CHECK_FAILED, null);
        assertSame(stopped, controls(control("legacy=on", 0)).judge(stopped), "a condition comes first");
    }

    @Test
    void shouldAddUpByName()
    {
        final StormControls sum = StormControls.sum(List.of(controls(control("a", 1), control("b", 0)),
            controls(control("a", 2)), StormControls.NONE));

        assertEquals(List.of(control("a", 3), control("b", 0)), sum.each());
        assertEquals(3, sum.acted());
        assertEquals(List.of(control("b", 0)), sum.silent());
    }

    private static StormControls controls(final StormControl... each)
    {
        return new StormControls(List.of(each));
    }

    private static StormControl control(final String name, final long acted)
    {
        return new StormControl(name, acted, "nothing came", MsixSettings.MASKS, "1/10");
    }

    private static StormVerdict verdict(final Outcome outcome, final String failure)
    {
        return new StormVerdict(outcome, failure, null, null, false, StormEnd.COUNT);
    }
}
