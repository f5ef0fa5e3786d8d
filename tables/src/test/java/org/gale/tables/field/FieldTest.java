package org.gale.tables.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class FieldTest
{
    private static final Field LOW = new Field("LOW", 0, 4);
    private static final Field TOP = new Field("TOP", 28, 4);
    private static final Field ALL = new Field("ALL", 0, 32);

    @Test
    void shouldGetWithoutSign()
    {
        assertEquals(0xf, TOP.get(0xf000_0000));
        assertEquals(0, TOP.get(0x0fff_ffff));
    }

    @Test
    void shouldSetOnlyItself()
    {
        assertEquals(0x5000_000f, TOP.set(0xa000_000f, 5));
        assertEquals(0xffff_fff0, LOW.set(-1, 0));
    }

    @Test
    void shouldRefuseAValueThatDoesNotFit()
    {
        assertThrows(AssertionError.class, () -> LOW.set(0, 16));
        assertThrows(AssertionError.class, () -> LOW.set(0, -1));
    }

    @Test
    void shouldHoldAWholeWord()
    {
        assertEquals(-1, ALL.mask());
        assertEquals(0x8000_0001, ALL.get(0x8000_0001));
        assertEquals(-1, ALL.set(0, -1));
    }

    @Test
    void shouldBeSetWhenAnyBitIs()
    {
        assertTrue(TOP.isSet(0x8000_0000));
        assertFalse(TOP.isSet(0x0fff_ffff));
    }

    @Test
    void shouldSetAndClearAllBits()
    {
        assertEquals(0xf000_0001, TOP.with(1, true));
        assertEquals(1, TOP.with(0xf000_0001, false));
    }

    @Test
    void shouldLeaveReservedFieldsOutOfTheMask()
    {
        assertEquals(0xf000_000f, Field.maskOf(List.of(LOW, Field.res0(4, 24), TOP)));
        assertTrue(Field.res0(4, 24).isReserved());
        assertFalse(LOW.isReserved());
    }

    @Test
    void shouldBeALayoutWhenEachBitHasOneField()
    {
        final Field low = new Field("LOW", 0, 8);

        assertTrue(Field.isLayout(List.of(low, Field.res0(8, 24))));
        assertFalse(Field.isLayout(List.of(low, Field.res0(9, 23))), "bit 8 has none");
        assertFalse(Field.isLayout(List.of(low, Field.res0(8, 23))), "the last bit has none");
        assertFalse(Field.isLayout(List.of(low, Field.res0(7, 25))), "bit 7 has two");
        assertFalse(Field.isLayout(List.of()));
    }
}
