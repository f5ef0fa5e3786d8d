package org.gale.engine.accounting;

import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PendingMismatchTest
{
    private static final int VM = OwnerId.vm(OwnerId.physical(0, 1), 3);
    private static final int LPI = Intid.of(Intid.TYPE_LPI, 7);

    private final PendingMismatch mismatch = new PendingMismatch();

    @Test
    void shouldFindNothingWhenNothingDiffers()
    {
        mismatch.applied(5);

        assertFalse(mismatch.isFound());
        assertEquals(OwnerId.NONE, mismatch.owner());
        assertEquals(-1, mismatch.command());
    }

    @Tag("P1")
    @Test
    void shouldNameTheFirstInterruptAndItsCommand()
    {
        mismatch.applied(4);
        assertTrue(mismatch.latch(VM, LPI, true));
        assertEquals(-1, mismatch.command());
        mismatch.applied(5);

        assertFalse(mismatch.latch(OwnerId.physical(0, 1), Intid.of(Intid.TYPE_SPI, 8), false));
        mismatch.applied(6);

        assertTrue(mismatch.isFound());
        assertTrue(mismatch.isLost());
        assertEquals(VM, mismatch.owner());
        assertEquals(LPI, mismatch.intid());
        assertEquals(5, mismatch.command());
    }

    @Tag("P2")
    @Test
    void shouldTellAnInventedInterruptFromALostOne()
    {
        assertTrue(mismatch.latch(OwnerId.physical(0, 0), LPI, false));

        assertTrue(mismatch.isFound());
        assertFalse(mismatch.isLost());
        assertEquals(OwnerId.physical(0, 0), mismatch.owner());
    }
}
