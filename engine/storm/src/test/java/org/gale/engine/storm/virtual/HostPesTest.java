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

    private final HostPes pes = new HostPes(0, 3, 4, false);

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
        assertEquals(B, pes.takeFirst(0));
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
        pes.queueWaker(B);
        pes.queueLast(C);

        assertEquals(B, pes.takeFirst(0));
        assertEquals(A, pes.takeFirst(0));
        assertEquals(C, pes.takeFirst(0));
        assertTrue(pes.areEmpty());
    }

    @Test
    void shouldWaitAtTheLastPeThoughAnotherOnePolls()
    {
        final HostPes queued = polling();

        assertEquals(HostPes.NONE, queued.choose(A));
        queued.queueLast(A);
        assertFalse(queued.isEmpty(0));
        assertTrue(queued.isEmpty(1));
        assertTrue(queued.isEmpty(2));
    }

    @Test
    void shouldChooseTheLastPeThatPollsForAnother()
    {
        final HostPes queued = polling();
        queued.take(1, C);
        queued.leave(1);
        queued.poll(1, C);

        assertEquals(1, queued.choose(B));
    }

    @Test
    void shouldChooseThePeWithTheFewestVcpusForOneThatNeverHadAny()
    {
        final HostPes queued = polling();

        assertEquals(1, queued.choose(3));
        queued.take(1, C);
        queued.queueLast(A);
        assertEquals(HostPes.NONE, queued.choose(3));
        assertEquals(1, queued.home(3));
    }

    /** Returns PEs with a queue each: A had the first one, which another vCPU has, and the second polls for B. */
    private static HostPes polling()
    {
        final HostPes queued = new HostPes(0, 3, 5, true);
        queued.take(0, A);
        queued.take(1, B);
        queued.take(2, C);
        queued.leave(0);
        queued.take(0, 4);
        queued.leave(1);
        queued.poll(1, B);

        return queued;
    }
}
