package org.gale.tables.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the pages that were written, ever and since they were cleaned. */
class TouchedPagesTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int SIZE = 4 * PhysicalMemory.PAGE_SIZE;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, SIZE);

    @AfterEach
    void closeMemory()
    {
        memory.close();
    }

    @Test
    void shouldTouchThePagesOfAStore()
    {
        memory.store(BASE + PhysicalMemory.PAGE_SIZE - 1, 2, 0);
        memory.putIntAt(3 * PhysicalMemory.PAGE_SIZE, 0);

        assertEquals(0, memory.nextTouchedPage(0, memory.pageCount()));
        assertEquals(1, memory.nextTouchedPage(1, memory.pageCount()));
        assertEquals(3, memory.nextTouchedPage(2, memory.pageCount()));
        assertEquals(-1, memory.nextTouchedPage(4, memory.pageCount()));
        assertEquals(4, memory.pageCount());
    }

    @Test
    void shouldSayWhetherAPageWasWrittenSinceItWasSent()
    {
        memory.putLongAt(0, 1);
        assertFalse(memory.isPageSent(0));
        assertTrue(memory.sendPage(0));
        assertFalse(memory.sendPage(0));
        memory.putIntAt(PhysicalMemory.PAGE_SIZE, 0);
        assertTrue(memory.isPageSent(0));
        assertFalse(memory.sendPage(0));
        memory.putIntAt(8, 0);
        assertFalse(memory.isPageSent(0));

        assertTrue(memory.sendPage(0));
    }

    /** A digest and a link ask apart. */
    @Test
    void shouldKeepWhatIsSentApartFromWhatIsClean()
    {
        memory.putLongAt(0, 1);
        memory.sendPage(0);
        memory.sendPage(2);
        assertEquals(0, memory.nextDirtyPage(0));
        memory.cleanPage(0);
        assertEquals(-1, memory.nextDirtyPage(0));
        assertEquals(-1, memory.nextTouchedPage(1, memory.pageCount()));
        assertFalse(memory.sendPage(0));
        memory.putLongAt(0, 2);
        assertEquals(0, memory.nextDirtyPage(0));
        memory.cleanPage(0);

        assertTrue(memory.sendPage(0));
    }

    @Test
    void shouldFindTouchedPagesBeforeTheEndOfARange()
    {
        memory.putLongAt(2 * PhysicalMemory.PAGE_SIZE, 1);

        assertEquals(-1, memory.nextTouchedPage(0, 2));
        assertEquals(2, memory.nextTouchedPage(0, 3));
        assertEquals(2, memory.nextTouchedPage(2, 3));
        assertEquals(-1, memory.nextTouchedPage(2, 2));
        assertEquals(-1, memory.nextTouchedPage(3, 100));
        assertEquals(-1, memory.nextTouchedPage(100, 101));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 24, 32, PhysicalMemory.PAGE_SIZE - 8})
    void shouldZeroAPageAlone(final int at)
    {
        final int page = PhysicalMemory.PAGE_SIZE;
        memory.putLongAt(page - 8, 1);
        memory.putLongAt(page + at, -1);
        memory.putLongAt(2 * page, 1);
        memory.cleanPage(1);

        memory.zeroPage(1);

        assertEquals(0, memory.longAt(page + at));
        assertEquals(1, memory.longAt(page - 8));
        assertEquals(1, memory.longAt(2 * page));
        assertEquals(1, memory.nextDirtyPage(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 24, 32, 40, 48, 56, PhysicalMemory.PAGE_SIZE - 8})
    void shouldZeroTheOnlyWordOfAPage(final int at)
    {
        memory.putLongAt(PhysicalMemory.PAGE_SIZE + at, 1);

        memory.zeroPage(1);

        assertEquals(0, memory.longAt(PhysicalMemory.PAGE_SIZE + at));
    }

    @Test
    void shouldNotDirtyAPageOfZerosThatIsZeroed()
    {
        memory.putLongAt(PhysicalMemory.PAGE_SIZE, 0);
        memory.cleanPage(1);

        memory.zeroPage(1);

        assertEquals(-1, memory.nextDirtyPage(0));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.zeroPage(4));
    }

    @Test
    void shouldKeepTouchedWhenAPageIsCleanedAndDirtyItAgain()
    {
        memory.putLongAt(0, 1);
        memory.putLongAt(PhysicalMemory.PAGE_SIZE, 1);
        memory.cleanPage(0);

        assertEquals(1, memory.nextDirtyPage(0));
        assertEquals(0, memory.nextTouchedPage(0, memory.pageCount()));

        memory.store(BASE + 5, 1, 0);
        assertEquals(0, memory.nextDirtyPage(0));
    }

    @Test
    void shouldNotTouchAPageThatIsCleaned()
    {
        memory.cleanPage(1);

        assertEquals(-1, memory.nextTouchedPage(0, memory.pageCount()));
        assertEquals(-1, memory.nextDirtyPage(0));
    }

    @Test
    void shouldNotDirtyAPageThatIsOnlyRead()
    {
        memory.loadLong(BASE);
        memory.intAt(0);
        memory.read(BASE, new byte[SIZE], 0, SIZE);
        memory.pageHash(0);

        assertEquals(-1, memory.nextDirtyPage(0));
    }
}
