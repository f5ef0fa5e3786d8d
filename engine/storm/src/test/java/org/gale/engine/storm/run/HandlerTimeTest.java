package org.gale.engine.storm.run;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.profile.ResidentGuests;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the wait of guests that need time, under a clock that moves by 10 ns with each read. */
class HandlerTimeTest
{
    private static final long READ_NS = 10;
    private static final long BEGIN_NS = 1_000;

    private final PeSet signalled = new PeSet(4);
    private long nowNs = BEGIN_NS - READ_NS;
    private int turning;

    private void turn(final long turnNs)
    {
        final NanoClock clock = () -> nowNs += READ_NS;
        new HandlerTime(new ForwardingTurns(new ResidentGuests(1))
        {
            @Override
            public void turning(final PeSet pes)
            {
                turning++;
                super.turning(pes);
            }
        }, turnNs, clock).turning(signalled);
    }

    @Test
    void shouldWaitForEachGuestThatIsSignalled()
    {
        signalled.set(0, true);
        signalled.set(2, true);

        turn(50);

        assertEquals(BEGIN_NS + 2 * 50, nowNs, "the first read that is not earlier than the end");
        assertEquals(1, turning, "the source learns of the turns");
    }

    @Test
    void shouldWaitUntilTheFirstReadBehindTheTime()
    {
        signalled.set(3, true);

        turn(95);

        assertEquals(BEGIN_NS + 100, nowNs);
    }

    @Test
    void shouldNotWaitWhereNoGuestIsSignalled()
    {
        turn(50);

        assertEquals(BEGIN_NS + READ_NS, nowNs, "one read begins, and one ends");
    }
}
