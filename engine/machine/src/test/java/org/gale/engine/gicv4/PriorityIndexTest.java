package org.gale.engine.gicv4;

import java.util.SplittableRandom;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PrioritySort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the index of interrupts by priority: its list, its trees, and the moves between both. */
class PriorityIndexTest
{
    private static final int ID_BITS = 14;

    private final PagePool pool = new PagePool(1 << 22);
    private final PriorityIndex index = new PriorityIndex(pool, new BitmapTree(pool), new PrioritySort(), ID_BITS);

    @AfterEach
    void close()
    {
        pool.close();
    }

    @Tag("V4-TBL-3")
    @Test
    void shouldPreferTheLowestPriorityValueAndThenTheLowestIntid()
    {
        index.add(64, 9000);
        index.add(32, 9100);
        index.add(32, 9050);

        assertEquals(9050, index.bestIntid());
        assertEquals(32, index.bestPriority());
        index.remove(32, 9050);
        assertEquals(9100, index.bestIntid());
        index.remove(32, 9100);
        assertEquals(9000, index.bestIntid());
        assertEquals(64, index.bestPriority());
    }

    @Test
    void shouldHoldAnInterruptOnceAndForgetItWhenItIsRemoved()
    {
        index.add(8, 9000);
        index.add(8, 9000);
        assertEquals(1, index.count());
        assertTrue(index.contains(8, 9000));

        index.remove(4, 9000);
        assertTrue(index.contains(8, 9000));
        index.remove(8, 9000);

        assertFalse(index.contains(8, 9000));
        assertTrue(index.isEmpty());
    }

    @ParameterizedTest(name = "seed {0}, at most {1}")
    @CsvSource({"1, 8", "2, 64", "3, 65", "4, 300", "5, 5000"})
    void shouldAgreeWithASortedSet(final long seed, final int most)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final TreeSet<Long> model = new TreeSet<>();
        boolean isGrowing = true;
        for (int i = 0; i < 40_000; i++)
        {
            isGrowing = model.isEmpty() || (isGrowing && model.size() < most);
            final int priority = random.nextInt(64) << 2;
            final int intid = 8192 + random.nextInt(8192);
            if (random.nextInt(4) == 0)
            {
                index.remove(priority, intid);
                model.remove(PriorityIndex.key(priority, intid));
            }
            else if (isGrowing)
            {
                index.add(priority, intid);
                model.add(PriorityIndex.key(priority, intid));
            }
            else
            {
                index.remove(index.bestPriority(), index.bestIntid());
                model.pollFirst();
            }
            assertSame(model, priority, intid);
        }
        assertEquals(model.size(), index.count());
    }

    /** Adds each interrupt twice: beyond a few hundred the list is full, and the worse half lies in trees. */
    @Test
    void shouldCountEachInterruptOnceWhereverItLies()
    {
        for (int i = 0; i < 1_000; i++)
        {
            index.add(i & 0xf8, 8192 + i);
            index.add(i & 0xf8, 8192 + i);
            assertEquals(i + 1, index.count());
        }
        for (int left = 999; left >= 0; left--)
        {
            assertTrue(index.contains(index.bestPriority(), index.bestIntid()));
            index.removeBest();
            assertEquals(left, index.count());
        }
        assertTrue(index.isEmpty());
    }

    @Test
    void shouldGiveItsMemoryBackWhenItIsCleared()
    {
        final long before = pool.usedBytes();
        for (int intid = 8192; intid < 9192; intid++)
        {
            index.add(intid & 0xf8, intid);
        }

        index.clear();

        assertTrue(index.isEmpty());
        assertEquals(0, index.count());
        assertFalse(index.contains(0, 8192));
        assertEquals(before, pool.usedBytes());
    }

    private void assertSame(final SortedSet<Long> model, final int priority, final int intid)
    {
        assertEquals(model.isEmpty(), index.isEmpty());
        if (!model.isEmpty())
        {
            assertEquals(model.first(), PriorityIndex.key(index.bestPriority(), index.bestIntid()));
        }
        assertEquals(model.contains(PriorityIndex.key(priority, intid)), index.contains(priority, intid));
    }
}
