package org.gale.engine.storm.law;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A PE polls within the window of the vCPU that it had last, while nothing else is to be done. */
@Tag("P14")
class PollTimesTest
{
    private final PollTimes times = new PollTimes(2);

    @Test
    void shouldPollUntilTheEndOfTheWindow()
    {
        times.begins(1, 50, 100);

        assertEquals(30, times.until(130));
        assertEquals(50, times.until(1_000));
        assertEquals(50, times.until(2_000));
    }

    @Test
    void shouldPollUntilAVcpuTakesThePe()
    {
        times.begins(1, 50, 100);
        times.ends(1, 120);
        times.begins(0, 50, 120);

        assertEquals(70, times.until(1_000));
    }

    @Test
    void shouldNotPollWithoutAWindow()
    {
        times.begins(1, 0, 100);

        assertEquals(0, times.until(1_000));
    }

    @Test
    void shouldNotPollWhileItServesAnInterrupt()
    {
        times.begins(1, 50, 100);
        times.serves(1, true, 110);
        times.serves(1, true, 120);
        times.serves(1, false, 130);

        assertEquals(30, times.until(1_000));
    }

    @Test
    void shouldNotPollBehindAnInterruptThatOutlastsTheWindow()
    {
        times.serves(7, true, 90);                                  // a housekeeper
        times.begins(1, 50, 100);
        times.serves(1, true, 110);
        times.serves(1, false, 160);

        assertEquals(10, times.until(1_000));
    }
}
