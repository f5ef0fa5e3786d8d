package org.gale.engine.agent;

import org.gale.ringbuf.LaneConsumer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of work that an engine does when it has none from its lanes: space for later frames. */
class IdleCycleTest extends EngineAgentFixture
{
    @Test
    void shouldReserveSpaceInCyclesWithoutWorkOnly()
    {
        raise(1);
        while (agent.doWork() > 0)
        {
            assertEquals(0, log.reserves());
        }
        final int afterWork = log.reserves();
        workUntilCompleted();
        final int before = log.reserves();

        assertEquals(0, agent.doWork());

        assertTrue(afterWork <= 1);
        assertEquals(before + 1, log.reserves());
    }

    @Test
    void shouldLeaveSpaceToTheHelperWhenManyWordsWereDrained()
    {
        raise(DrainLimit.of(machine.config()) / 2);
        workUntilCompleted();
        final int loaded = log.reserves();
        agent.doWork();
        final int afterMany = log.reserves();

        final int besideMany = log.nearReserves();

        raise(DrainLimit.of(machine.config()) / 2 - 1 - LaneConsumer.PROGRESS_WORDS);
        workUntilCompleted();
        agent.doWork();

        assertEquals(0, loaded);
        assertEquals(0, afterMany);
        assertEquals(0, besideMany);
        assertTrue(log.reserves() > 0);
        assertTrue(log.nearReserves() > 0);
    }
}
