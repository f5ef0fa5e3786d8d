package org.gale.tables.bitmap;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.bitmap.PagePool.PageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PagePoolTest
{
    @ParameterizedTest
    @EnumSource(PageKind.class)
    void shouldAllocatePagesOfZerosThatDoNotOverlap(final PageKind kind)
    {
        try (PagePool pool = new PagePool(1 << 16))
        {
            final List<Integer> pages = new ArrayList<>();
            for (int i = 0; i < 20; i++)
            {
                final int page = pool.allocate(kind);
                assertNotEquals(0, page);
                assertEquals(0, page & 7);
                for (int at = 0; at < kind.length(); at += Long.BYTES)
                {
                    assertEquals(0, pool.buffer().getLong(page + at));
                    pool.buffer().putLong(page + at, page);
                }
                pages.add(page);
            }
            for (final int page : pages)
            {
                for (int at = 0; at < kind.length(); at += Long.BYTES)
                {
                    assertEquals(page, pool.buffer().getLong(page + at));
                }
            }
            assertEquals(20L * kind.length(), pool.usedBytes());
        }
    }

    @ParameterizedTest
    @EnumSource(PageKind.class)
    void shouldAllocatePagesOfZerosInMemoryThatIsNot(final PageKind kind)
    {
        try (PagePool pool = new PagePool(1 << 16))
        {
            pool.buffer().setMemory(0, pool.buffer().capacity(), (byte)0x5a);

            final int first = pool.allocate(kind);
            final int second = pool.allocate(kind);

            for (int at = 0; at < kind.length(); at += Long.BYTES)
            {
                assertEquals(0, pool.buffer().getLong(first + at));
                assertEquals(0, pool.buffer().getLong(second + at));
            }
        }
    }

    @Test
    void shouldAllocateFreedPagesAgain()
    {
        try (PagePool pool = new PagePool(1 << 16))
        {
            final int leaf = pool.allocate(PageKind.LEAF);
            final int node = pool.allocate(PageKind.NODE);
            pool.free(PageKind.LEAF, leaf);
            pool.free(PageKind.NODE, node);
            assertEquals(0, pool.usedBytes());

            assertEquals(node, pool.allocate(PageKind.NODE));
            assertEquals(leaf, pool.allocate(PageKind.LEAF));
            assertEquals(0, pool.buffer().getLong(leaf));
            assertEquals(0, pool.buffer().getLong(node));
        }
    }

    @Test
    void shouldReportExhaustionAndAllocateFreedPagesAfterIt()
    {
        try (PagePool pool = new PagePool(4096))
        {
            int last = 0;
            int count = 0;
            while (pool.usedBytes() + PageKind.LEAF.length() <= 4096 - 64)
            {
                last = pool.allocate(PageKind.LEAF);
                count++;
            }
            final long used = pool.usedBytes();

            final PoolExhaustedException ex =
                assertThrows(PoolExhaustedException.class, () -> pool.allocate(PageKind.LEAF));

            assertTrue(ex.getMessage().contains("gale.index.limit"), ex.getMessage());
            assertEquals(used, pool.usedBytes());
            assertEquals((long)count * PageKind.LEAF.length(), pool.usedBytes());
            pool.free(PageKind.LEAF, last);
            assertEquals(last, pool.allocate(PageKind.LEAF));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 4095, PagePool.LIMIT_MAX + 1, Long.MAX_VALUE})
    void shouldRefuseALimitOutOfRange(final long limit)
    {
        assertThrows(IllegalArgumentException.class, () -> new PagePool(limit));
    }

    /** The limit is reserved, not used. */
    @Test
    void shouldReserveTheLargestLimit()
    {
        try (PagePool pool = new PagePool(PagePool.LIMIT_MAX))
        {
            final int page = pool.allocate(PageKind.RECORD);

            assertEquals(0, pool.buffer().getLong(page));
            assertEquals(PageKind.RECORD.length(), pool.usedBytes());
        }
    }

    /** Counts memory beside the pages against the same limit. */
    @Test
    void shouldReportExhaustionWhenReservesReachTheLimit()
    {
        try (PagePool pool = new PagePool(4096))
        {
            pool.allocate(PageKind.LEAF);
            pool.reserve(1000);
            final int rest = 4096 - PageKind.LEAF.length() - 1000;
            assertThrows(PoolExhaustedException.class, () -> pool.reserve(rest + 1));
            pool.reserve(rest);
            assertThrows(PoolExhaustedException.class, () -> pool.reserve(1));

            pool.giveBack(rest);
            pool.reserve(rest);
            pool.giveBack(rest + 1000);
        }
    }

    @Test
    void shouldReleaseItsMemoryOnce()
    {
        final PagePool pool = new PagePool(4096);
        pool.close();
        pool.close();

        assertThrows(IndexOutOfBoundsException.class, () -> pool.buffer().getLong(64));
    }
}
