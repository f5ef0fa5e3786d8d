package org.gale.tables.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class LongFieldTest
{
    private static final LongField VALID = new LongField("VALID", 0, 1);
    private static final LongField ADDR = new LongField("ADDR", 3, 53);
    private static final LongField TOP = new LongField("TOP", 60, 4);
    private static final LongField HALF = new LongField("HALF", 32, 32);
    private static final LongField ALL = new LongField("ALL", 0, 64);

    @Test
    void shouldGetWithoutSign()
    {
        assertEquals(0xf, TOP.get(-1L));
        assertEquals(0, TOP.get(-1L >>> 4));
        assertEquals(0xffff_ffffL, HALF.get(-1L));
    }

    @Test
    void shouldGetAnIntOfUpTo32Bits()
    {
        assertEquals(0xf, TOP.getInt(-1L));
        assertEquals(-1, HALF.getInt(-1L));
        assertThrows(AssertionError.class, () -> ADDR.getInt(0));
    }

    @Test
    void shouldSetOnlyItself()
    {
        assertEquals(0x5000_0000_0000_000fL, TOP.set(0xa000_0000_0000_000fL, 5));
    }

    @Test
    void shouldRefuseAValueThatDoesNotFit()
    {
        assertThrows(AssertionError.class, () -> TOP.set(0, 16));
        assertThrows(AssertionError.class, () -> HALF.set(0, -1));
    }

    @Test
    void shouldHoldAWholeWord()
    {
        assertEquals(-1L, ALL.mask());
        assertEquals(Long.MIN_VALUE, ALL.get(Long.MIN_VALUE));
        assertEquals(-1L, ALL.set(0, -1L));
    }

    @Test
    void shouldBeSetWhenAnyBitIs()
    {
        assertTrue(TOP.isSet(Long.MIN_VALUE));
        assertFalse(TOP.isSet(-1L >>> 4));
    }

    @Test
    void shouldSetAndClearAllBits()
    {
        assertEquals(0xf000_0000_0000_0001L, TOP.with(1, true));
        assertEquals(1, TOP.with(0xf000_0000_0000_0001L, false));
    }

    @Test
    void shouldKeepAnAddressInPlace()
    {
        assertEquals(0x00ff_ffff_ffff_fff8L, ADDR.address(-1L));
        assertEquals(0x4000_1238L, ADDR.address(0x4000_123fL));
    }

    @Test
    void shouldDropTheBitsOfAnAddressThatItDoesNotHave()
    {
        assertEquals(0x4000_1239L, ADDR.withAddress(1, 0xff00_0000_4000_123eL));
        assertEquals(VALID.mask(), ADDR.withAddress(0x00ff_ffff_ffff_fff9L, 0));
    }

    @Test
    void shouldLeaveReservedFieldsOutOfTheMask()
    {
        assertEquals(0xf000_0000_0000_0001L, LongField.maskOf(List.of(VALID, LongField.res0(1, 59), TOP)));
        assertTrue(LongField.res0(1, 59).isReserved());
        assertFalse(VALID.isReserved());
    }

    @Test
    void shouldBeALayoutWhenEachBitHasOneField()
    {
        final LongField low = new LongField("LOW", 0, 8);

        assertTrue(LongField.isLayout(List.of(low, LongField.res0(8, 56))));
        assertFalse(LongField.isLayout(List.of(low, LongField.res0(9, 55))), "bit 8 has none");
        assertFalse(LongField.isLayout(List.of(low, LongField.res0(8, 55))), "the last bit has none");
        assertFalse(LongField.isLayout(List.of(low, LongField.res0(7, 57))), "bit 7 has two");
        assertFalse(LongField.isLayout(List.of()));
    }
}
