package org.gale.tables.operand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("B-GEN-2")
class IntidTest
{
    @ParameterizedTest(name = "type {0}, id {1}")
    @CsvSource({
        "1, 5, 0x20000005", "2, 5, 0x40000005", "3, 5, 0x60000005", "2, 0xffffff, 0x40ffffff", "7, 0, 0xe0000000" })
    void shouldKeepTypeAndIdApart(final int type, final int id, final long expected)
    {
        final int intid = Intid.of(type, id);

        assertEquals(expected, Integer.toUnsignedLong(intid));
        assertEquals(type, Intid.type(intid));
        assertEquals(id, Intid.id(intid));
    }

    @Test
    void shouldIgnoreReservedBits()
    {
        assertEquals(Intid.TYPE_SPI, Intid.type(0x7f00_0005));
        assertEquals(5, Intid.id(0x7f00_0005));
    }

    @ParameterizedTest(name = "type {0}: {1}")
    @CsvSource({ "1, false", "2, false", "3, true", "7, false" })
    void shouldBeAnSpiWhenTheTypeIsThree(final int type, final boolean expected)
    {
        assertEquals(expected, Intid.isSpi(Intid.of(type, 5)));
    }

    @Test
    void shouldLimitIdsToTheirField()
    {
        assertEquals(Intid.ID.mask() + 1, Intid.ID_LIMIT);
    }
}
