package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    @Test
    void shouldSplitARangeWithRoomOnBothSides()
    {
        final PageAllocator pages = new PageAllocator(BASE + PAGE, BASE + 8 * PAGE);

        assertEquals(BASE + 4 * PAGE, pages.allocate(PAGE, 4 * PAGE));

        assertEquals(BASE + PAGE, pages.allocate(3 * PAGE, 1));
        assertEquals(BASE + 5 * PAGE, pages.allocate(3 * PAGE, 1));
        assertEquals(PageAllocator.NONE, pages.allocate(1, 1));
    }

    @Test
    void shouldNotGiveARangeThatIsShorterThanItsAlignment()
    {
        final PageAllocator pages = new PageAllocator(BASE + PAGE, BASE + 5 * PAGE);

        assertEquals(PageAllocator.NONE, pages.allocate(2 * PAGE, 4 * PAGE));
        assertEquals(BASE + 4 * PAGE, pages.allocate(PAGE, 4 * PAGE));
        assertEquals(PageAllocator.NONE, pages.allocate(PAGE, 4 * PAGE));
        assertEquals(PageAllocator.NONE, new PageAllocator(BASE, BASE).allocate(1, 1));
    }

    @Test
    void shouldKeepTheRangesBehindOneThatIsUsedUp()
    {
        final PageAllocator pages = new PageAllocator(BASE, BASE + 8 * PAGE);
        pages.allocate(8 * PAGE, 1);
        for (final int page : new int[]{0, 2, 5})
        {
            pages.free(BASE + page * PAGE, PAGE);
        }
        pages.free(BASE + 6 * PAGE, 2 * PAGE);

        assertEquals(BASE, pages.allocate(PAGE, 1));
        assertEquals(BASE + 5 * PAGE, pages.allocate(3 * PAGE, 1));
        assertEquals(BASE + 2 * PAGE, pages.allocate(1, 1));
        assertEquals(PageAllocator.NONE, pages.allocate(1, 1));
    }

    @ParameterizedTest(name = "{0} ranges")
    @ValueSource(ints = {0, 1, 16, 17, 40})
    void shouldGoOnFromSavedState(final int ranges)
    {
        final PageAllocator pages = new PageAllocator(BASE, BASE + 100 * PAGE);
        pages.allocate(100 * PAGE, 1);
        for (int i = 0; i < ranges; i++)
        {
            pages.free(BASE + 2L * i * PAGE, PAGE);
        }
        final SavedWords saved = new SavedWords();
        pages.state(saved);
        assertEquals(1 + 2 * ranges, saved.words().size());
        final PageAllocator restored = new PageAllocator(BASE, BASE + PAGE);

        restored.state(saved.restoring());

        for (int i = 0; i < ranges; i++)
        {
            assertEquals(BASE + 2L * i * PAGE, restored.allocate(PAGE, 1));
        }
        assertEquals(PageAllocator.NONE, restored.allocate(PAGE, 1));
    }
}
