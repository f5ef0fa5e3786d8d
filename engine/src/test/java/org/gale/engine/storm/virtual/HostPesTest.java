package org.gale.engine.storm.virtual;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the PEs of a host. */
class HostPesTest
{
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    private final HostPes pes = new HostPes(3, 4);

    @Test
    void shouldChooseTheLowestPeThatIsIdle()
    {
        pes.take(0, B);

        assertEquals(1, pes.choose(A));
    }

    @Test
    void shouldChooseThePeThatAVcpuHadLast()
    {
        pes.take(2, A);
        pes.leave(2);

        assertEquals(2, pes.choose(A));
    }

    @Test
    void shouldChooseThePeThatPollsForAVcpu()
    {
        pes.take(1, A);
        pes.leave(1);
        pes.poll(1, A);

        assertTrue(pes.isPolled(A));
        assertEquals(1, pes.choose(A));
    }

    @Test
    void shouldChooseAnIdlePeInFrontOfOneThatPollsForAnother()
    {
        pes.take(0, A);
        pes.leave(0);
        pes.take(0, B);
        pes.leave(0);
        pes.poll(0, B);

        assertEquals(1, pes.choose(A));
        assertEquals(1, pes.choose(C));
    }

    @Test
    void shouldChooseAPeThatPollsForAnotherWhenNoneIsIdle()
    {
        pes.take(0, A);
        pes.take(1, B);
        pes.take(2, C);
        pes.leave(1);
        pes.poll(1, B);

        assertEquals(1, pes.choose(3));
        pes.take(1, 3);
        assertFalse(pes.isPolled(B));
        assertEquals(HostPes.NONE, pes.choose(B));
    }

    @Test
    void shouldChooseTheLowestOfThePesThatPollForOthers()
    {
        pes.take(0, A);
        pes.take(1, B);
        pes.take(2, C);
        pes.leave(1);
        pes.poll(1, B);
        pes.leave(2);
        pes.poll(2, C);

        assertEquals(1, pes.choose(3));
    }

    @Test
    void shouldWantASliceThatIsOverOnlyWhileOthersWait()
    {
        pes.take(0, A);
        pes.beginSlice(0);
        pes.queueLast(B);
        assertFalse(pes.isWanted(0));

        pes.endSlice(0);

        assertTrue(pes.isWanted(0));
        assertEquals(B, pes.takeFirst());
        assertFalse(pes.isWanted(0));
    }

    @Test
    void shouldBeginEachSliceAnew()
    {
        pes.take(0, A);
        pes.queueLast(B);
        pes.endSlice(0);

        pes.beginSlice(0);

        assertFalse(pes.isWanted(0));
    }

    @Test
    void shouldKnowThePeThatAVcpuHadLast()
    {
        assertEquals(HostPes.NONE, pes.pe(B));

        pes.take(2, B);
        pes.leave(2);

        assertEquals(2, pes.pe(B));
        assertEquals(HostPes.NONE, pes.vcpu(2));
    }

    @Test
    void shouldTakeTheVcpuThatWaitsInFrontOfAllOthers()
    {
        pes.queueLast(A);
        pes.queueFirst(B);
        pes.queueLast(C);

        assertEquals(B, pes.takeFirst());
        assertEquals(A, pes.takeFirst());
        assertEquals(C, pes.takeFirst());
        assertTrue(pes.isEmpty());
    }
}
