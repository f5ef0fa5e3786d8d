package org.gale.engine.gicv5.its;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayList;
import org.gale.engine.gicv5.StateWords;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Tag("P7")
    @Test
    void shouldRestoreItsResultsInTheirOrder()
    {
        cache.add(7, WalkCache.FOUND, 70);
        cache.add(5, ItsError.L2_ITTE_INVALID, 50);
        final WalkCache other = new WalkCache(CAPACITY);
        other.add(9, WalkCache.FOUND, 90);
        final List<Long> words = StateWords.of(stream -> cache.state(stream, "results"));
        assertEquals(List.of(2L, 7L, 0L, 70L, 5L, (long)ItsError.L2_ITTE_INVALID, 50L), words);

        assertTrue(StateWords.restore(words, stream -> other.state(stream, "results")));

        assertEquals(words, StateWords.of(stream -> other.state(stream, "results")));
        assertEquals(WalkCache.ABSENT, other.find(9));
        assertEquals(0, other.find(7));
        assertEquals(1, other.find(5));
        assertEquals(5, other.key(1));
        assertEquals(ItsError.L2_ITTE_INVALID, other.code(1));
        assertEquals(50, other.value(1));
    }

    @Tag("P8")
    @Test
    void shouldRefuseWordsThatAreNoResults()
    {
        for (final List<Long> words : List.of(
            List.of(2L, 7L, 0L, 70L, 7L, 0L, 71L),                              // a key twice
            List.of(-1L),
            List.of(CAPACITY + 1L),
            List.of(1L, 7L, ItsError.L2_ITTE_INVALID + 1L, 70L),
            List.of(1L, 7L, -1L, 70L)))
        {
            assertThrows(StateException.class,
                () -> StateWords.restore(words, stream -> cache.state(stream, "results")), words.toString());
        }
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
