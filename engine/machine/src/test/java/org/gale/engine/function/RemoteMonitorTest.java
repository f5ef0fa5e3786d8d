package org.gale.engine.function;

import org.gale.engine.command.Commands;
import org.gale.engine.command.MonitorAnswer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.FunctionAccounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the slot that a monitor beside the machine fills, by the answers that its commands take. */
@Tag("M-MSIXLIVE")
class RemoteMonitorTest
{
    private static final int FUNCTION = UsedFrontEnd.FUNCTION;
    private static final int VECTOR = 1;
    private static final long TABLE = 0x1000_0000L + 16 * VECTOR;
    private static final long PENDING_BITS = 0x1000_8000L;
    private static final long ITS = 0x1000;
    private static final int DATA = 7;
    private static final int CONTROL = 12;
    private static final int MASKED = MonitorAnswer.MASKED;
    private static final int PENDING = MonitorAnswer.PENDING;

    private final UsedFrontEnd used = new UsedFrontEnd(Monitor.REMOTE).withFunction();
    private final FrontEnd front = used.front();

    @BeforeEach
    void enableAndWriteTheTable()
    {
        used.msix(MsixVerb.CONTROL, FUNCTION, 1, 0);
        front.store(TABLE, Long.BYTES, ITS);
        front.store(TABLE + Long.BYTES, Integer.BYTES, DATA);
    }

    @Test
    void shouldSendTheMessageThatTheAnswerSends()
    {
        unmask();
        answers(0, message(VECTOR, ITS, DATA));
        trigger();

        assertEquals(1, accounts().sent());
        assertSound();
    }

    @Tag("P1")
    @Test
    void shouldLoseATriggerThatIsNeitherSentNorHeld()
    {
        unmask();
        answers(0);
        trigger();

        assertEquals("vector 1 of function 5, triggered, is neither sent nor held", accounts().broken());
        assertEquals(1, accounts().lost());
    }

    @Test
    void shouldHoldWhatTheAnswerHoldsAndSendItAtTheUnmask()
    {
        answers(MASKED | PENDING);
        trigger();
        assertTrue(accounts().isHeld(FUNCTION, VECTOR));
        answers(MASKED | PENDING);
        trigger();
        assertEquals(1, accounts().coalescedAtMask());
        answers(0, message(VECTOR, ITS, DATA));
        front.store(TABLE + CONTROL, Integer.BYTES, 0);

        assertFalse(accounts().isHeld(FUNCTION, VECTOR));
        assertEquals(1, accounts().sent());
        assertSound();
    }

    @Tag("P1")
    @Test
    void shouldLoseWhatTheAnswerToAnUnmaskDoesNotSend()
    {
        answers(MASKED | PENDING);
        trigger();
        answers(0);
        front.store(TABLE + CONTROL, Integer.BYTES, 0);

        assertEquals(1, accounts().lost());
    }

    @Tag("P1")
    @Test
    void shouldMisdirectAMessageThatTheTableHasNoMore()
    {
        unmask();
        answers(0, message(VECTOR, ITS, DATA + 1));
        trigger();

        assertEquals("vector 1 of function 5 was sent with a message that it does not have any more",
            accounts().broken());
    }

    @Test
    void shouldReadThePendingBitsOfTheAnswer()
    {
        answers(MASKED | PENDING);
        trigger();
        stage(MonitorAnswer.head(0, 0, 1), 0);

        assertEquals(0, front.load(PENDING_BITS, Long.BYTES));
        front.loaded(PENDING_BITS, Long.BYTES, 0);
        assertEquals("vector 1 of function 5 has a pending bit that differs from what is held", accounts().broken());
    }

    @Test
    void shouldContradictAnOpenVectorThatIsHeldAndKeepItsEvent()
    {
        unmask();
        answers(PENDING);
        trigger();

        assertContradiction("vector 1 of function 5 is open, and the answer holds its event");
        assertTrue(accounts().isHeld(FUNCTION, VECTOR));
    }

    @Test
    void shouldContradictAMessageOfAVectorThatIsMasked()
    {
        answers(MASKED | PENDING, message(VECTOR, ITS, DATA));
        trigger();

        assertContradiction(
            "vector 1 of function 5 was sent though it may not leave, or nothing had triggered it");
        assertEquals(0, accounts().sent());
    }

    @Test
    void shouldContradictAMaskBitThatTheGuestDidNotWrite()
    {
        answers(PENDING);
        trigger();

        assertContradiction("vector 1 of function 5 is masked, and the answer says it is not");
    }

    @Test
    void shouldContradictAnEventThatNothingTriggered()
    {
        answers(MASKED | PENDING);
        front.store(TABLE + CONTROL, Integer.BYTES, 1);

        assertContradiction("vector 1 of function 5 is held though nothing had triggered it");
        assertFalse(accounts().isHeld(FUNCTION, VECTOR));
    }

    @Test
    void shouldSaveAnAnswerThatNoCommandHasTaken()
    {
        final long[] before = used.save();
        stage(MonitorAnswer.head(MASKED, 0, 0));
        final long[] staged = used.save();
        trigger();

        assertEquals(before.length + 1, staged.length);
        assertEquals(MonitorAnswer.head(MASKED, 0, 0), staged[staged.length - 3]);
        assertArrayEquals(new long[]{0, 0}, new long[]{before[before.length - 1], staged[staged.length - 1]});
    }

    @Test
    void shouldRefuseAnswersWhereGaleIsTheMonitor()
    {
        assertTrue(new UsedFrontEnd(Monitor.RIGHT).withFunction().msix(MsixVerb.ANSWER, 0, 0)
            .contains("the monitor answers by itself"));
        assertTrue(used.msix(MsixVerb.ANSWER, MonitorAnswer.WORD_LIMIT, 0).contains("the answer is too long"));
    }

    private void unmask()
    {
        front.store(TABLE + CONTROL, Integer.BYTES, 0);
    }

    private void trigger()
    {
        front.execute(Commands.trigger(FUNCTION, VECTOR, 0));
    }

    private static long[] message(final int vector, final long address, final int data)
    {
        return new long[]{MonitorAnswer.name(FUNCTION, vector), address, data};
    }

    /** Stages an answer with a state and at most one message. */
    private void answers(final int state, final long... message)
    {
        final long[] words = new long[1 + message.length];
        words[0] = MonitorAnswer.head(state, message.length / 3, 0);
        System.arraycopy(message, 0, words, 1, message.length);
        stage(words);
    }

    private void stage(final long... words)
    {
        final long[] operands = new long[1 + words.length];
        System.arraycopy(words, 0, operands, 1, words.length);
        used.msix(MsixVerb.ANSWER, operands);
    }

    private FunctionAccounts accounts()
    {
        return front.accounts();
    }

    private void assertSound()
    {
        assertNull(accounts().broken());
        assertNull(accounts().contradiction());
        assertEquals(0, accounts().lost() + accounts().invented());
    }

    private void assertContradiction(final String sentence)
    {
        assertEquals(sentence, accounts().contradiction().sentence());
        assertNull(accounts().broken());
    }
}
