package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageAllocatorTest
{
    private static final long PAGE = PageAllocator.PAGE_BYTES;
    private static final long BASE = 0x6000_0000L;

    @Test
    void shouldTakeTheFirstRangeWithRoom()
    {
        final PageAllocator pages = new PageAllocator(BASE, BASE + 4 * PAGE);

        assertEquals(BASE, pages.allocate(1, 1));
        assertEquals(BASE + PAGE, pages.allocate(PAGE + 1, 1));
        assertEquals(BASE + 3 * PAGE, pages.allocate(PAGE, 1));
        assertEquals(PageAllocator.NONE, pages.allocate(1, 1));
    }

    @Test
    void shouldLeaveTheGapBeforeAnAlignedRangeToOthers()
    {
        final PageAllocator pages = new PageAllocator(BASE, BASE + 8 * PAGE);

        pages.allocate(PAGE, 1);
        assertEquals(BASE + 4 * PAGE, pages.allocate(4 * PAGE, 4 * PAGE));
        assertEquals(BASE + PAGE, pages.allocate(3 * PAGE, 1));
        assertEquals(PageAllocator.NONE, pages.allocate(1, 1));
    }

    @Test
    void shouldUseWholePagesOnly()
    {
        final PageAllocator pages = new PageAllocator(BASE + 1, BASE + 3 * PAGE - 1);

        assertEquals(BASE + PAGE, pages.allocate(1, 1));
        assertEquals(PageAllocator.NONE, pages.allocate(1, 1));
        assertEquals(PageAllocator.NONE, new PageAllocator(BASE + 1, BASE + 2).allocate(1, 1));
    }

    @Test
    void shouldJoinPagesThatComeBackInAnyOrder()
    {
        final int count = 64;
        final PageAllocator pages = new PageAllocator(BASE, BASE + count * PAGE);
        final List<Long> taken = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            taken.add(pages.allocate(PAGE, 1));
        }
        Collections.shuffle(taken, new Random(1));

        taken.forEach(address -> pages.free(address, PAGE));

        assertEquals(BASE, pages.allocate(count * PAGE, 1));
    }
}
