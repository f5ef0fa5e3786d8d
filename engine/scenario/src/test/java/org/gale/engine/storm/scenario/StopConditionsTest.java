package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StopConditionsTest
{
    @ParameterizedTest
    @CsvSource({
        "response > 1ms, response, 1000000, false",
        "service>=20us, service, 20000, true",
        "' queued  >  5ns ', queued, 5, false",
        "stall > 50ms, stall, 50000000, false"})
    void shouldReadAMetricAnOperatorAndADuration(
        final String text, final String metric, final long ns, final boolean isInclusive)
    {
        final Condition condition = condition(text);

        assertEquals(metric, condition.metric());
        assertEquals((double)ns, condition.limit());
        assertEquals(isInclusive ? Condition.Order.AT_LEAST : Condition.Order.ABOVE, condition.order());
        assertEquals(condition, condition(condition.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "response", "response 1ms", "response < 1ms", "reponse > 1ms", "response > fast"})
    void shouldRefuseWhatIsNoCondition(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> condition(text));
    }

    @Test
    void shouldReadSeveralConditionsOfWhichEachCounts()
    {
        final Conditions conditions = Conditions.parse("response > 1ms,stall >= 3ms", StopConditions.FORM);

        assertEquals(List.of(condition("response > 1ms")), StopConditions.ofInterrupts(conditions).all());
        assertEquals(List.of(condition("stall >= 3ms")), StopConditions.ofStalls(conditions).all());
        assertEquals(conditions, Conditions.parse(conditions.text(), StopConditions.FORM));
    }

    @Test
    void shouldBeMetAboveItsDurationAndAtItIfAsked()
    {
        assertFalse(condition("response > 7ns").holds(7));
        assertTrue(condition("response > 7ns").holds(8));
        assertFalse(condition("response >= 7ns").holds(6));
        assertTrue(condition("response >= 7ns").holds(7));
    }

    private static Condition condition(final String text)
    {
        return Condition.parse(text, StopConditions.FORM);
    }
}
