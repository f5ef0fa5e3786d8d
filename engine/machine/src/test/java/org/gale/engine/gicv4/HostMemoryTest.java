package org.gale.engine.gicv4;

import org.gale.engine.support.SavedWords;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the space that a host allocates its tables from, in RAM of eight granules. */
class HostMemoryTest
{
    private static final long RAM = 0x4000_0000L;
    private static final int GRANULE = HostMemory.GRANULE;
    private static final int GRANULES = 8;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(RAM, GRANULES * GRANULE);
    private final HostMemory tables = new HostMemory(memory);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @ParameterizedTest(name = "{0} bytes: {1} granules")
    @CsvSource({"1, 1", "65535, 1", "65536, 1", "65537, 2", "131072, 2", "131073, 4", "196608, 4", "262145, 8"})
    void shouldRoundALengthUpToAPowerOfTwo(final long lengthBytes, final int granules)
    {
        assertEquals(RAM, tables.allocate(lengthBytes));

        assertEquals(RAM + (long)granules * GRANULE, tables.allocatedEnd());
    }

    @ParameterizedTest(name = "RAM at {0}")
    @CsvSource({"0x40000000, 0x40000000", "0x40001000, 0x40010000", "0x4000f000, 0x40010000"})
    void shouldBeginAtTheFirstGranule(final String base, final String first)
    {
        try (PhysicalMemory shifted = PhysicalMemory.anonymous(Long.decode(base), GRANULES * GRANULE))
        {
            assertEquals(Long.decode(first), new HostMemory(shifted).allocate(1));
        }
    }

    @Test
    void shouldGiveNoMoreThanThereIs()
    {
        assertEquals(HostMemory.NONE, tables.allocate(GRANULES * GRANULE + 1));
        assertEquals(RAM, tables.allocate(4 * GRANULE));
        assertEquals(HostMemory.NONE, tables.allocate(5 * GRANULE));
        assertEquals(RAM + 4 * GRANULE, tables.allocate(4 * GRANULE));

        assertEquals(HostMemory.NONE, tables.allocate(1));
        assertEquals(RAM + GRANULES * GRANULE, tables.allocatedEnd());
    }

    @Test
    void shouldGiveSpaceBackForLengthsOfItsClassAlone()
    {
        final long small = tables.allocate(1);
        final long large = tables.allocate(2 * GRANULE);
        tables.free(large, GRANULE + 1);
        tables.free(small, GRANULE);

        assertEquals(large, tables.allocate(2 * GRANULE));
        assertEquals(small, tables.allocate(1));
        assertEquals(RAM + 3 * GRANULE, tables.allocate(1));
    }

    @Tag("V4-LL-5")
    @Test
    void shouldZeroRecycledSpaceToItsEndAndNoFurther()
    {
        final long before = tables.allocate(1);
        final long table = tables.allocate(2 * GRANULE);
        final long behind = table + 2 * GRANULE;
        final int page = PhysicalMemory.PAGE_SIZE;
        for (long address = before; address < behind + page; address += page)
        {
            memory.storeLong(address, -1);
            memory.storeLong(address + page - Long.BYTES, -1);
        }

        tables.free(table, 2 * GRANULE);
        tables.allocate(2 * GRANULE);

        for (long address = before; address < behind + page; address += page)
        {
            final long expected = address < table || address >= behind ? -1 : 0;
            assertEquals(expected, memory.loadLong(address), Long.toHexString(address));
            assertEquals(expected, memory.loadLong(address + page - Long.BYTES), Long.toHexString(address));
        }
    }

    @Tag("V4-LL-5")
    @Test
    void shouldZeroFreshSpaceThatSoftwareHasWritten()
    {
        memory.storeLong(RAM + GRANULE - Long.BYTES, -1);
        memory.storeLong(RAM + GRANULE, -1);

        tables.allocate(1);

        assertEquals(0, memory.loadLong(RAM + GRANULE - Long.BYTES));
        assertEquals(-1, memory.loadLong(RAM + GRANULE));
    }

    @ParameterizedTest(name = "{0}, {1} and {2} granules: {3}")
    @CsvSource({
        "4, 2, 2, true", "8, 0, 0, true", "0, 8, 0, true", "0, 0, 8, true", "0, 0, 0, true",
        "4, 4, 1, false", "8, 1, 0, false", "8, 0, 1, false", "0, 8, 1, false", "4, 3, 1, false",
    })
    void shouldSayWhetherThreeTablesFit(final long first, final long second, final long third, final boolean fits)
    {
        assertEquals(fits, tables.fits(first * GRANULE, second * GRANULE, third * GRANULE));

        assertEquals(RAM, tables.allocatedEnd());
    }

    @Test
    void shouldCountFreeSpaceOnceWhereTablesAreToFit()
    {
        final long first = tables.allocate(1);
        tables.allocate(4 * GRANULE);
        tables.allocate(2 * GRANULE);
        tables.allocate(1);
        assertFalse(tables.fits(1, 0, 0));

        tables.free(first, 1);

        assertTrue(tables.fits(1, 0, 0));
        assertTrue(tables.fits(0, 0, 1));
        assertFalse(tables.fits(1, 1, 0));
        assertFalse(tables.fits(2 * GRANULE, 0, 0));
    }

    @ParameterizedTest(name = "{0} of {1} granules and one of {2}: {3}")
    @CsvSource({
        "6, 1, 1, true", "7, 1, 1, false", "3, 2, 1, true", "3, 2, 2, false", "0, 1, 4, true", "1, 4, 4, false",
    })
    void shouldSayWhetherTablesAndAPageFit(
        final int count, final long granules, final long other, final boolean fits)
    {
        assertEquals(fits, tables.fitsRepeated(granules * GRANULE, count, other * GRANULE));
    }

    @Test
    void shouldCountFreeTablesAmongThoseThatAreToFit()
    {
        final long first = tables.allocate(1);
        final long second = tables.allocate(1);
        tables.free(first, 1);
        assertTrue(tables.fitsRepeated(1, 5, 1));
        assertFalse(tables.fitsRepeated(1, 6, 1));

        tables.free(second, 1);

        assertTrue(tables.fitsRepeated(1, 6, 1));
        assertFalse(tables.fitsRepeated(1, 6, 2 * GRANULE));
        assertTrue(tables.fitsRepeated(1, 1, 4 * GRANULE));
    }

    @Test
    void shouldNeedAPageForEach2048Tables()
    {
        try (PhysicalMemory large = PhysicalMemory.anonymous(RAM, 2052L * GRANULE))
        {
            final HostMemory space = new HostMemory(large);

            assertTrue(space.fitsRepeated(1, 2047, 4 * GRANULE));               // 2047 + 4 + 1
            assertTrue(space.fitsRepeated(1, 2048, 2 * GRANULE));               // 2048 + 2 + 2
            assertFalse(space.fitsRepeated(1, 2048, 4 * GRANULE));
        }
    }

    @Test
    void shouldRememberThatSoftwareStored()
    {
        assertFalse(tables.isStored());

        tables.stored();

        assertTrue(tables.isStored());
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        final long first = tables.allocate(1);
        final long second = tables.allocate(2 * GRANULE);
        final long third = tables.allocate(2 * GRANULE);
        tables.free(second, 2 * GRANULE);
        tables.free(third, 2 * GRANULE);
        tables.free(first, 1);
        final SavedWords saved = new SavedWords();
        tables.state(saved);
        assertFalse(tables.isStored());

        final HostMemory restored = new HostMemory(memory);
        restored.state(saved.restoring());

        assertTrue(restored.isStored());
        assertEquals(tables.allocatedEnd(), restored.allocatedEnd());
        for (final long lengthBytes : new long[]{2 * GRANULE, 2 * GRANULE, 1, 1})
        {
            assertEquals(tables.allocate(lengthBytes), restored.allocate(lengthBytes));
        }
    }
}
