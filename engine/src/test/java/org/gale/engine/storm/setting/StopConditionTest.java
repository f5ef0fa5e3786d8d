package org.gale.engine.storm.setting;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StopConditionTest
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
        final StopCondition condition = StopCondition.parse(text);

        assertEquals(new StopCondition(metric, ns, isInclusive), condition);
        assertEquals(condition, StopCondition.parse(condition.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "response", "response 1ms", "response < 1ms", "reponse > 1ms", "response > fast"})
    void shouldRefuseWhatIsNoCondition(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> StopCondition.parse(text));
    }

    @Test
    void shouldReadSeveralConditionsOfWhichEachCounts()
    {
        final StopConditions conditions = StopConditions.parse("response > 1ms,stall >= 3ms");

        assertEquals(List.of(new StopCondition("response", 1_000_000, false)), conditions.ofInterrupts().all());
        assertEquals(List.of(new StopCondition("stall", 3_000_000, true)), conditions.ofStalls().all());
        assertEquals(conditions, StopConditions.parse(conditions.text()));
    }

    @Test
    void shouldBeMetAboveItsDurationAndAtItIfAsked()
    {
        assertFalse(StopCondition.parse("response > 7ns").isMet(7));
        assertTrue(StopCondition.parse("response > 7ns").isMet(8));
        assertFalse(StopCondition.parse("response >= 7ns").isMet(6));
        assertTrue(StopCondition.parse("response >= 7ns").isMet(7));
    }
}
