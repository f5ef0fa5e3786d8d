package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

class AgentIdleTest
{
    @Test
    void shouldReturnInBoundedTimeWhenIdleForLong()
    {
        final IdleStrategy idle = AgentIdle.newStrategy();
        final int rounds = AgentIdle.SPIN_LIMIT + AgentIdle.YIELD_LIMIT + 100;

        int returned = 0;
        while (returned < rounds)
        {
            idle.idle(0);
            returned++;
        }

        assertEquals(rounds, returned);                                         // within the time limit of a test
    }

    @Test
    void shouldHaveSeparateStatesWhenTwoAgentsIdle()
    {
        assertNotSame(AgentIdle.newStrategy(), AgentIdle.newStrategy());
    }
}
