package org.gale.engine.gicv4;

import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the cached bytes of a property table of two pages, the second page of RAM on. */
class PropertyCacheTest
{
    private static final long RAM = 0x4000_0000L;
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;
    private static final int FIRST = PropertyCache.FIRST_LPI;
    private static final int ID_BITS = 14;
    private static final int LAST = (1 << ID_BITS) - 1;
    private static final int PROPERTY = 0xa3;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(RAM, 8 * PAGE);
    private final PropertyCache cache = new PropertyCache(memory, RAM + PAGE, ID_BITS);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Tag("V4-ID-4")
    @Test
    void shouldHaveAByteForEachLpi()
    {
        assertEquals(LAST + 1 - FIRST, PropertyCache.lengthBytes(ID_BITS));
        assertFalse(cache.contains(FIRST - 1));
        assertTrue(cache.contains(FIRST));
        assertTrue(cache.contains(LAST));
        assertFalse(cache.contains(LAST + 1));
        assertEquals(RAM + PAGE, cache.address());
    }

    @Tag("V4-TBL-4")
    @ParameterizedTest
    @ValueSource(ints = {FIRST, FIRST + 1, FIRST + PAGE - 1, FIRST + PAGE, LAST})
    void shouldReadAByteWhenItIsInvalidated(final int intid)
    {
        memory.store(RAM + PAGE + intid - FIRST, 1, PROPERTY);
        assertEquals(0, cache.value(intid));

        cache.reload(intid);

        assertEquals(PROPERTY, cache.value(intid));
        assertEquals(0, cache.value(intid ^ 1));
    }

    @Tag("V4-TBL-4")
    @ParameterizedTest
    @ValueSource(ints = {FIRST, FIRST + PAGE - 1, FIRST + PAGE, LAST})
    void shouldReadEveryByteWhenAllAreInvalidated(final int intid)
    {
        memory.store(RAM + PAGE + intid - FIRST, 1, PROPERTY);
        memory.store(RAM + PAGE - 1, 1, 1);                                     // beside the table
        memory.store(RAM + PAGE + LAST + 1 - FIRST, 1, 1);

        cache.reload();

        for (int other = FIRST; other <= LAST; other++)
        {
            assertEquals(other == intid ? PROPERTY : 0, cache.value(other), Integer.toString(other));
        }
    }

    @Tag("V4-TBL-4")
    @Test
    void shouldReadBothPagesAgain()
    {
        memory.store(RAM + PAGE, 1, PROPERTY);
        memory.store(RAM + 2 * PAGE, 1, PROPERTY);
        cache.reload();
        memory.store(RAM + PAGE, 1, 0);
        memory.store(RAM + 2 * PAGE, 1, 1);

        cache.reload();

        assertEquals(0, cache.value(FIRST));
        assertEquals(1, cache.value(FIRST + PAGE));
    }
}
