package org.gale.engine.storm.scenario;

import org.gale.engine.support.TracedEvents;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which events of a model are timers and IPIs. */
class ModelShapeTest
{
    @Test
    void shouldHaveNeitherTimersNorIpisWhereNothingIsKnownOfVpes()
    {
        final ModelShape messages = new ModelShape("io", SettingValues.NONE);

        assertFalse(messages.isPrivate());
        assertEquals(0, messages.timers(4));
        assertEquals(0, messages.ipis());
    }

    @Test
    void shouldHaveATimerOfEachVpeWhereEventsArePrivate()
    {
        final ModelShape timer = new ModelShape("timer", SettingValues.NONE, null, Signal.PRIVATE_WIRE);

        assertTrue(timer.isPrivate());
        assertEquals(4, timer.timers(4));
        assertEquals(0, timer.firstTimer());
    }

    @Test
    void shouldFollowWhatATraceKnows()
    {
        final ModelShape trace = new TracedEvents(3, 16, 5, 19).model();

        assertEquals(2, trace.timers(2));
        assertEquals(3, trace.timers(4));
        assertEquals(16, trace.firstTimer());
        assertEquals(5, trace.ipis());
        assertEquals(19, trace.firstIpi());
    }
}
