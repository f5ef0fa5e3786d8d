package org.gale.engine.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConditionTest
{
    @ParameterizedTest
    @CsvSource({
        "response.p99 > 50us, response.p99, ABOVE, 50000, true",
        "response.p99>50us, response.p99, ABOVE, 50000, true",
        "rate<1M, rate, BELOW, 1000000, false",
        "rate <= 1.5M, rate, AT_MOST, 1500000, false",
        "journal.bytes_per_command >= 8.5, journal.bytes_per_command, AT_LEAST, 8.5, false"})
    void shouldReadAMetricARelationAndAValue(
        final String text, final String metric, final Condition.Order order, final double limit, final boolean isTime)
    {
        final Condition condition = Condition.parse(text);

        assertEquals(metric, condition.metric());
        assertEquals(order, condition.order());
        assertEquals(limit, condition.limit());
        assertEquals(isTime, condition.isTime());
    }

    @ParameterizedTest
    @CsvSource({
        "x > 2, false, false, true", "x >= 2, false, true, true", "x < 2, true, false, false",
        "x <= 2, true, true, false"})
    void shouldHoldOnOneSideOfTheLimit(
        final String text, final boolean below, final boolean at, final boolean above)
    {
        final Condition condition = Condition.parse(text);

        assertEquals(below, condition.holds(1.9));
        assertEquals(at, condition.holds(2));
        assertEquals(above, condition.holds(2.1));
    }

    @Test
    void shouldNotHoldForAValueThatIsMissing()
    {
        assertFalse(Condition.parse("x > 2").holds(Double.NaN));
        assertFalse(Condition.parse("x <= 2").holds(Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "response.p99", "response.p99 = 5us", "> 5us", "response.p99 >", "a b > 5us",
        "response.p99 > -5us", "response.p99 > 5us 6us"})
    void shouldRefuseWhatIsNoCondition(final String text)
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> Condition.parse(text)).getMessage();

        assertTrue(message.startsWith("'" + text + "' is not METRIC OP VALUE"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.p99 > 5parsecs", "rate < 5Q"})
    void shouldRefuseUnknownUnits(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> Condition.parse(text));
    }
}
