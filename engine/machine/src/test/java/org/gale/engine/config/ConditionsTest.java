package org.gale.engine.config;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConditionsTest
{
    @Test
    void shouldReadConditionsThatCommasSeparate()
    {
        final Conditions conditions =
            Conditions.parse("rate < 1M, response.p99>50us,delivered >= 5", Condition.FIGURES);

        assertEquals(List.of("rate", "response.p99", "delivered"),
            conditions.all().stream().map(Condition::metric).toList());
        assertEquals("rate < 1M,response.p99 > 50us,delivered >= 5", conditions.text());
        assertEquals(conditions, Conditions.parse(conditions.text(), Condition.FIGURES));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "1,000 | '1,000' is not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')",
        "rate > 1,000 | 'rate > 1,000' is not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')",
        "rate > 1, | 'rate > 1,' is not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')",
        "rate > 1,,rate < 2 | 'rate > 1,' is not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')",
    })
    void shouldNotSeparateTheDigitsOfANumber(final String text, final String message)
    {
        assertEquals(message, assertThrows(
            IllegalArgumentException.class, () -> Conditions.parse(text, Condition.FIGURES)).getMessage());
    }

    @Test
    void shouldKeepTheConditionsOfChosenFigures()
    {
        final Conditions conditions = Conditions.parse("rate < 1M,response.p99 > 50us", Condition.FIGURES);

        assertEquals("response.p99 > 50us", conditions.of(metric -> metric.startsWith("response")).text());
        assertTrue(conditions.of(metric -> false).isEmpty());
        assertFalse(conditions.isEmpty());
        assertEquals("response.p99 > 50 us", conditions.all().get(1).timeText());
    }
}
