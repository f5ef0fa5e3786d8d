package org.gale.engine.storm.setting;

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
        final ModelShape trace = new ModelShape("trace", SettingValues.NONE, new Recorded(), Signal.MESSAGE);

        assertEquals(2, trace.timers(2));
        assertEquals(3, trace.timers(4));
        assertEquals(16, trace.firstTimer());
        assertEquals(5, trace.ipis());
        assertEquals(19, trace.firstIpi());
    }

    /** Three timers from event 16 on, five IPIs behind them. */
    private static final class Recorded implements VpeOfEvent
    {
        @Override
        public int vpe(final int event)
        {
            return event;
        }

        @Override
        public int timers()
        {
            return 3;
        }

        @Override
        public int firstTimer()
        {
            return 16;
        }

        @Override
        public int ipis()
        {
            return 5;
        }

        @Override
        public int firstIpi()
        {
            return 19;
        }
    }
}
