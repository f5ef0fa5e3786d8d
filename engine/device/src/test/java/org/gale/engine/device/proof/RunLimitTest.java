package org.gale.engine.device.proof;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RunLimitTest
{
    private static final long BEGIN_NS = 5_000;

    @Test
    void shouldCountADurationFromTheFirstRequest()
    {
        final RunLimit limit = new RunLimit(RunLimit.NONE, 100);

        assertFalse(limit.isOver(BEGIN_NS), "nothing has begun");
        assertTrue(limit.take(BEGIN_NS));
        assertFalse(limit.isOver(BEGIN_NS + 99));
        assertTrue(limit.isOver(BEGIN_NS + 100));
        assertFalse(limit.take(BEGIN_NS + 100));
    }

    @Test
    void shouldEndBehindItsCount()
    {
        final RunLimit limit = new RunLimit(2, RunLimit.NONE);

        assertTrue(limit.take(BEGIN_NS));
        assertTrue(limit.take(BEGIN_NS));
        assertFalse(limit.take(BEGIN_NS));
    }
}
