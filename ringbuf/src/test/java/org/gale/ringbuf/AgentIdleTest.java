package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

class AgentIdleTest
{
    @Test
    void shouldReturnInBoundedTimeWhenIdleForLong()
    {
        final IdleStrategy idle = AgentIdle.newStrategy();
        final int rounds = AgentIdle.SPIN_LIMIT + AgentIdle.YIELD_LIMIT + 100;
        final long begin = System.nanoTime();

        for (int i = 0; i < rounds; i++)
        {
            idle.idle(0);
        }

        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void shouldHaveSeparateStatesWhenTwoAgentsIdle()
    {
        assertNotSame(AgentIdle.newStrategy(), AgentIdle.newStrategy());
    }
}
