package org.gale.engine.storm.result.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepSpanTest
{
    @ParameterizedTest
    @CsvSource({"100, 10000, 1000", "0, 10, 5", "1, 3, 2", "1, 4, 2", "0, 2, 1", "7, 9, 8"})
    void shouldHaveTheMiddleOfTwoValues(final String low, final String high, final String middle)
    {
        assertEquals(new BigDecimal(middle),
            SweepSpan.of("0", "10M").middle(new BigDecimal(low), new BigDecimal(high)));
    }

    @Test
    void shouldHaveNoMiddleOfNeighbours()
    {
        final SweepSpan span = SweepSpan.of("1", "10M");

        assertNull(span.middle(BigDecimal.ONE, BigDecimal.valueOf(2)));
        assertNull(span.middle(BigDecimal.valueOf(9_999_999), BigDecimal.valueOf(10_000_000)));
    }

    @Test
    void shouldNarrowFractionsToSixDigits()
    {
        final SweepSpan span = SweepSpan.of("0.5", "1.5");
        BigDecimal low = span.from();
        final BigDecimal high = span.to();
        int steps = 0;
        for (BigDecimal middle = span.middle(low, high); middle != null && steps < 100; steps++)
        {
            low = middle;
            middle = span.middle(low, high);
        }

        assertTrue(steps < 30, steps + " steps to " + low);
        assertEquals("1.49999", span.text(low));
    }

    @ParameterizedTest
    @CsvSource({"1ms, 2s, 1500000, 1500us", "1k, 2k, 1500.4, 1500",
        "0.5, 2.5, 1.23456789, 1.23457", "0, 0.5, 0.25, 0.25"})
    void shouldWriteValuesAsKeysHaveThem(final String from, final String to, final String value, final String text)
    {
        assertEquals(text, SweepSpan.of(from, to).text(new BigDecimal(value)));
    }
}
