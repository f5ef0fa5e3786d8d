package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the sum of histories. */
class HistorySumTest
{
    private static final long SECOND_NS = 1_000_000_000;

    private static StormHistory history(final long... pending)
    {
        final long[] next = new long[1];

        return new StormHistory(LongStream.of(pending).mapToObj(count -> new Interval(SECOND_NS * next[0]++, SECOND_NS,
            false, new Interval.Counts(1, 1, count, 0, 0), Map.of(), List.of())).toList(), ResponseHeat.NONE, 0);
    }

    private static List<Long> pending(final StormHistory history)
    {
        return history.intervals().stream().map(interval -> interval.counts().pending()).toList();
    }

    @Test
    void shouldKeepWhatIsPendingOfAPartitionThatHasEnded()
    {
        assertEquals(List.of(3L, 5L, 4L), pending(HistorySum.of(List.of(history(3), history(0, 2, 1)), true)));
    }

    @Test
    void shouldBeTheSameHoweverPartsAreGrouped()
    {
        final StormHistory two = HistorySum.of(List.of(history(3), history(0, 2, 1)), true);

        assertEquals(pending(HistorySum.of(List.of(history(3), history(0, 2, 1), history(7, 8)), true)),
            pending(HistorySum.of(List.of(two, history(7, 8)), true)));
    }

    /** Makes a history whose intervals begin in given seconds of the wall clock, each with one delivered. */
    private static StormHistory wall(final long dropped, final long... seconds)
    {
        return new StormHistory(LongStream.of(seconds).mapToObj(second -> new Interval(second * 1_000_000_000,
            1_000_000_000, false, new Interval.Counts(1, 1, 0, 0, 0), Map.of(), List.of())).toList(),
            ResponseHeat.NONE, dropped);
    }

    private static long delivered(final StormHistory history)
    {
        return history.intervals().stream().mapToLong(interval -> interval.counts().delivered()).sum();
    }

    @Test
    void shouldKeepAllIntervalsOfEnginesThatStallAtDifferentTimes()
    {
        final StormHistory sum = HistorySum.of(List.of(wall(0, 0, 8), wall(0, 0, 3, 6), wall(0, 1)), false);

        assertEquals(6, delivered(sum));
        assertEquals(5, sum.intervals().size());
        assertEquals(0, sum.dropped());
    }

    @Test
    void shouldBeginWhereAnEngineHasDroppedEarlierIntervals()
    {
        final StormHistory sum = HistorySum.of(List.of(wall(5, 5, 6, 7), wall(0, 0, 2, 4, 5)), false);

        assertEquals(4, delivered(sum));
        assertEquals(3, sum.intervals().size());
        assertEquals(5, sum.dropped());
    }
}
