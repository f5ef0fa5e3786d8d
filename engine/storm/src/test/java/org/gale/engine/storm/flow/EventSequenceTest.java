package org.gale.engine.storm.flow;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the orders in which events are offered, of a whole host and of its streams. */
class EventSequenceTest
{
    /** Two devices of three events, and one of two. */
    private static StormConfigs unequal()
    {
        return StormConfigs.of(config(List.of(vms("a", 1, open(2, 3, 1000), open(1, 2, 1000)))));
    }

    private static List<Long> words(final StormConfig config)
    {
        final EventSequence events = new EventSequence(config, Topology.of(config));

        return IntStream.range(0, events.length()).mapToObj(events::word).toList();
    }

    private static List<Long> msis(final int... devicesAndEvents)
    {
        return IntStream.range(0, devicesAndEvents.length / 2)
            .mapToObj(i -> Commands.msi(devicesAndEvents[2 * i], devicesAndEvents[2 * i + 1], 0)).toList();
    }

    @Test
    void shouldTakeTheNextEventOfEachDeviceInTurn()
    {
        assertEquals(msis(0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1, 0, 2, 1, 2),
            words(unequal().pattern(StormPattern.ROUND_ROBIN).build()));
    }

    @Test
    void shouldPermuteAllEventsByTheSeed()
    {
        final StormConfigs config = StormConfigs.begin().vms(2).vpes(1).devices(2).events(64);
        final List<Long> first = words(config.seed(1).build());
        final List<Long> second = words(config.seed(2).build());

        assertEquals(256, first.size());
        assertEquals(256, new TreeSet<>(first).size());
        assertEquals(new TreeSet<>(first), new TreeSet<>(second));
        assertNotEquals(first, second);
        assertNotEquals(first, first.stream().sorted().toList());
        assertEquals(first, words(config.seed(1).build()));
    }

    private static StreamEvents streams(final StormConfig config)
    {
        final Topology topology = Topology.of(config);
        final StreamNumbers numbers = new StreamNumbers(topology);

        return new StreamEvents(config, topology, numbers, new StreamDraws(config, topology, numbers));
    }

    private static List<Long> round(final StreamEvents events, final int stream)
    {
        return IntStream.range(0, events.length(stream)).mapToObj(i ->
        {
            final long word = events.word(stream);
            events.taken(stream);

            return word;
        }).toList();
    }

    @Test
    void shouldTakeTheNextEventOfEachDeviceOfAStreamInTurn()
    {
        final StreamEvents events = streams(unequal().pattern(StormPattern.ROUND_ROBIN).build());

        assertEquals(msis(0, 0, 1, 0, 0, 1, 1, 1, 0, 2, 1, 2), round(events, 0));
        assertEquals(msis(2, 0, 2, 1), round(events, 1));
    }

    @Test
    void shouldPermuteTheEventsOfAStreamByTheSeed()
    {
        final StormConfig config = config(List.of(vms("a", 1, open(2, 32, 1000))));
        final List<Long> first = round(streams(config), 0);
        final List<Long> second = round(streams(config.with(StormSettings.SEED, 9L)), 0);

        assertEquals(64, new TreeSet<>(first).size());
        assertNotEquals(first, second);
        assertNotEquals(first, round(streams(
            StormConfigs.of(config).pattern(StormPattern.ROUND_ROBIN).build()), 0));
    }

    @Test
    void shouldDrawOtherNumbersForEachUseOfAStream()
    {
        final StormConfig config = config(List.of(vms("a", 2, open(2, 3, 1000), open(1, 2, 1000))));
        final Topology topology = Topology.of(config);
        final StreamDraws draws = new StreamDraws(config, topology, new StreamNumbers(topology));

        final LongStream numbers = IntStream.range(0, 4).boxed().flatMap(stream -> IntStream.range(0, 8).boxed()
            .flatMap(i -> List.of(draws.times(stream, i), draws.model(stream, i), draws.order(stream)).stream()))
            .mapToLong(SplittableRandom::nextLong);

        assertEquals(4 * (8 + 8 + 1), numbers.distinct().count());
    }
}
