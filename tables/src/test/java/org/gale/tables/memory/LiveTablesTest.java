package org.gale.tables.memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the pages in which live tables lie, and of the mark of tables that may overlap. */
class LiveTablesTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int SIZE = 4 * PhysicalMemory.PAGE_SIZE;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Test
    void shouldCountLiveTablesByPage()
    {
        memory.retain(PhysicalMemory.PAGE_SIZE - 4, 8);
        memory.retain(PhysicalMemory.PAGE_SIZE, 4);

        assertTrue(memory.holdsLiveTable(0));
        assertTrue(memory.holdsLiveTable(PhysicalMemory.PAGE_SIZE));
        assertFalse(memory.holdsLiveTable(2 * PhysicalMemory.PAGE_SIZE));
        assertEquals(2, memory.livePages());

        memory.release(PhysicalMemory.PAGE_SIZE - 4, 8);
        assertFalse(memory.holdsLiveTable(0));
        assertTrue(memory.holdsLiveTable(PhysicalMemory.PAGE_SIZE));
        assertEquals(1, memory.livePages());

        memory.release(PhysicalMemory.PAGE_SIZE, 4);
        assertFalse(memory.holdsLiveTable(PhysicalMemory.PAGE_SIZE));
        memory.release(PhysicalMemory.PAGE_SIZE, 4);
        assertEquals(0, memory.livePages());
    }

    @Test
    void shouldCountOnlyThePartOfATableThatLiesInside()
    {
        memory.retain(-100, 50);
        memory.retain(SIZE, 50);
        memory.retain(Long.MIN_VALUE >> 1, 1L << 20);
        assertFalse(memory.holdsLiveTable(0));

        memory.retain(-100, 1L << 40);
        assertTrue(memory.holdsLiveTable(0));
        assertTrue(memory.holdsLiveTable(SIZE - 1));

        memory.release(-100, 1L << 40);
        assertFalse(memory.holdsLiveTable(0));
        assertFalse(memory.holdsLiveTable(SIZE - 1));
    }

    /** A saturated count makes the page be checked for ever, which costs time and is correct. */
    @Test
    void shouldNeverForgetALiveTableAmongVeryMany()
    {
        for (int i = 0; i < 300; i++)
        {
            memory.retain(0, 8);
        }
        for (int i = 0; i < 299; i++)
        {
            memory.release(0, 8);
        }

        assertTrue(memory.holdsLiveTable(0));
    }

    @Tag("B-IST-5")
    @Test
    void shouldMarkTwoTablesInOnePage()
    {
        memory.retain(0, 8);
        memory.retain(PhysicalMemory.PAGE_SIZE, 8);
        assertFalse(memory.overlap().mayBe());

        memory.retain(PhysicalMemory.PAGE_SIZE - 8, 8);
        assertTrue(memory.overlap().mayBe());
    }

    @Tag("B-IST-5")
    @ParameterizedTest(name = "8 bytes at {0} in front of the page: {1}")
    @CsvSource({"8, false", "7, true", "1, true", "0, true", "-4095, true", "-4096, false"})
    void shouldMarkAnEntryOfATableThatReachesIntoThePageOfAnother(final int before, final boolean expected)
    {
        memory.retain(PhysicalMemory.PAGE_SIZE, 8);

        memory.storeLong(BASE + PhysicalMemory.PAGE_SIZE - before, 0);

        assertEquals(expected, memory.overlap().mayBe());
    }
}
