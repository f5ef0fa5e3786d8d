package org.gale.engine.storm.run;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.storm.flow.OpenLoopTraffic;
import org.gale.engine.storm.flow.StormSources;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the words that an open loop has in flight while the run warms up. */
class ColdTrafficTest
{
    private static final int EVENTS = 400_000;
    private static final int PERIOD_NS = 1000;

    private final StormConfig config = Storms.open(EVENTS, 1e9 / PERIOD_NS);
    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane lane = Lane.allocate(Traffic.LANE_WORDS);
    private final MutableDirectBuffer drained = new UnsafeBuffer(new byte[Traffic.LANE_WORDS * Long.BYTES]);
    private final Traffic traffic =
        StormSources.traffic(config, new ResidentWorkload(config), lane.producer(), clock);

    @AfterEach
    void close()
    {
        lane.close();
    }

    @Test
    void shouldHaveAShortBacklogWhileItWarmsUp()
    {
        begin();
        traffic.warmUp();

        offerAll();

        final long words = lane.producer().position();
        assertTrue(words <= OpenLoopTraffic.COLD_WORDS, words + " words");
        assertTrue(words >= OpenLoopTraffic.COLD_WORDS - CommandWord.TIME_WORDS, words + " words");
        assertTrue(lane.producer().refusedCount() > 0);
    }

    @Test
    void shouldOfferMoreOnceWordsAreCompleted()
    {
        begin();
        traffic.warmUp();
        offerAll();
        final long before = traffic.sent();
        final LaneConsumer consumer = lane.consumer();
        consumer.drain(drained, 0, Traffic.LANE_WORDS);
        consumer.complete(consumer.position());

        offerAll();

        assertTrue(traffic.sent() > before);
    }

    @Test
    void shouldHaveALongBacklogOnceItIsWarm()
    {
        begin();
        traffic.warmUp();
        offerAll();
        traffic.measure(clock.nanoTime());
        clock.advance((long)EVENTS * PERIOD_NS);

        offerAll();

        assertEquals(EVENTS, traffic.sent());
    }

    @Test
    void shouldStayShortWhenItsClockStartsAnew()
    {
        begin();
        traffic.warmUp();
        traffic.restart(clock.nanoTime());
        clock.advance((long)EVENTS * PERIOD_NS);

        offerAll();

        assertTrue(lane.producer().position() <= OpenLoopTraffic.COLD_WORDS);
    }

    @Test
    void shouldForgetHowLateItIsWhenItsClockStartsAnew()
    {
        begin();
        traffic.warmUp();

        traffic.restart(clock.nanoTime());

        assertEquals(1, traffic.offerPaced(clock.nanoTime()));
        assertEquals(0, traffic.lag().getMaxValue());
        assertEquals(0, traffic.offerPaced(clock.nanoTime()), "the next one is not due yet");
    }

    @Test
    void shouldHaveALongBacklogWithoutAWarmup()
    {
        begin();

        offerAll();

        assertEquals(EVENTS, traffic.sent());
    }

    /** Begins as a generator does, and lets all events become due. */
    private void begin()
    {
        traffic.begin(clock.nanoTime());
        traffic.measure(clock.nanoTime());
        clock.advance((long)EVENTS * PERIOD_NS);
    }

    private void offerAll()
    {
        while (traffic.offerPaced(clock.nanoTime()) > 0)
        {
            assertTrue(traffic.sent() <= EVENTS);
        }
    }
}
