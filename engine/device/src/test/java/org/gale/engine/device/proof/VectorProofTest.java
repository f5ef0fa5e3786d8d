package org.gale.engine.device.proof;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VectorProofTest
{
    private final VectorProof proof = new VectorProof(3, true, 100, new DeviceHistory());
    private final VectorProof open = new VectorProof(3, false, 100, new DeviceHistory());

    private long send(final long ns)
    {
        return proof.send(ns, ns, true, false);
    }

    @Test
    void shouldKeepItsSumsWhenEachMessageIsLookedAt()
    {
        for (int i = 1; i <= 3; i++)
        {
            assertEquals(i, send(10L * i));
            proof.handle(i);
            assertEquals(1, proof.look(i, 10L * i + 5));
        }

        assertTrue(proof.isKept());
        assertEquals(3, proof.looked());
        assertEquals(5, proof.response().getMaxValue());
    }

    @Test
    void shouldMeasureTheOldestMessageThatALookCovers()
    {
        final VectorProof open = new VectorProof(0, false, 100, new DeviceHistory());
        open.send(10, 20, false, false);
        open.send(30, 50, true, false);
        open.handle(1);

        assertEquals(2, open.look(2, 100));

        assertEquals(90, open.response().getMaxValue());
        assertEquals(80, open.service().getMaxValue());
        assertEquals(1, open.response().getTotalCount());
        assertEquals(1, open.merged());
    }

    @Test
    void shouldFindALookBeforeItsHandling()
    {
        send(0);
        proof.look(1, 1);

        assertEquals(1, proof.invented());
        assertFalse(proof.isKept());
    }

    @Test
    void shouldFindMoreHandledThanSentAndACountThatFalls()
    {
        send(0);
        proof.handle(2);
        proof.handle(1);

        assertEquals(2, proof.invented());
    }

    @Test
    void shouldFindAMessageThatWasHandledTwice()
    {
        send(0);
        proof.handle(1);
        proof.look(1, 1);
        proof.look(1, 2);

        assertEquals(1, proof.invented());
    }

    @Test
    void shouldLoseAMessageAfterTheSettleTimeAndTakeItIfItComesBehindItsRepair()
    {
        send(0);
        assertFalse(proof.settle(100, 100));
        assertTrue(proof.settle(1, 101));
        send(101);
        proof.handle(1);
        assertEquals(1, proof.look(2, 110));
        proof.handle(2);
        assertEquals(0, proof.look(2, 120));

        assertEquals(1, proof.lost());
        assertEquals(0, proof.invented());
        assertTrue(proof.isKept());
        assertEquals(0, proof.named().get(0).indexOf("lost: vector 3, message 1, "));
    }

    @Test
    void shouldDropWhatIsInFlightAtAResetAndCountAnew()
    {
        send(0);
        proof.handle(1);
        proof.look(1, 1);
        send(2);
        proof.reset();
        send(3);
        proof.handle(1);
        proof.look(3, 4);

        assertEquals(1, proof.dropped());
        assertEquals(2, proof.handled());
        assertTrue(proof.isKept());
    }

    @Test
    void shouldMeasureTheOldestMessageOfThoseThatALookCovers()
    {
        for (int i = 1; i <= 4; i++)
        {
            open.send(10L * i, 10L * i + 3, false, false);
        }

        assertEquals(3, open.look(3, 50));
        assertEquals(0, open.look(3, 51));
        assertEquals(1, open.look(4, 60));
        assertEquals(2, open.response().getTotalCount());
        assertEquals(40, open.response().getMaxValue());
        assertEquals(37, open.service().getMaxValue());
        assertEquals(2, open.merged());
        assertEquals(0, open.single());
        assertTrue(open.isKept());
    }

    @Test
    void shouldJudgeTheLastMessageBeforeASilenceAlone()
    {
        open.send(0, 0, false, false);
        assertFalse(open.settle(1_000, 1_000));
        open.send(1_000, 1_000, true, false);
        assertFalse(open.settle(100, 1_100));
        assertTrue(open.settle(1, 1_101));

        assertEquals(2, open.lost());
        assertEquals(1, open.repairs());
        open.send(1_101, 1_101, true, false);
        assertEquals(1, open.look(3, 1_200));
        assertEquals(1, open.single());
        assertTrue(open.isKept());
    }

    @Test
    void shouldWaitForTheLastMessageOfARun()
    {
        open.hush();
        assertFalse(open.isSilent());
        open.send(0, 0, false, false);
        open.hush();
        assertTrue(open.settle(101, 101));
    }

    @Test
    void shouldAccountForEachMessageThatWasLeftOutBeforeASilence()
    {
        open.send(0, 0, true, true);
        assertTrue(open.settle(101, 101));
        open.send(101, 101, true, false);
        open.look(2, 110);
        open.send(120, 120, false, true);                           // in a burst
        open.send(121, 121, true, true);
        open.look(4, 130);
        open.send(140, 140, true, true);
        open.drop();

        assertEquals(new VectorProof.LeftOut(1, 1, 1), open.leftOut());
        assertEquals(1, open.single());
        assertTrue(open.isKept());
    }

    @Test
    void shouldFindALookBeyondWhatWasSent()
    {
        open.send(0, 0, false, false);
        assertEquals(0, open.look(2, 1));

        assertEquals(1, open.invented());
        assertFalse(open.isKept());
    }

    @Test
    void shouldTakeALookThatComesBehindAReset()
    {
        send(0);
        proof.drop();
        send(1);
        proof.handle(1);
        assertEquals(0, proof.look(1, 2));
        assertEquals(0, proof.invented());
        assertEquals(0, proof.look(1, 3));
        assertEquals(1, proof.invented());
    }
}
