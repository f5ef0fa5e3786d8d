package org.gale.engine.trace;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SortedFiguresTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 19, 20, 21, 1000, 1001})
    void shouldBeThoseOfTheWholeSequence(final int count)
    {
        final Random random = new Random(count);
        final long[] values = new long[count];
        Arrays.setAll(values, index -> random.nextInt(1_000_000));
        final SortedFigures figures = new SortedFigures();

        Arrays.stream(values).forEach(figures::count);
        Arrays.sort(values);
        Arrays.stream(values).forEach(figures::next);

        for (final double percent : new double[]{50, 90, 99, 99.9})
        {
            assertEquals(values[Math.max(1, (int)Math.ceil(count * percent / 100)) - 1], figures.percentile(percent));
        }
        assertEquals(count, figures.count());
        assertEquals((double)Arrays.stream(values).sum(), figures.sum());
        assertEquals(cv(values), figures.cv(), 1e-9);
        assertEquals(cv(Arrays.copyOf(values, count - count / 20)), figures.cvWithoutLongest(), 1e-9);
    }

    @Test
    void shouldBeZeroWithoutValues()
    {
        final SortedFigures figures = new SortedFigures();

        assertEquals(0, figures.percentile(50));
        assertEquals(0, figures.cv());
        assertEquals(0, figures.cvWithoutLongest());
        assertThrows(IllegalArgumentException.class, () -> figures.percentile(51));
    }

    private static double cv(final long[] values)
    {
        final double mean = Arrays.stream(values).average().orElseThrow();

        return Math.sqrt(Arrays.stream(values).mapToDouble(value -> (value - mean) * (value - mean)).average()
            .orElseThrow()) / mean;
    }
}
