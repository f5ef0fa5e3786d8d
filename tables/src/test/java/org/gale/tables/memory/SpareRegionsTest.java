package org.gale.tables.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Memory of machines that have ended: no later machine sees what another one has written there. */
class SpareRegionsTest
{
    private static final long BASE = 0x4000_0000L;
    private static final long SIZE = 64L << 20;
    private static final long PAGE = PhysicalMemory.PAGE_SIZE;
    /** Every way to write, at the first and the last page and between. */
    private static final List<BiConsumer<PhysicalMemory, Long>> WRITES = List.of(
        (memory, offset) -> memory.putIntAt(offset, -1),
        (memory, offset) -> memory.putLongAt(offset, -1),
        (memory, offset) -> memory.putIntAtPlace(memory.place(offset), -1),
        (memory, offset) -> memory.storeLong(BASE + offset, -1),
        (memory, offset) -> memory.store(BASE + offset + PAGE - 4, 8, -1),
        (memory, offset) -> memory.store(BASE + offset + 4095, 1, -1));

    @BeforeEach
    @AfterEach
    void keepNothing()
    {
        SpareRegions.free();
    }

    @Test
    void shouldGiveTheSameMemoryWithoutWhatWasWritten()
    {
        final PhysicalMemory first = PhysicalMemory.anonymous(BASE, SIZE);
        final long place = first.place(0);
        final List<Long> offsets = List.of(0L, 7 * PAGE, SIZE / 2, SIZE - 2 * PAGE);
        offsets.forEach(offset -> WRITES.forEach(write -> write.accept(first, offset)));
        first.cleanPage(first.nextDirtyPage(0));
        first.sendPage(7);
        first.retain(7 * PAGE, PAGE);
        first.close();

        try (PhysicalMemory second = PhysicalMemory.anonymous(BASE + SIZE, SIZE))
        {
            assertEquals(place, second.place(0), "it is the same memory");
            assertTrue(RecycledMemory.isClear(place, SIZE));
            assertEquals(-1, second.nextTouchedPage(0, second.pageCount()));
            assertEquals(-1, second.nextDirtyPage(0));
            assertTrue(second.sendPage(7));
            assertFalse(second.holdsLiveTable(7 * PAGE));
            for (final long offset : offsets)
            {
                assertEquals(0, second.longAt(offset));
                assertEquals(0, second.longAt(offset + PAGE - 8));
                assertEquals(0, second.longAt(offset + PAGE));
            }
        }
    }

    @Test
    void shouldNotGiveMemoryThatIsInUse()
    {
        PhysicalMemory.anonymous(BASE, SIZE).close();

        try (PhysicalMemory one = PhysicalMemory.anonymous(BASE, SIZE);
            PhysicalMemory other = PhysicalMemory.anonymous(BASE, SIZE))
        {
            assertNotEquals(one.place(0), other.place(0));
        }
    }

    @Test
    void shouldNotGiveMemoryOfAnotherSize()
    {
        final PhysicalMemory first = PhysicalMemory.anonymous(BASE, SIZE);
        first.close();

        assertEquals(0, SpareRegions.take(SIZE + PAGE));
        assertEquals(1, SpareRegions.free());
    }

    @Test
    void shouldKeepARegionOnceThoughItIsClosedTwice()
    {
        final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE);
        memory.close();
        memory.close();

        assertEquals(1, SpareRegions.free());
    }

    @Test
    void shouldKeepFewRegionsOfFewPages()
    {
        final List<PhysicalMemory> all = new ArrayList<>();
        for (int i = 0; i <= SpareRegions.LIMIT; i++)
        {
            all.add(PhysicalMemory.anonymous(BASE, SIZE));
        }
        all.forEach(PhysicalMemory::close);
        assertEquals(SpareRegions.LIMIT, SpareRegions.free());

        final PhysicalMemory large = PhysicalMemory.anonymous(BASE, SIZE);
        for (int page = 0; page <= SpareRegions.PAGES_LIMIT; page++)
        {
            large.putIntAt(page * PAGE, 1);
        }
        large.close();
        PhysicalMemory.anonymous(BASE, SpareRegions.LEAST - PAGE).close();
        PhysicalMemory.anonymous(BASE, SpareRegions.MOST + PAGE).close();
        assertEquals(0, SpareRegions.free());
    }

    /** The witness of the marks: the system says which pages were written, whoever did not mark them. */
    @Test
    void shouldSeeAPageThatWasNotMarked()
    {
        try (PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE))
        {
            assertTrue(RecycledMemory.isClear(memory.place(0), SIZE));
            memory.putIntAt(SIZE - PAGE, 1);

            assertFalse(RecycledMemory.isClear(memory.place(0), SIZE));
        }
    }
}
