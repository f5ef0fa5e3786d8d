package org.gale.engine.storm.latency;

import java.util.Set;
import org.gale.engine.support.SteppedAgents;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** History of a run whose helper runs when the test says so. */
class RunHistoryTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST = 77;

    private final SteppedAgents helpers = new SteppedAgents();
    private final RunHistory history = new RunHistory(
        new IntervalHistory(new LatencyHistograms(1), false), () -> IntervalHistory.Figures.NONE);

    @Test
    void shouldWakeTheHelperForEachIntervalAndNotBetween()
    {
        history.start(helpers, false);
        history.poll(FIRST, FIRST);
        history.poll(FIRST, FIRST + SECOND - 1);
        assertEquals(Set.of(), helpers.takeWoken());

        history.poll(FIRST, FIRST + SECOND);

        assertEquals(Set.of("gale-history"), helpers.takeWoken());
        history.poll(FIRST, FIRST + SECOND + 1);
        assertEquals(Set.of(), helpers.takeWoken());
    }

    @Test
    void shouldWakeTheHelperWhenTheWarmupEnds()
    {
        history.start(helpers, true);
        history.poll(FIRST, FIRST);

        history.measure(FIRST, FIRST + SECOND / 2);

        assertEquals(Set.of("gale-history"), helpers.takeWoken());
    }
}
