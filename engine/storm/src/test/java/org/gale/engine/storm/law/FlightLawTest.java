package org.gale.engine.storm.law;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of events in flight. */
@Tag("P13")
class FlightLawTest
{
    private final FlightLaw law = new FlightLaw(5, 100);

    @Test
    void shouldAllowAsManyEventsAsTheLimit()
    {
        assertNull(law.sent(3, 10, 0));
        assertNull(law.sent(2, 20, 0));
        assertNull(law.sent(3, 30, 10));
        assertNull(law.sent(5, 40, 30));
    }

    @Test
    void shouldFindOneMore()
    {
        assertNull(law.sent(3, 10, 0));
        assertEquals("6 events in flight, and 5 are allowed", law.sent(3, 20, 9));
    }

    @Test
    void shouldGoOnForLong()
    {
        for (int i = 1; i < 1_000; i++)
        {
            assertNull(law.sent(5, 10L * i, 10L * (i - 1)));
        }
        assertEquals("6 events in flight, and 5 are allowed", law.sent(1, 10_000, 9_989));
    }
}
