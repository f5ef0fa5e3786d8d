package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.result.ActionTimeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the watch over the transition of a vCPU with two vLPIs, seen once per duty cycle of 10 ns. */
class TransitionWatchTest
{
    private static final long CYCLE_NS = 10;

    private final V4Rig rig = new V4Rig("cpus=1 lpi_bits=14");
    private final TransitionWatch watch = new TransitionWatch(rig.machine().queries());
    private long nowNs;

    @BeforeEach
    void bringUp()
    {
        rig.line("create_vm 1");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 0 8201", "config 0 8200 64 1", "config 0 8201 64 1",
            "load 0 0 0");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldMeasureATransitionWithoutTraffic()
    {
        final int steps = transition(-1, -1);

        assertEquals(1, watch.count());
        assertEquals(steps, watch.mostSteps());
        assertEquals(steps * CYCLE_NS, watch.longestNs());
        assertEquals(steps * CYCLE_NS, watch.meanNs());
        assertEquals(0, watch.waited());
        assertEquals(0, watch.longestWaitNs());
    }

    @Test
    void shouldMeasureTheWaitFromTheMessageToTheRelease()
    {
        final int steps = transition(4, 6);

        assertEquals(2, watch.waited());
        assertEquals((steps - 1 - 4) * CYCLE_NS, watch.longestWaitNs());
    }

    @Test
    void shouldMeasureTheWaitFromTheHoldWhenTheInterruptWasPendingBefore()
    {
        rig.lines("msi 1 0");

        final int steps = transition(-1, -1);

        assertEquals(1, watch.waited());
        assertEquals((steps - 1 - 3) * CYCLE_NS, watch.longestWaitNs());
    }

    @Test
    void shouldSayThatATransitionEndedUntilItIsObserved()
    {
        rig.line("begin disable 0 0");
        watch.begun(0);
        watch.observe(0);
        assertFalse(watch.isEnded());

        rig.steps();

        assertTrue(watch.isEnded());
        watch.observe(CYCLE_NS);
        assertFalse(watch.isEnded());
    }

    @Test
    void shouldMeasureATransitionThatWasOpenFromWhereItIsFirstSeen()
    {
        rig.line("begin disable 0 0");
        watch.observe(1_000);
        rig.steps();
        watch.observe(1_070);

        assertEquals(1, watch.count());
        assertEquals(70, watch.longestNs());
    }

    @Test
    void shouldNoteHowLongAVcpuWasHeld()
    {
        final CycleWatch notes = new CycleWatch(HostMeter.NONE);
        watch.notes(notes);
        rig.line("begin disable 0 0");
        watch.observe(0);
        rig.line("step");
        rig.line("step");
        watch.observe(1_000);
        rig.steps();
        watch.observe(1_000 + CycleWatch.SLOW_NS);

        assertEquals(List.of(new Note(NoteKind.TRANSITION, 1_000, 1_000 + CycleWatch.SLOW_NS, 0)),
            notes.since(0, 0));
    }

    /** Two transitions of one length. The second one begins that length behind the end of the first. */
    @Test
    void shouldMeasureTheMeanAndTheRateOfTransitions()
    {
        nowNs = 1_000;
        final int steps = transition(-1, -1);
        final long lengthNs = steps * CYCLE_NS;
        rig.lines("enable 0 0");
        nowNs = 1_000 + 2 * lengthNs;
        transition(-1, -1);

        assertEquals(2, watch.count());
        assertEquals(lengthNs, watch.meanNs());
        assertEquals(lengthNs, watch.longestNs());
        assertEquals(Math.round(2e9 / (3 * lengthNs)), watch.perS());
    }

    @Test
    void shouldMeasureTheMeanOfUnlikeTransitions()
    {
        moment(1_000, 1_010);
        moment(2_000, 2_030);

        assertEquals(20, watch.meanNs());
        assertEquals(30, watch.longestNs());
        assertEquals(Math.round(2e9 / 1_030), watch.perS());
    }

    @Test
    void shouldHaveNoRateWithoutATimeBetweenBeginAndEnd()
    {
        assertEquals(0, watch.perS());
        assertEquals(0, watch.meanNs());

        moment(1_000, 1_000);

        assertEquals(1, watch.count());
        assertEquals(0, watch.perS());
    }

    @Test
    void shouldPutTransitionsHoldsAndMovesIntoATimeLine()
    {
        watch.moved(500);
        rig.line("begin disable 0 0");
        watch.begun(1_000);
        watch.observe(1_010);
        rig.line("step");
        rig.line("step");
        watch.observe(1_020);                                                   // it is held from here on
        rig.steps();
        watch.observe(1_070);

        assertEquals(new ActionTimeline(500, ActionGrid.FIRST_SLICE_NS, List.of(
            new ActionTimeline.Slice(1, 70, 50, 1))), watch.timeline());
    }

    @Test
    void shouldPutATransitionThatIsOpenAtTheEndIntoTheTimeLine()
    {
        rig.line("begin disable 0 0");
        watch.begun(1_000);
        rig.line("step");
        rig.line("step");
        watch.observe(1_020);
        watch.observe(1_050);

        assertEquals(new ActionTimeline(1_000, ActionGrid.FIRST_SLICE_NS, List.of(
            new ActionTimeline.Slice(0, 50, 30, 0))), watch.timeline());
        assertEquals(0, watch.count());
    }

    /** Has a transition begin and end at two times. */
    private void moment(final long beginNs, final long endNs)
    {
        rig.line("begin " + (rig.machine().queries().isDirect(0, 0) ? "disable" : "enable") + " 0 0");
        watch.begun(beginNs);
        watch.observe(beginNs);
        rig.steps();
        watch.observe(endNs);
    }

    /** Disables the vCPU, with a message behind two of the steps; returns the steps, the one that ends it included. */
    private int transition(final int first, final int second)
    {
        watch.begun(nowNs);
        rig.line("begin disable 0 0");
        int steps = 1;
        String reply = "";
        while (!reply.equals("OK 0"))
        {
            nowNs += CYCLE_NS;
            if (steps == first || steps == second)
            {
                rig.lines("msi 1 " + (steps == first ? 0 : 1));
            }
            watch.observe(nowNs);
            watch.stepped();
            reply = rig.line("step");
            steps++;
        }
        nowNs += CYCLE_NS;
        watch.observe(nowNs);

        return steps;
    }
}
