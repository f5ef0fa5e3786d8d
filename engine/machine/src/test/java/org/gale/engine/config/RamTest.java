package org.gale.engine.config;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Places of RAM among other addresses. */
class RamTest
{
    private static final Ram RAM = new Ram(0x10000, 0x4000);

    @ParameterizedTest
    @CsvSource({"0xf000, 0x1000, false", "0xf000, 0x1001, true", "0xf000, 0x10000, true", "0x10000, 1, true",
        "0x13fff, 1, true", "0x14000, 1, false", "0x14000, 0x1000, false"})
    void shouldOverlapWithAddressesOfItsOwn(final String address, final String length, final boolean overlaps)
    {
        assertEquals(overlaps, RAM.overlaps(Long.decode(address), Long.decode(length)));
    }
}
