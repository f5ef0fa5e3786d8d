package org.gale.engine.device.proof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QueueProofTest
{
    private static final long SECOND = 1_000_000_000;

    private final QueueAccount account = new QueueAccount(1, new DeviceHistory());
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
        proof.signalled(0, 0);
        touchEach(stepMs * 1_000_000, ageMs * 1_000_000);
        touches.touch(ageMs * 1_000_000);

        proof.consumed(1, ageMs * 1_000_000);

        assertEquals(lost, account.lost());
        assertEquals(late, account.late());
        assertEquals(1, account.consumed());
    }

    @Test
    void shouldMeasureARequestFromItsSubmissionAndAResponseFromTheTimeThatWasDecided()
    {
        proof.posted(1_000, true);
        proof.signalled(2_000, 5_000);

        proof.consumed(1, 9_000);

        assertEquals(8_000, (double)account.latency().getMaxValue(), 50);
        assertEquals(7_000, (double)account.response().getMaxValue(), 50);
    }

    @ParameterizedTest
    @CsvSource({ "0, 1", "30, 0" })
    void shouldNotTakeATimeInWhichTheDeviceStoodStillForThePollOfLinux(final long standstillS, final long lost)
    {
        touches.run(0);
        proof.posted(0, true);
        proof.signalled(0, 0);
        for (long s = 1; s <= 30; s++)
        {
            touches.run(s <= standstillS ? 0 : s * SECOND);
        }
        touches.run(30 * SECOND);

        proof.consumed(1, 30 * SECOND);

        assertEquals(lost, account.lost());
        assertEquals(1 - lost, account.late());
    }

    @Test
    void shouldCountEachInterruptWithTheOldestCompletionThatItIsFor()
    {
        proof.posted(0, true);
        proof.consumed(1, 1);
        interrupt(2);                                               // covered
        proof.posted(0, false);
        proof.posted(0, true);
        proof.posted(0, true);
        interrupt(3);
        proof.consumed(2, 10);                                      // taken
        proof.consumed(1, 11);
        proof.posted(0, true);
        interrupt(12);
        proof.drop(13);                                             // dropped
        proof.posted(0, true);
        interrupt(14);
        proof.end(15);                                              // waits
        proof.consumed(1, 16);

        assertEquals(4, account.interrupts());
        assertEquals(1, account.covered());
        assertEquals(1, account.taken());
        assertEquals(1, account.interruptsDropped());
        assertEquals(1, account.waiting());
        assertEquals(0, account.interruptsLost());
        assertEquals(1, account.response().getTotalCount());
        assertEquals(8, account.response().getMaxValue());
    }

    @ParameterizedTest
    @ValueSource(strings = { "consumed", "dropped", "waiting" })
    void shouldCountTheInterruptThatIsLost(final String end)
    {
        proof.posted(0, true);
        interrupt(0);
        touchEach(SECOND / 2, 3 * SECOND);
        switch (end)
        {
            case "consumed" -> proof.consumed(1, 3 * SECOND);
            case "dropped" -> proof.drop(3 * SECOND);
            default -> proof.end(3 * SECOND);
        }

        assertEquals(1, account.interruptsLost());
        assertEquals(0, account.taken() + account.interruptsDropped() + account.waiting() + account.covered());
    }

    private void interrupt(final long nowNs)
    {
        account.addInterrupt(proof.signalled(nowNs - 1, nowNs), nowNs - 1, nowNs);
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
        proof.signalled(0, 0);
        proof.consumed(1, 5 * SECOND);

        assertEquals(0, account.posted() + account.consumed() + account.lost() + account.late());
    }

    @Test
    void shouldSettleUntilTheTimeIsOver()
    {
        proof.posted(0, true);
        proof.signalled(SECOND, SECOND);

        assertTrue(proof.isSettling(3 * SECOND));
        assertFalse(proof.isSettling(3 * SECOND + 1));
    }

    @Test
    void shouldJudgeWhatAResetDrops()
    {
        proof.posted(0, true);
        proof.signalled(0, 0);
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
            proof.signalled(i, i);
            proof.consumed(2, i + 1);
        }

        assertEquals(20, account.consumed());
        assertEquals(0, account.pending());
        assertEquals(1, account.latency().getMaxValue());
    }
}
