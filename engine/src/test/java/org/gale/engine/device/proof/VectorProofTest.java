package org.gale.engine.device.proof;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VectorProofTest
{
    private final VectorProof proof = new VectorProof(3, 100);

    @Test
    void shouldKeepItsSumsWhenEachMessageIsLookedAt()
    {
        for (int i = 1; i <= 3; i++)
        {
            assertEquals(i, proof.send(10L * i));
            proof.handle(i);
            assertTrue(proof.look(i, 10L * i + 5));
        }

        assertTrue(proof.isKept());
        assertEquals(3, proof.looked());
        assertEquals(5, proof.latency().getMaxValue());
    }

    @Test
    void shouldFindALookBeforeItsHandling()
    {
        proof.send(0);
        proof.look(1, 1);

        assertEquals(1, proof.invented());
        assertFalse(proof.isKept());
    }

    @Test
    void shouldFindMoreHandledThanSentAndACountThatFalls()
    {
        proof.send(0);
        proof.handle(2);
        proof.handle(1);

        assertEquals(2, proof.invented());
    }

    @Test
    void shouldFindAMessageThatWasHandledTwice()
    {
        proof.send(0);
        proof.handle(1);
        proof.look(1, 1);
        proof.look(1, 2);

        assertEquals(1, proof.invented());
    }

    @Test
    void shouldLoseAMessageAfterTheSettleTimeAndTakeItIfItComesBehindItsRepair()
    {
        proof.send(0);
        assertFalse(proof.settle(100, 100));
        assertTrue(proof.settle(1, 101));
        proof.send(101);
        proof.handle(1);
        assertTrue(proof.look(2, 110));
        proof.handle(2);
        assertFalse(proof.look(2, 120));

        assertEquals(1, proof.lost());
        assertEquals(0, proof.invented());
        assertTrue(proof.isKept());
        assertEquals(0, proof.named().get(0).indexOf("lost: vector 3, message 1, "));
    }

    @Test
    void shouldDropWhatIsInFlightAtAResetAndCountAnew()
    {
        proof.send(0);
        proof.handle(1);
        proof.look(1, 1);
        proof.send(2);
        proof.reset();
        proof.send(3);
        proof.handle(1);
        proof.look(3, 4);

        assertEquals(1, proof.dropped());
        assertEquals(2, proof.handled());
        assertTrue(proof.isKept());
    }
}
