package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.storm.result.Outlier;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OutlierListTest
{
    private final BatchStamps stamps = new BatchStamps(8, 8);
    private final OutlierList list = new OutlierList(2);

    @Test
    void shouldKeepTheSlowest()
    {
        offer(30, 10, 20, 40);

        assertEquals(List.of(40L, 30L), responses());
    }

    @Test
    void shouldReplaceTheFastestAtOnce()
    {
        offer(30, 10, 20);

        assertEquals(List.of(30L, 20L), responses());
    }

    @Test
    void shouldTakeNoneWhenNoneAreAskedFor()
    {
        final OutlierList none = new OutlierList(0);

        assertEquals(Long.MAX_VALUE, none.thresholdNs());
    }

    @Test
    void shouldTakeTheNextOnesWhenCleared()
    {
        offer(30, 20);
        list.clear();

        offer(1);

        assertEquals(List.of(1L), responses());
    }

    @Test
    void shouldCountItsChanges()
    {
        offer(30, 10, 10, 5, 20);

        assertEquals(3, list.changes(), "none of those that are no slower than the fastest");
        list.clear();
        assertEquals(3, list.changes());
    }

    private void offer(final long... responsesNs)
    {
        for (final long responseNs : responsesNs)
        {
            if (responseNs > list.thresholdNs())
            {
                list.add(stamps.stamped(stamps.open(0, 1, 0, 0, 0), new SampledInterrupt().command(1).vmId(0).lpiId(0)
                    .intendedNs(0).enteredNs(0).nowNs(responseNs)));
            }
        }
    }

    private List<Long> responses()
    {
        return list.list().stream().map(Outlier::responseNs).toList();
    }
}
