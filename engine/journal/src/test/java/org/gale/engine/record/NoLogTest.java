package org.gale.engine.record;

import org.gale.engine.journal.AppendResult;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoLogTest
{
    private final NoLog log = new NoLog();

    @Test
    void shouldAcknowledgeEachFrameAtOnce()
    {
        assertEquals(1, log.nextSequence());
        assertEquals(AppendResult.APPENDED, log.appendCommands(5, 40));
        assertEquals(AppendResult.APPENDED, log.appendCommands(2, 16));

        assertEquals(2, log.appendedFrames());
        assertEquals(2, log.acknowledgedFrames());
        assertEquals(8, log.nextSequence());
    }

    @Test
    void shouldHoldOneFrameThatIsUsedAgain()
    {
        assertEquals(1, log.heldFrames());
        assertSame(log.frame(), log.frame(7));
        assertEquals(0, log.payloadOffset());
        assertEquals(log.frame().capacity(), log.payloadLimit());
    }

    @Test
    void shouldTakeDigestsAndKeepNothing()
    {
        assertTrue(log.appendDigest(32));
        assertTrue(log.appendSnapshot(32));
        assertTrue(log.beginForce(1));
        assertTrue(log.flush(true, 5));
        log.reserveAhead(true);
        log.closeShort();

        assertFalse(log.takesSnapshots());
        assertFalse(log.wantsSnapshot());
        assertEquals(0, log.bytes());
        assertEquals(0, log.forceNs());
        assertNull(log.failure());
    }

    @Test
    void shouldNeverNeedToWaitForSpace()
    {
        assertEquals("there is always space",
            assertThrows(IllegalStateException.class, () -> log.awaitSpace(0)).getMessage());
    }
}
