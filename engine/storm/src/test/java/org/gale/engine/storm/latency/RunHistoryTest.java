package org.gale.engine.storm.latency;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.support.SteppedAgents;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Test
    void shouldEndTheIntervalInHandWhenTheWarmupEnds()
    {
        history.startHere(true);
        history.poll(FIRST, FIRST);
        history.poll(FIRST, FIRST + SECOND);
        history.measure(FIRST, FIRST + SECOND + 7);
        history.end(FIRST + 2 * SECOND);

        assertEquals(List.of(SECOND, 7L, SECOND - 7), lengths());
        assertEquals(List.of(true, true, false), history.result().intervals().stream()
            .map(Interval::isWarmup).toList());
    }

    @Test
    void shouldEndAnIntervalOnceWhenTheWarmupLastsWholeIntervals()
    {
        history.startHere(true);
        history.poll(FIRST, FIRST);
        history.measure(FIRST, FIRST + SECOND);
        history.end(FIRST + 2 * SECOND);

        assertEquals(List.of(SECOND, SECOND), lengths());
        assertEquals(List.of(true, false), history.result().intervals().stream().map(Interval::isWarmup).toList());
    }

    @Test
    void shouldBeginWhereTheEndOfTheWarmupComesFirst()
    {
        history.startHere(true);
        history.measure(FIRST, FIRST + 5);
        history.end(FIRST + 9);

        assertEquals(List.of(5L, 4L), lengths());
    }

    @Test
    void shouldLeaveFullIntervalsToTheHelperUntilTheEnd()
    {
        history.start(helpers, false);
        history.poll(FIRST, FIRST);
        history.poll(FIRST, FIRST + SECOND);
        assertEquals(List.of(), lengths());
        helpers.work();
        assertEquals(List.of(SECOND), lengths());
        history.poll(FIRST, FIRST + 2 * SECOND);
        history.end(FIRST + 2 * SECOND + 9);

        assertEquals(List.of(SECOND, SECOND, 9L), lengths());
        assertEquals(0, history.result().dropped());
    }

    @Test
    void shouldReadEachIntervalAtOnceOnTheThreadOfTheRun()
    {
        history.startHere(false);
        history.poll(0, 0);
        for (int second = 1; second < 4; second++)
        {
            history.poll(0, second * SECOND);
            assertEquals(second, history.result().intervals().size());
        }
        history.end(3 * SECOND + 9);

        assertEquals(List.of(SECOND, SECOND, SECOND, 9L), lengths());
    }

    @Test
    void shouldNotBeginBeforeTheFirstOffer()
    {
        history.start(helpers, false);
        history.poll(0, FIRST + SECOND);
        history.poll(FIRST + 2 * SECOND, FIRST + 2 * SECOND);
        history.end(FIRST + 3 * SECOND);

        assertEquals(List.of(SECOND), lengths());
    }

    @Test
    void shouldHaveNoHistoryOfARunThatRecordsNone()
    {
        final RunHistory none = new RunHistory(null, () -> IntervalHistory.Figures.NONE);
        none.start(helpers, true);
        none.poll(FIRST, FIRST);
        none.measure(FIRST, FIRST + SECOND);
        none.end(FIRST + 2 * SECOND);

        assertSame(StormHistory.NONE, none.result());
        assertEquals(0, helpers.step(new SplittableRandom(1)));
    }

    @Test
    void shouldLeaveAHistoryThatNobodyReadsToAnotherRun()
    {
        history.begin(FIRST);
        history.end(FIRST + SECOND);

        assertEquals(List.of(), lengths());
    }

    @Test
    void shouldSayWhenItHasEndedThatTheHelperFailed()
    {
        history.start((agent, idle) -> new RunningAgent()
        {
            private Throwable failure;

            @Override
            public void wake()
            {
                // A failed agent does not wake.
            }

            @Override
            public void end()
            {
                failure = new IllegalArgumentException("full");
            }

            @Override
            public Throwable failure()
            {
                return failure;
            }
        }, false);

        assertThrows(IllegalStateException.class, () -> history.end(FIRST));
    }

    private List<Long> lengths()
    {
        return history.result().intervals().stream().map(Interval::lengthNs).toList();
    }
}
