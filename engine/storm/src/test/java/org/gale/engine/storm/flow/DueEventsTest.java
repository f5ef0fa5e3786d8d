package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.poisson;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of events by the times at which they are due. */
class DueEventsTest
{
    private record Due(long ns, long word)
    {
    }

    private static DueEvents due(final StormConfig config)
    {
        final DueEvents events = StormSources.due(config, new ResidentWorkload(config), Topology.of(config));
        events.begin(0, 0);

        return events;
    }

    /** Takes the events that are due up to a time, and handles none. */
    private static List<Due> take(final DueEvents events, final long untilNs)
    {
        final List<Due> taken = new ArrayList<>();
        for (long ns = events.nextNs(0); ns <= untilNs; ns = events.nextNs(ns))
        {
            taken.add(new Due(ns, events.take(ns)));
        }

        return taken;
    }

    private static List<Due> of(final StormConfig config, final List<Due> events, final int vm)
    {
        final Topology topology = Topology.of(config);

        return events.stream().filter(event -> topology.vmOfDevice(Commands.msiDeviceId(event.word)) == vm).toList();
    }

    @Test
    void shouldMergeOpenStreamsByTimeThenVm()
    {
        final StormConfig config = config(List.of(vms("a", 2, open(1, 8, 1000)), vms("b", 1, open(1, 8, 2000))));

        final List<Due> taken = take(due(config), MS);

        assertEquals(List.of(0L, 0L, 0L, MS / 2, MS, MS, MS), taken.stream().map(Due::ns).toList());
        assertEquals(List.of(0, 1, 2, 2, 0, 1, 2),
            taken.stream().map(event -> Commands.msiDeviceId(event.word)).toList());
    }

    @Test
    void shouldLeaveTheTimesOfAGroupWhateverTheOthersAre()
    {
        final VmShape group = vms("a", 2, poisson(2, 8, 50_000));
        final StormConfig alone = config(List.of(group));
        final StormConfig beside = config(List.of(group, vms("b", 3, poisson(1, 8, 80_000), closed(1, 4, 2))));

        final List<Due> times = take(due(alone), 20 * MS);
        final List<Due> others = take(due(beside), 20 * MS);

        assertNotEquals(0, times.size());
        assertEquals(of(alone, times, 0), of(beside, others, 0));
        assertEquals(of(alone, times, 1), of(beside, others, 1));
        assertNotEquals(times.size(), others.size());
    }

    @Test
    void shouldOfferAnEventOfAClosedLoopAgainOnceItIsHandled()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, closed(1, 2, 2)))));
        final List<Due> first = take(events, 0);
        assertEquals(2, first.size());
        assertEquals(DueEvents.NEVER, events.nextNs(7));
        assertEquals("a/d", events.waiting());

        events.handled(0, Commands.msiEventId(first.get(1).word), 0);
        assertEquals(DueEvents.NEVER, events.nextNs(8));            // the next one of the round is still in flight
        events.handled(0, Commands.msiEventId(first.get(0).word), 0);

        assertEquals(9, events.nextNs(9));
        assertEquals(first.get(0).word, events.take(0));
        assertEquals(first.get(1).word, events.take(0));
        assertEquals(DueEvents.NEVER, events.nextNs(9));
    }

    @Test
    void shouldKeepTheWindowOfAClosedStream()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, closed(1, 8, 3)))));

        assertEquals(3, take(events, 0).size());
        assertEquals(DueEvents.NEVER, events.nextNs(0));
    }

    @Test
    void shouldTakeTheLowerStreamFirstWhereAnOpenAndAClosedOneAreDue()
    {
        final DueEvents events = due(config(List.of(
            vms("a", 1, closed(1, 1, 1)), vms("b", 1, open(1, 8, 1000)), vms("c", 1, closed(1, 1, 1)))));

        assertEquals(List.of(0, 1, 2),
            take(events, 0).stream().map(event -> Commands.msiDeviceId(event.word)).toList());
        events.handled(0, 0, 0);
        events.handled(2, 0, 0);
        assertEquals(List.of(0, 2, 1),
            take(events, MS).stream().map(event -> Commands.msiDeviceId(event.word)).toList());
    }

    @Test
    void shouldServeMoreClosedStreamsThanAWordHasBits()
    {
        final DueEvents events = due(
            StormConfigs.of(config(List.of(vms("a", 100, closed(1, 1, 1))))).pes(100).build());

        assertEquals(100, take(events, 0).stream().map(Due::word).distinct().count());
        events.handled(99, 0, 0);
        assertEquals(99, Commands.msiDeviceId(take(events, 0).get(0).word));
    }

    @Test
    void shouldPauseAStreamForAPhase()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, open(1, 8, 1000))),
            phase(2), phase(3, pause(0)), phase(2)));
        assertEquals(List.of(0L, MS), take(events, 2 * MS - 1).stream().map(Due::ns).toList());

        events.begin(1, 2 * MS);
        assertEquals(DueEvents.NEVER, events.nextNs(2 * MS));
        events.begin(2, 5 * MS);

        assertEquals(List.of(5 * MS, 6 * MS), take(events, 7 * MS - 1).stream().map(Due::ns).toList());
    }

    @Test
    void shouldSpaceTheEventsOfAWholeHostEvenly()
    {
        final DueEvents events = due(
            StormConfigs.begin().vms(1).vpes(1).devices(1).events(4).ratePerS(1000).poisson(false).build());

        assertEquals(List.of(0L, MS, 2 * MS), take(events, 2 * MS).stream().map(Due::ns).toList());
    }

    @Test
    void shouldDrawTheTimesOfAWholeHostFromTheSeed()
    {
        final StormConfigs config =
            StormConfigs.begin().vms(1).vpes(1).devices(1).events(4).ratePerS(1_000_000).poisson(true);

        final List<Due> times = take(due(config.build()), 100 * MS);

        assertEquals(times, take(due(config.build()), 100 * MS));
        assertNotEquals(times, take(due(config.seed(2).build()), 100 * MS));
        assertEquals(100_000, times.size(), 1_000);
    }

    @Test
    void shouldOfferTheNextEventOfAWholeHostOnceTheWindowHasRoom()
    {
        final DueEvents events =
            due(StormConfigs.begin().vms(1).vpes(1).devices(1).events(4).window(2).build());
        final List<Due> first = take(events, 0);
        assertEquals(2, first.size());
        assertEquals("the closed loop of the storm", events.waiting());

        events.handled(0, Commands.msiEventId(first.get(1).word), 0);

        assertEquals(5, events.nextNs(5));
        assertNotEquals(first.get(1).word, events.take(0));
        assertEquals(DueEvents.NEVER, events.nextNs(5));
    }
}
