package org.gale.engine.device.proof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QueueProofTest
{
    private static final long SECOND = 1_000_000_000;

    private final QueueAccount account = new QueueAccount(1);
    private final GuestTouches touches = new GuestTouches();
    private final QueueProof proof = new QueueProof(account, touches, 4, 2 * SECOND);

    private void touchEach(final long stepNs, final long untilNs)
    {
        for (long ns = 0; ns <= untilNs; ns += stepNs)
        {
            touches.touch(ns);
        }
    }

    /** Guests that touch the device in steps and consume one completion at last. */
    @ParameterizedTest(name = "consumed after {0} ms, touched each {1} ms: {2} lost, {3} late")
    @CsvSource({
        "1999, 500, 0, 0",
        "2000, 500, 0, 0",
        "2001, 500, 1, 0",
        "2001, 3000, 0, 1",
        "20000, 900, 1, 0",
        "20000, 1100, 0, 1",
        "28999, 40000, 0, 1",
        "29000, 40000, 1, 0",
        "32000, 40000, 1, 0",
        "32001, 40000, 0, 1" })
    void shouldTellLostFromLate(final long ageMs, final long stepMs, final int lost, final int late)
    {
        proof.posted(0, true);
        proof.signalled(0);
        touchEach(stepMs * 1_000_000, ageMs * 1_000_000);
        touches.touch(ageMs * 1_000_000);

        proof.consumed(1, ageMs * 1_000_000);

        assertEquals(lost, account.lost());
        assertEquals(late, account.late());
        assertEquals(1, account.consumed());
    }

    @Test
    void shouldNotJudgeWhatHasNoInterruptYet()
    {
        proof.posted(0, true);
        touchEach(SECOND / 2, 5 * SECOND);

        proof.consumed(1, 5 * SECOND);

        assertEquals(0, account.lost() + account.late());
    }

    @Test
    void shouldCountNothingThatIsNotJudged()
    {
        proof.posted(0, false);
        proof.signalled(0);
        proof.consumed(1, 5 * SECOND);

        assertEquals(0, account.posted() + account.consumed() + account.lost() + account.late());
    }

    @Test
    void shouldSettleUntilTheTimeIsOver()
    {
        proof.posted(0, true);
        proof.signalled(SECOND);

        assertTrue(proof.isSettling(3 * SECOND));
        assertFalse(proof.isSettling(3 * SECOND + 1));
    }

    @Test
    void shouldJudgeWhatAResetDrops()
    {
        proof.posted(0, true);
        proof.signalled(0);
        touchEach(SECOND / 2, 3 * SECOND);

        proof.drop(3 * SECOND);

        assertEquals(1, account.lost());
        assertEquals(1, account.dropped());
        assertEquals(0, account.pending());
    }

    @Test
    void shouldKeepTheOrderOverTheEndOfTheRing()
    {
        for (int i = 0; i < 10; i++)
        {
            proof.posted(i, true);
            proof.posted(i, true);
            proof.signalled(i);
            proof.consumed(2, i + 1);
        }

        assertEquals(20, account.consumed());
        assertEquals(0, account.pending());
        assertEquals(1, account.latency().getMaxValue());
    }
}
