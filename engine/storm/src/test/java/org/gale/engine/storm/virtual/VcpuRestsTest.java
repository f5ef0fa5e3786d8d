package org.gale.engine.storm.virtual;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the count of the vCPUs that have been at rest since something came. */
class VcpuRestsTest
{
    private final VcpuRests rests = new VcpuRests(2);

    @Test
    void shouldAskEachVcpuThatDoesNotRestToComeToIt()
    {
        rests.to(0, false);
        rests.to(1, false);
        rests.stir();

        rests.to(0, true);
        assertFalse(rests.haveAllRested());
        rests.to(0, false);
        assertFalse(rests.haveAllRested());
        rests.to(1, true);

        assertTrue(rests.haveAllRested(), "each has, though not at one time");
    }

    @Test
    void shouldAskAllAnewWhenSomethingComes()
    {
        rests.to(0, false);
        rests.stir();
        rests.to(0, true);
        rests.to(0, false);
        assertTrue(rests.haveAllRested());

        rests.stir();

        assertFalse(rests.haveAllRested());
        rests.to(0, true);
        assertTrue(rests.haveAllRested());
    }

    @Test
    void shouldAskNoneThatRestedWhenSomethingCame()
    {
        rests.to(0, false);
        rests.stir();

        rests.to(1, false);
        rests.to(1, true);
        assertFalse(rests.haveAllRested(), "the other one is asked");
        rests.to(1, false);
        rests.to(0, true);

        assertTrue(rests.haveAllRested());
    }

    @Test
    void shouldNotCountAVcpuTwice()
    {
        rests.to(0, false);
        rests.to(1, false);
        rests.stir();

        rests.to(0, false);
        rests.to(0, true);
        rests.to(0, true);

        assertFalse(rests.haveAllRested());
    }
}
