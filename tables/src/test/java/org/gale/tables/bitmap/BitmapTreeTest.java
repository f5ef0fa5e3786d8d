package org.gale.tables.bitmap;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BitmapTreeTest
{
    private final PagePool pool = new PagePool(64 << 20);
    private final BitmapTree trees = new BitmapTree(pool);
    private final int root = pool.allocate(PagePool.PageKind.RECORD);
    private final long emptyBytes = pool.usedBytes();

    @AfterEach
    void close()
    {
        pool.close();
    }

    @ParameterizedTest(name = "{0} bits: {1} levels")
    @CsvSource({"0, 1", "1, 1", "12, 1", "13, 2", "18, 2", "19, 3", "24, 3"})
    void shouldHaveTheLevelsThatItsIdsNeed(final int idBits, final int levels)
    {
        assertEquals(levels, BitmapTree.levels(idBits));
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {6, 12, 13, 16, 18, 19, 24})
    void shouldHoldTheSetThatWasPutIn(final int idBits)
    {
        final int levels = BitmapTree.levels(idBits);
        final SplittableRandom random = new SplittableRandom(idBits);
        final TreeSet<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 6_000; i++)
        {
            final int id = (int)(random.nextLong() >>> (64 - idBits)) & ((1 << idBits) - 1);
            final boolean growing = i < 3_000;
            if (random.nextLong() % 4 == 0 != growing)
            {
                trees.set(root, levels, id);
                expected.add(id);
            }
            else
            {
                final int gone = random.nextLong() % 8 == 0 || expected.isEmpty() ? id : expected.first();
                trees.clear(root, levels, gone);
                expected.remove(gone);
            }

            assertEquals(expected.contains(id), trees.isSet(root, levels, id));
            assertEquals(expected.isEmpty(), trees.isEmpty(root));
            if (!expected.isEmpty())
            {
                assertEquals(expected.first(), trees.first(root, levels));
            }
        }
        while (!expected.isEmpty())
        {
            trees.clear(root, levels, expected.pollLast());
        }

        assertTrue(trees.isEmpty(root));
        assertEquals(emptyBytes, pool.usedBytes());
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {12, 18, 24})
    void shouldHoldTheFirstAndTheLastId(final int idBits)
    {
        final int levels = BitmapTree.levels(idBits);
        final int last = (1 << idBits) - 1;
        trees.set(root, levels, last);
        assertEquals(last, trees.first(root, levels));
        assertFalse(trees.isSet(root, levels, 0));

        trees.set(root, levels, 0);
        assertEquals(0, trees.first(root, levels));
        trees.clear(root, levels, 0);
        assertEquals(last, trees.first(root, levels));
        assertTrue(trees.isSet(root, levels, last));
    }

    @Test
    void shouldAcceptAClearOfAClearBit()
    {
        for (int levels = 1; levels <= 3; levels++)
        {
            trees.clear(root, levels, 5);
            trees.set(root, levels, 5);
            trees.clear(root, levels, 6);
            trees.clear(root, levels, 5 + 64);
            trees.clear(root, levels, 5 + 4095 - 64);
            assertTrue(trees.isSet(root, levels, 5));
            assertEquals(5, trees.first(root, levels));

            trees.clear(root, levels, 5);
            trees.clear(root, levels, 5);
            assertTrue(trees.isEmpty(root));
        }
        trees.set(root, 3, 1 << 18);
        trees.clear(root, 3, 2 << 18);
        trees.clear(root, 3, (1 << 18) + (1 << 12));
        assertEquals(1 << 18, trees.first(root, 3));
    }

    @Test
    void shouldFreePagesLevelByLevel()
    {
        fill(0, 1 << 18, 1 << 6);
        final long twoLevels = pool.usedBytes();
        assertEquals(PagePool.PageKind.LEAF.length() * 64 + PagePool.PageKind.NODE.length() * 2,
            twoLevels - emptyBytes);
        fill(1 << 18, 2 << 18, 1 << 6);
        assertEquals(PagePool.PageKind.LEAF.length() * 64 + PagePool.PageKind.NODE.length(),
            pool.usedBytes() - twoLevels);

        drain(1 << 18, 2 << 18);
        assertEquals(twoLevels, pool.usedBytes());
        drain(1, 1 << 18);
        assertEquals(PagePool.PageKind.LIST_2.length() + PagePool.PageKind.NODE.length() * 2,
            pool.usedBytes() - emptyBytes);
        trees.clear(root, 3, 0);
        assertEquals(emptyBytes, pool.usedBytes());
    }

    @ParameterizedTest(name = "{0} ids in a list")
    @CsvSource({"1, 16", "2, 16", "3, 32", "6, 32", "7, 64", "14, 64", "15, 128", "30, 128", "31, 256", "62, 256"})
    void shouldHoldFewIdsInAList(final int count, final int lengthBytes)
    {
        fill(0, count << 18, 1 << 18);

        assertEquals(lengthBytes, pool.usedBytes() - emptyBytes);
    }

    /** Sets an id again that a full list holds already: the list stays as it is. */
    @ParameterizedTest(name = "{0} levels, {1} ids")
    @CsvSource({"1, 30", "2, 62", "3, 62"})
    void shouldSplitAListOnlyForAnotherId(final int levels, final int count)
    {
        for (int id = 0; id < count; id++)
        {
            trees.set(root, levels, id);
        }
        final long bytes = pool.usedBytes();
        for (int id = 0; id < count; id++)
        {
            trees.set(root, levels, id);
        }
        assertEquals(bytes, pool.usedBytes());

        trees.set(root, levels, count);

        assertTrue(pool.usedBytes() > bytes);
    }

    /** Holds sets that cover all ids together, as the candidates of 512 VPEs and 32 priorities do. */
    @ParameterizedTest(name = "{0} bits, {1} sets")
    @CsvSource({"16, 1", "16, 128", "16, 1024", "17, 2048", "18, 2048", "20, 128", "20, 4096", "20, 16384"})
    void shouldTakeFewBytesForAnIdWhereSetsCoverAllIds(final int idBits, final int sets)
    {
        final int roots = roots(sets);
        final SplittableRandom random = new SplittableRandom(sets);
        for (int id = 0; id < 1 << idBits; id++)
        {
            trees.set(roots + random.nextInt(sets) * Integer.BYTES, 3, id);
        }

        final double bytes = (double)(pool.usedBytes() - emptyBytes) / (1 << idBits);
        assertTrue(bytes <= 20, bytes + " bytes per id");
    }

    /** Leaves few ids of many: pages shrink with them. */
    @ParameterizedTest(name = "every {0}th of {1} ids stays")
    @CsvSource({"64, 4096", "256, 65536", "4096, 65536", "65536, 1048576", "1048576, 1048576"})
    void shouldTakeNoMoreThanSparseIdsMayWhenMostAreGone(final int apart, final int ids)
    {
        for (int id = 0; id < ids; id++)
        {
            trees.set(root, 3, id);
        }
        for (int id = 0; id < ids; id++)
        {
            if (id % apart != 0)
            {
                trees.clear(root, 3, id);
            }
        }

        final double bytes = (double)(pool.usedBytes() - emptyBytes) * apart / ids;
        assertTrue(bytes <= 600, bytes + " bytes per id");
        int expected = 0;
        for (int id = trees.next(root, 3, 0); id >= 0; id = trees.next(root, 3, id + 1))
        {
            assertEquals(expected, id);
            expected += apart;
        }
        assertEquals(ids, expected);
    }

    private int roots(final int sets)
    {
        final int perPage = 64;
        final int first = pool.allocate(PagePool.PageKind.NODE);
        for (int i = 0; i < sets; i += perPage)
        {
            pool.allocate(PagePool.PageKind.NODE);                                  // one behind the other
        }

        return first;
    }

    private void fill(final int from, final int end, final int step)
    {
        for (int id = from; id < end; id += step)
        {
            trees.set(root, 3, id);
        }
    }

    private void drain(final int from, final int end)
    {
        for (int id = from; id < end; id++)
        {
            trees.clear(root, 3, id);
        }
    }

    @Test
    void shouldVisitEveryIdOnceAndInOrder()
    {
        final int[] ids = {0, 1, 63, 64, 4095, 4096, 5000, 262_143};
        for (final int id : ids)
        {
            trees.set(root, 2, id);
        }
        int from = 0;
        for (final int id : ids)
        {
            assertEquals(id, trees.next(root, 2, from));
            from = id + 1;
        }

        assertEquals(-1, trees.next(root, 2, from));
        assertEquals(4096, trees.next(root, 2, 4096));
    }

    @Test
    void shouldReleaseAllAtOnce()
    {
        for (int id = 0; id < 1 << 24; id += 9_973)
        {
            trees.set(root, 3, id);
        }
        trees.releaseAll(root, 3);

        assertTrue(trees.isEmpty(root));
        assertEquals(emptyBytes, pool.usedBytes());
        trees.releaseAll(root, 3);
        assertEquals(emptyBytes, pool.usedBytes());
    }

    @Test
    void shouldKeepTreesApart()
    {
        final int other = root + Integer.BYTES;
        trees.set(root, 2, 77);
        trees.set(other, 2, 78);
        trees.clear(root, 2, 78);
        trees.clear(other, 2, 77);
        assertEquals(77, trees.first(root, 2));
        assertEquals(78, trees.first(other, 2));

        trees.releaseAll(root, 2);
        assertTrue(trees.isEmpty(root));
        assertTrue(trees.isSet(other, 2, 78));
    }

    /** Freed pages are zero when they are allocated again. */
    @Test
    void shouldBeginEmptyOnPagesThatWereUsed()
    {
        for (int id = 0; id < 4096; id++)
        {
            trees.set(root, 3, id);
        }
        for (int id = 4095; id >= 0; id--)
        {
            trees.clear(root, 3, id);
        }
        trees.set(root, 3, (5 << 18) + (7 << 12) + 9);

        assertEquals((5 << 18) + (7 << 12) + 9, trees.first(root, 3));
        assertEquals(-1, trees.next(root, 3, (5 << 18) + (7 << 12) + 10));
    }
}
