package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.ActionRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the events behind which actions are due. */
class ActionsByEventsTest
{
    @ParameterizedTest(name = "{0}: {2} due after {1} events, the next behind event {3}")
    @CsvSource({"1/10k, 0, 0, 10000", "1/10k, 9999, 0, 10000", "1/10k, 10000, 1, 20000", "1/10k, 10001, 1, 20000",
        "2/5, 0, 0, 3", "2/5, 2, 0, 3", "2/5, 3, 1, 5", "2/5, 4, 1, 5", "2/5, 5, 2, 8", "1/1, 7, 7, 8",
        "1M/1T, 999999999999999999, 999999999999, 1000000000000000000"})
    void shouldSpreadTheActionsEvenly(final String rate, final long offered, final long due, final long next)
    {
        final ActionsByEvents pace = ActionsByEvents.of(ActionRate.parse(rate));

        assertEquals(due, pace.due(offered));
        assertEquals(next, pace.next(offered));
    }

    @Test
    void shouldNeverBeDueByTheClock()
    {
        final ActionsByEvents pace = ActionsByEvents.of(ActionRate.perSecond(1000));

        assertEquals(0, pace.due(Long.MAX_VALUE));
        assertEquals(ActionsByEvents.NEVER, pace.next(0));
    }
}
