package org.gale.engine.storm.flow;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the kinds of traffic, and of the lanes that they need. */
class TrafficTest
{
    private final Lane lane = Lane.allocate(64);

    @AfterEach
    void close()
    {
        lane.close();
    }

    private Traffic of(final StormConfig config)
    {
        return Traffic.of(config, new ResidentWorkload(config), lane.producer(), new CachedNanoClock());
    }

    @Test
    void shouldMakeTheTrafficThatAStormAsksFor()
    {
        assertInstanceOf(StreamTraffic.class, of(config(List.of(vms("a", 1, closed(1, 1, 1))))));
        assertInstanceOf(ClosedLoopTraffic.class, of(Storms.small(1)));
        assertInstanceOf(OpenLoopTraffic.class, of(Storms.open(1, 1000)));
    }

    @Test
    void shouldNeedALongerLaneForAnOpenLoop()
    {
        assertEquals(Lane.CAPACITY_WORDS_DEFAULT, Traffic.laneWords(Storms.small(1)));
        assertEquals(OpenLoopTraffic.LANE_WORDS, Traffic.laneWords(Storms.open(1, 1000)));
    }

    @Test
    void shouldHaveNoLimitInFlightAndNoWiresInAClosedLoop()
    {
        final Traffic traffic = of(Storms.small(1));

        assertThrows(IllegalStateException.class, () -> traffic.limitInFlight(1));
        assertThrows(IllegalStateException.class, () -> traffic.wires((device, event, ns) -> assertEquals(0, ns)));
    }
}
