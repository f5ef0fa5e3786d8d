package org.gale.engine.storm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of items in the order of their times. */
class TimedItemsTest
{
    private record Item(long ns, int item)
    {
    }

    @Test
    void shouldHaveNoTimeWithoutItems()
    {
        final TimedItems items = new TimedItems(1);

        assertEquals(TrafficModel.NEVER, items.firstNs());

        items.add(7, 3);
        assertEquals(7, items.firstNs());
        assertEquals(3, items.take());
        assertEquals(TrafficModel.NEVER, items.firstNs());
    }

    @Test
    void shouldTakeItemsByTimeAndThoseOfOneTimeInTheirOrder()
    {
        final long seed = 11;
        final SplittableRandom random = new SplittableRandom(seed);
        final TimedItems items = new TimedItems(64);
        final List<Item> expected = new ArrayList<>();
        for (int step = 0; step < 10_000; step++)
        {
            if (expected.size() < 64 && (expected.isEmpty() || random.nextLong() > 0))
            {
                final Item item = new Item(random.nextLong() & 15, step);
                items.add(item.ns, item.item);
                expected.add(item);
            }
            else
            {
                final Item first = expected.stream().min(Comparator.comparingLong(Item::ns)).orElseThrow();
                assertEquals(first.ns, items.firstNs(), "seed " + seed + ", step " + step);
                assertEquals(first.item, items.take(), "seed " + seed + ", step " + step);
                expected.remove(first);
            }
        }
    }
}
