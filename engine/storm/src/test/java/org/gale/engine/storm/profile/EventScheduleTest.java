package org.gale.engine.storm.profile;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.storm.scenario.ActionRate;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the schedule of actions by events. A frame of n events may take n + 2 words: a TIME stands in front. */
class EventScheduleTest
{
    private static final int TIME = 2;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1 << 17]);

    @Test
    void shouldEndAFrameBeforeTheEventThatIsDueAndThenTakeThatOneAlone()
    {
        final EventSchedule schedule = schedule("1/100", "0", 0);

        assertEquals(99 + TIME, schedule.drainLimit(true, false));
        drain(schedule, 60);
        assertEquals(39 + TIME, schedule.drainLimit(true, false));
        drain(schedule, 39);
        assertFalse(schedule.isDue());
        assertEquals(1 + TIME, schedule.drainLimit(true, false));
        drain(schedule, 1);

        assertTrue(schedule.isToggleDue());
        assertFalse(schedule.isMoveDue());
        assertEquals(1, schedule.toggle());
        schedule.take();
        assertFalse(schedule.isDue());
        assertEquals(99 + TIME, schedule.drainLimit(true, false));
    }

    @Test
    void shouldTakeNoEventThatIsDueBeforeAllFramesAreApplied()
    {
        final EventSchedule schedule = schedule("0", "1/10", 0);

        assertEquals(9 + TIME, schedule.drainLimit(false, false));
        drain(schedule, 9);
        assertEquals(0, schedule.drainLimit(false, false));
        assertEquals(1 + TIME, schedule.drainLimit(true, false));
    }

    @Test
    void shouldTakeNoEventWhileSomethingIsDue()
    {
        final EventSchedule schedule = schedule("0", "1/10", 0);
        drain(schedule, 10);

        assertEquals(0, schedule.drainLimit(true, false));
    }

    /** The events between two toggles suffice for 1,000 steps, and steps lie at most eight events apart. */
    @Test
    void shouldPlaceStepsByTheDistanceOfToggles()
    {
        assertEquals(7 + TIME, schedule("1/10k", "0", 0).drainLimit(true, true));
        assertEquals(7 + TIME, schedule("1/8k", "0", 0).drainLimit(true, true));
        assertEquals(3 + TIME, schedule("2/8k", "0", 0).drainLimit(true, true));
        assertEquals(1 + TIME, schedule("1/1k", "0", 0).drainLimit(true, true));
        assertEquals(1 + TIME, schedule("1/10", "0", 0).drainLimit(true, true));
        assertEquals(9_999 + TIME, schedule("1/10k", "0", 0).drainLimit(true, false));
    }

    @Test
    void shouldSayThatAStepIsDueBehindEachEighthEvent()
    {
        final EventSchedule schedule = schedule("1/10k", "0", 0);
        schedule.drainLimit(true, true);

        drain(schedule, 7);
        assertFalse(schedule.isStepDue());
        drain(schedule, 1);
        assertTrue(schedule.isStepDue());
        schedule.take();
        drain(schedule, 7);
        assertFalse(schedule.isStepDue());
        drain(schedule, 1);
        assertTrue(schedule.isStepDue());
    }

    /** Steps are due behind events 8, 16 and 24. */
    @Test
    void shouldEndAFrameBeforeTheNextStep()
    {
        final EventSchedule schedule = schedule("1/10k", "0", 0);
        drain(schedule, 12);

        assertEquals(3 + TIME, schedule.drainLimit(true, true));
        drain(schedule, 3);
        assertEquals(1 + TIME, schedule.drainLimit(true, true));
        drain(schedule, 1);
        schedule.take();

        assertEquals(7 + TIME, schedule.drainLimit(true, true));
    }

    @Test
    void shouldNeedNoStepWhileNothingIsOpen()
    {
        final EventSchedule schedule = schedule("1/10k", "0", 0);
        schedule.drainLimit(false, false);

        drain(schedule, 100);

        assertFalse(schedule.isDue());
    }

    /** Counts on from the events of the earlier run, whose actions are not due again. */
    @Test
    void shouldContinueBehindTheEventsOfAnEarlierRun()
    {
        final EventSchedule schedule = schedule("1/100", "1/30", 250);

        assertEquals(19 + TIME, schedule.drainLimit(true, false));              // the ninth move, behind event 270
        drain(schedule, 20);
        assertTrue(schedule.isMoveDue());
        assertEquals(9, schedule.move());
        schedule.take();
        drain(schedule, 30);
        assertEquals(3, schedule.toggle());
        assertEquals(1, schedule.togglesDue());
        assertEquals(2, schedule.movesDue());
    }

    @Test
    void shouldCountEventsAlone()
    {
        final EventSchedule schedule = schedule("1/3", "0", 0);
        int at = Commands.time(frame, 0, 5, 5);
        at = V4Verb.STEP.encode(frame, at);
        frame.putLong(at, Commands.msi(1, 2, 0));
        at = Commands.msiLong(frame, at + Long.BYTES, 0, 1, 2);
        schedule.drained(frame, 0, at);

        assertFalse(schedule.isToggleDue());
        drain(schedule, 1);
        assertTrue(schedule.isToggleDue());
    }

    @Test
    void shouldLimitNothingByTheClock()
    {
        final EventSchedule schedule = schedule("1000", "1000", 0);

        assertFalse(schedule.isAny());
        assertFalse(schedule.hasSteps());
        assertEquals(TurnSource.NO_LIMIT, schedule.drainLimit(true, true));
        assertEquals(TurnSource.NO_LIMIT, schedule.drainLimit(false, true));
        drain(schedule, 10_000);
        assertFalse(schedule.isDue());
    }

    @Test
    void shouldBeDryWhenAFrameTookNothing()
    {
        final EventSchedule schedule = schedule("1/3", "0", 0);

        drain(schedule, 1);
        assertFalse(schedule.isDry());
        drain(schedule, 0);
        assertTrue(schedule.isDry());
    }

    private static EventSchedule schedule(final String toggles, final String moves, final long before)
    {
        return new EventSchedule(ActionRate.parse(toggles), ActionRate.parse(moves), before);
    }

    private void drain(final EventSchedule schedule, final int events)
    {
        for (int i = 0; i < events; i++)
        {
            frame.putLong(i * Long.BYTES, Commands.msi(0, 0, 0));
        }
        schedule.drained(frame, 0, events * Long.BYTES);
    }
}
