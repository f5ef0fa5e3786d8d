package org.gale.tables.ist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class L1IsteTest
{
    @Test
    void shouldHoldAnAddressOf56BitsAlignedTo4KiB()
    {
        assertEquals(0x00ff_ffff_ffff_f000L, L1Iste.l2Address(-1L));
        assertEquals(0x00ff_ffff_ffff_f000L, L1Iste.withL2Address(0, -1L));
        assertEquals(L1Iste.VALID.mask() | 0x4000_1000L, L1Iste.withL2Address(L1Iste.VALID.mask(), 0x4000_1fffL));
    }

    @Test
    void shouldChangeValidAlone()
    {
        assertEquals(0x4000_1001L, L1Iste.withValid(0x4000_1000L, true));
        assertEquals(0x4000_1000L, L1Iste.withValid(0x4000_1001L, false));
        assertTrue(L1Iste.isValid(1));
        assertFalse(L1Iste.isValid(~1L));
    }
}
