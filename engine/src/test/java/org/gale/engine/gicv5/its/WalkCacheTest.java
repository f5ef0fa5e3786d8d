package org.gale.engine.gicv5.its;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayList;
import org.gale.tables.memory.Mix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the index from keys to results, with keys that fall into one slot. */
@Tag("B-TRAP-48")
class WalkCacheTest
{
    private static final int CAPACITY = 8;
    private static final int SLOTS = 2 * CAPACITY;

    private final WalkCache cache = new WalkCache(CAPACITY);

    @Test
    void shouldFindEachKeyOfOneSlot()
    {
        final List<Long> keys = keysOfSlot(SLOTS - 1, CAPACITY);
        for (int i = 0; i < CAPACITY; i++)
        {
            cache.add(keys.get(i), WalkCache.FOUND, 100 + i);
        }

        for (int i = 0; i < CAPACITY; i++)
        {
            assertEquals(i, cache.find(keys.get(i)), "key " + i);
            assertEquals(100 + i, cache.value(i));
        }
    }

    @Test
    void shouldFindTheKeysOfASlotThatStayBehindARemovedOne()
    {
        final List<Long> keys = keysOfSlot(3, 4);
        for (final long key : keys)
        {
            cache.add(key, WalkCache.FOUND, ~key);
        }

        cache.remove(keys.get(1), keys.get(1), new LongArrayList());

        assertEquals(3, cache.count());
        assertEquals(WalkCache.ABSENT, cache.find(keys.get(1)));
        for (final int kept : new int[]{0, 2, 3})
        {
            assertNotEquals(WalkCache.ABSENT, cache.find(keys.get(kept)), "key " + kept);
            assertEquals(~keys.get(kept), cache.value(cache.find(keys.get(kept))));
        }
    }

    @Test
    void shouldNotFindAKeyOfAFullSlotThatIsAbsent()
    {
        final List<Long> keys = keysOfSlot(0, 3);
        cache.add(keys.get(0), WalkCache.FOUND, 1);
        cache.add(keys.get(1), WalkCache.FOUND, 2);

        assertEquals(WalkCache.ABSENT, cache.find(keys.get(2)));
    }

    private static List<Long> keysOfSlot(final int slot, final int count)
    {
        final List<Long> keys = new ArrayList<>();
        for (long key = 1; keys.size() < count; key++)
        {
            if (((int)Mix.of(0, key) & (SLOTS - 1)) == slot)
            {
                keys.add(key);
            }
        }

        return keys;
    }
}
