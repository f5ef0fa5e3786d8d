package org.gale.engine.storm.law;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the law of closed streams: what the engine has completed has come back. */
@Tag("P13")
class ReturnLawTest
{
    private final int[] inFlight = new int[2];
    private final long[] offered = new long[2];
    private final ReturnLaw law =
        new ReturnLaw(2, stream -> offered[stream], () -> Arrays.stream(offered).sum());

    private void offer(final int stream, final int count)
    {
        offered[stream] += count;
        inFlight[stream] += count;
    }

    private int overdue(final long completed, final long position)
    {
        return law.overdue(completed, position, stream -> inFlight[stream]);
    }

    @Test
    void shouldLetEventsBeInFlightUntilTheMarkIsCompleted()
    {
        offer(0, 3);
        offer(1, 1);

        assertEquals(ReturnLaw.NONE, overdue(0, 10));
        assertEquals(ReturnLaw.NONE, overdue(9, 10));
    }

    @Test
    void shouldLetEventsBeInFlightThatWereOfferedAfterTheMark()
    {
        offer(0, 2);
        overdue(0, 10);
        inFlight[0] = 0;
        offer(0, 5);

        assertEquals(ReturnLaw.NONE, overdue(10, 20));
        assertEquals(0, law.since(0));
    }

    @Test
    void shouldFindAStreamThatWaitsForWhatCameBack()
    {
        offer(0, 1);
        offer(1, 2);
        overdue(0, 10);
        inFlight[0] = 0;
        inFlight[1] = 1;

        assertEquals(1, overdue(10, 10));
    }

    @Test
    void shouldFindItBehindTheNextMark()
    {
        offer(0, 4);
        overdue(0, 10);
        inFlight[0] = 0;
        offer(0, 4);
        assertEquals(ReturnLaw.NONE, overdue(10, 20));
        inFlight[0] = 1;

        assertEquals(ReturnLaw.NONE, overdue(19, 20));
        assertEquals(0, overdue(20, 20));
    }

    /** Fewer events than streams do not move the mark at once, or each would cost a step for each stream. */
    @Test
    void shouldMoveTheMarkBehindFewEventsOnceNothingComes()
    {
        offer(1, 1);
        for (int i = 0; i <= ReturnLaw.QUIET_LIMIT; i++)
        {
            assertEquals(ReturnLaw.NONE, overdue(10, 10));
        }

        assertEquals(1, overdue(10, 10));
    }
}
