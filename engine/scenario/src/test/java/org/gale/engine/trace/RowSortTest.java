package org.gale.engine.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowSortTest
{
    private static final int CHUNK = 3;

    /** Counts around a chunk, a level of runs, and a level of runs of runs. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, CHUNK * RowSort.FAN_IN - 1, CHUNK * RowSort.FAN_IN + 1,
        CHUNK * RowSort.FAN_IN * RowSort.FAN_IN + 5 * CHUNK * RowSort.FAN_IN + 2})
    void shouldReturnAllRowsInOrder(final int count)
    {
        final Random random = new Random(count);
        final List<List<Long>> expected = new ArrayList<>();
        try (RowSort sort = new RowSort(4, CHUNK))
        {
            for (long i = 0; i < count; i++)
            {
                final long[] row = {random.nextInt(count), i, random.nextLong(), ~i};
                expected.add(List.of(row[0], row[1], row[2], row[3]));
                sort.add(row);
            }
            expected.sort(Comparator.<List<Long>>comparingLong(row -> row.get(0)).thenComparingLong(row -> row.get(1)));

            sort.sort();

            for (final List<Long> row : expected)
            {
                sort.next();
                assertEquals(row, List.of(sort.column(0), sort.column(1), sort.column(2), sort.column(3)));
            }
            assertFalse(sort.next());
        }
    }

    @Test
    void shouldKeepTheOrderOfEventsOfTheSameTime()
    {
        try (EventSort events = new EventSort(2))
        {
            events.add(7, 2, 65_535, 4_095, TraceEvents.NO_SERVICE);
            events.add(7, 1, 0, 0, 0);
            events.add(6, 3, 1, 1, Long.MAX_VALUE);

            events.sort();

            assertEquals(List.of(6L, 1L, 1L, Long.MAX_VALUE), next(events));
            assertEquals(List.of(7L, 0L, 0L, 0L), next(events));
            assertEquals(List.of(7L, 65_535L, 4_095L, TraceEvents.NO_SERVICE), next(events));
            assertFalse(events.next());
        }
    }

    @Test
    void shouldUseNoFileForRowsThatFit()
    {
        final RowSort rows = new RowSort(2, 2);
        rows.add(new long[]{2, 0});
        rows.add(new long[]{1, 0});
        rows.sort();

        rows.close();

        assertTrue(rows.next());
        assertEquals(1, rows.column(0));
        assertTrue(rows.next());
        assertEquals(2, rows.column(0));
        assertFalse(rows.next());
    }

    @Test
    void shouldSayThatItsFilesAreClosed()
    {
        final EventSort events = new EventSort(1);
        for (int i = 0; i < 3; i++)
        {
            events.add(i, i, 0, 0, 0);
        }
        events.close();

        final OutcomeException failure = assertThrows(OutcomeException.class, events::sort);

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertEquals("a temporary file cannot be written: the host gives no reason (set TMPDIR to a directory with " +
            "space)", failure.getMessage());
    }

    private static List<Long> next(final EventSort events)
    {
        events.next();

        return List.of(events.timeNs(), (long)events.vector(), (long)events.cpu(), events.serviceNs());
    }
}
