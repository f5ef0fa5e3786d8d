package org.gale.tables.bitmap;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.bitmap.PagePool.Kind;
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
    @EnumSource(Kind.class)
    void shouldAllocatePagesOfZerosThatDoNotOverlap(final Kind kind)
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
    @EnumSource(Kind.class)
    void shouldAllocatePagesOfZerosInMemoryThatIsNot(final Kind kind)
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
            final int leaf = pool.allocate(Kind.LEAF);
            final int node = pool.allocate(Kind.NODE);
            pool.free(Kind.LEAF, leaf);
            pool.free(Kind.NODE, node);
            assertEquals(0, pool.usedBytes());

            assertEquals(node, pool.allocate(Kind.NODE));
            assertEquals(leaf, pool.allocate(Kind.LEAF));
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
            while (pool.usedBytes() + Kind.LEAF.length() <= 4096 - 64)
            {
                last = pool.allocate(Kind.LEAF);
                count++;
            }
            final long used = pool.usedBytes();

            final PoolExhaustedException ex =
                assertThrows(PoolExhaustedException.class, () -> pool.allocate(Kind.LEAF));

            assertTrue(ex.getMessage().contains("gale.index.limit"), ex.getMessage());
            assertEquals(used, pool.usedBytes());
            assertEquals((long)count * Kind.LEAF.length(), pool.usedBytes());
            pool.free(Kind.LEAF, last);
            assertEquals(last, pool.allocate(Kind.LEAF));
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
            final int page = pool.allocate(Kind.RECORD);

            assertEquals(0, pool.buffer().getLong(page));
            assertEquals(Kind.RECORD.length(), pool.usedBytes());
        }
    }

    /** Counts memory beside the pages against the same limit. */
    @Test
    void shouldReportExhaustionWhenReservesReachTheLimit()
    {
        try (PagePool pool = new PagePool(4096))
        {
            pool.allocate(Kind.LEAF);
            pool.reserve(1000);
            final int rest = 4096 - Kind.LEAF.length() - 1000;
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
