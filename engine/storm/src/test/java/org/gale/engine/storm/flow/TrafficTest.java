package org.gale.engine.storm.flow;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        return StormSources.traffic(config, new ResidentWorkload(config), lane.producer(), new CachedNanoClock());
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
        assertEquals(Lane.CAPACITY_WORDS_DEFAULT, Traffic.laneWords(Storms.small(1), ItsDeal.ONE));
        assertEquals(Traffic.LANE_WORDS, Traffic.laneWords(Storms.open(1, 1000), ItsDeal.ONE));
    }

    /** A window counts events, whichever their ITS; 2 of 3 take two words. */
    @Tag("T-ITS-3")
    @Test
    void shouldSendToTheItsOfEachDevice()
    {
        final StormConfig config = Storms.small(9);
        final Traffic traffic = StormSources.traffic(config, new ResidentWorkload(
            config, MachineConfig.DEFAULT.with(MachineKeys.ITSS, 3)), lane.producer(), new CachedNanoClock());
        traffic.begin(0);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[64 * Long.BYTES]);

        assertEquals(9, traffic.offerPaced(0));

        final int words = lane.consumer().drain(frame, 0, 64);
        final CommandCursor cursor = new CommandCursor().wrap(frame, 0, words * Long.BYTES);
        final ItsDeal deal = new ItsDeal(3);
        int events = 0;
        while (cursor.next())
        {
            final boolean isLong = cursor.opcode() == CommandWord.MSI_LONG;
            final long event = cursor.opcode() == CommandWord.TIME ? ItsDeal.NO_EVENT :
                deal.event(cursor.word(), isLong ? frame.getLong(cursor.offset() + Long.BYTES) : 0);
            events += event == ItsDeal.NO_EVENT ? 0 : 1;
            assertEquals(isLong, event != ItsDeal.NO_EVENT);
        }
        assertEquals(9, events);
        assertEquals(2 * 9 + 2, words);
        assertEquals(2 * Traffic.LANE_WORDS, Traffic.laneWords(Storms.open(1, 1000), deal));
    }

    /** Events of ITS 1 and up take two words, and the window of 512 is one of events. */
    @Test
    void shouldCountTheEventsOfAWindowWhicheverTheirWords()
    {
        try (Lane wide = Lane.allocate(2048))
        {
            final StormConfig config = StormConfigs.begin().vms(1).vpes(1).devices(6).events(512).untimed()
                .countLimit(10_000).window(512).build();
            final Traffic traffic = StormSources.traffic(config, new ResidentWorkload(
                config, MachineConfig.DEFAULT.with(MachineKeys.ITSS, 3)), wide.producer(), new CachedNanoClock());
            traffic.begin(0);

            assertEquals(256, traffic.offerPaced(0));
            assertEquals(256, traffic.offerPaced(0));
            assertEquals(0, traffic.offerPaced(0));
            assertTrue(wide.producer().position() > 768, "some took two words");
        }
    }

    @Test
    void shouldHaveNoLimitInFlightAndNoWiresInAClosedLoop()
    {
        final Traffic traffic = of(Storms.small(1));

        assertThrows(IllegalStateException.class, () -> traffic.limitInFlight(1));
        assertThrows(IllegalStateException.class, () -> traffic.wires((device, event, ns) -> assertEquals(0, ns)));
    }
}
