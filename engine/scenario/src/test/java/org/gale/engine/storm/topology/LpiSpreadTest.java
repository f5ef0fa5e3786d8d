package org.gale.engine.storm.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.DeviceShape.Target;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.TracedEvents;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LpiSpreadTest
{
    private static final VmShape FIRST = new VmShape("first", 3, 4,
        List.of(device(2, 16, Target.SPREAD, DeviceShape.SPREAD), device(1, 8, Target.SPREAD, DeviceShape.SPREAD)));
    private static final VmShape LAST = new VmShape("last", 2, 3,
        List.of(device(2, 16, Target.VECTOR, DeviceShape.SPREAD), device(1, 8, Target.SPREAD, 4)));

    private static DeviceShape device(final int count, final int events, final Target target, final int priority)
    {
        return new DeviceShape(
            "d" + count, count, events, target, priority, new ClosedStream(1));
    }

    @Test
    void shouldSpreadAGroupTheSameWithAnotherOneBehindIt()
    {
        final List<Integer> alone = entries(host(FIRST), 0, 1);

        assertEquals(alone, entries(host(FIRST, LAST), 0, 1));
        assertNotEquals(alone, entries(host(FIRST, LAST).with(StormSettings.SEED, 2L), 0, 1));
        assertNotEquals(entries(host(FIRST), 0), entries(host(FIRST), 1));
    }

    @Test
    void shouldSpreadAGroupOfDevicesTheSameWithAnotherOneBehindIt()
    {
        final VmShape less = new VmShape("first", 3, 4, FIRST.devices().subList(0, 1));

        assertEquals(entries(host(less), 1), entries(host(FIRST), 1).subList(0, 32));
        assertNotEquals(entries(host(FIRST), 1).subList(0, 8), entries(host(FIRST), 1).subList(32, 40));
    }

    @Test
    void shouldSpreadAGroupOfDevicesTheSameBehindFewerEvents()
    {
        final DeviceShape half = device(1, 16, Target.SPREAD, DeviceShape.SPREAD);
        final VmShape fewer = new VmShape("first", 3, 4, List.of(half, FIRST.devices().get(1)));

        assertEquals(entries(host(fewer), 1).subList(16, 24), entries(host(FIRST), 1).subList(32, 40));
    }

    @Test
    void shouldSendEventsByVectorToTheVpesByTurns()
    {
        final List<Integer> entries = entries(host(FIRST, LAST), 4).subList(0, 32);

        assertEquals(IntStream.range(0, 32).mapToObj(lpi -> lpi % 16 % 3).toList(),
            entries.stream().map(L2Iste::iaffid).toList());
        assertTrue(entries.stream().map(L2Iste::priority).distinct().count() > 10, "drawn");
    }

    @Test
    void shouldGiveEventsTheOnePriorityOfTheirDevices()
    {
        final List<Integer> entries = entries(host(FIRST, LAST), 3).subList(32, 40);

        assertEquals(List.of(4), entries.stream().map(L2Iste::priority).distinct().toList());
        assertTrue(entries.stream().map(L2Iste::iaffid).distinct().count() > 1, "drawn");
    }

    @Test
    void shouldSpreadAGroupTheSameBehindFewerVms()
    {
        final VmShape fewer = new VmShape("first", 1, 4, FIRST.devices());

        assertEquals(entries(host(fewer, LAST), 1, 2), entries(host(FIRST, LAST), 3, 4));
    }

    @Test
    void shouldSendEventsOfATraceToTheirVpes()
    {
        final DeviceShape traced = new DeviceShape("t", 2, 6, Target.TRACE, 7, new TracedEvents(0, 0, 0, 0).stream());
        final VmShape group = new VmShape("traced", 1, 3, List.of(FIRST.devices().get(1), traced));

        assertEquals(List.of(1, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0, 2),
            entries(host(FIRST, group), 3).subList(8, 20).stream().map(L2Iste::iaffid).toList());
    }

    @Test
    void shouldSendAllEventsToTheOneVpeOfTheirDevices()
    {
        final DeviceShape first = FIRST.devices().get(0);
        final DeviceShape one = new DeviceShape("one", 2, 3, Target.of(2), 7, first.stream());
        final VmShape group = new VmShape("one", 1, 4, List.of(first, one));

        for (final StormPattern pattern : StormPattern.values())
        {
            final StormConfig config = host(FIRST, group).with(StormSettings.PATTERN, pattern);
            final List<Integer> entries = entries(config, 3);

            assertEquals(List.of(2), entries.subList(entries.size() - 6, entries.size()).stream()
                .map(L2Iste::iaffid).distinct().toList(), pattern.name());
            assertTrue(entries.subList(0, entries.size() - 6).stream().map(L2Iste::iaffid).distinct().count() > 1);
        }
    }

    @Test
    void shouldSpreadEachGroupOfDevicesByTurnsWhereNothingIsDrawn()
    {
        final StormConfig config = host(FIRST, LAST).with(StormSettings.PATTERN, StormPattern.ROUND_ROBIN);
        final List<Integer> drawn = entries(config, 0);
        final List<Integer> given = entries(config, 4).subList(32, 40);

        assertEquals(IntStream.range(0, 40).mapToObj(lpi -> lpi % 4).toList(),
            drawn.stream().map(L2Iste::iaffid).toList());
        assertEquals(List.of(20), drawn.stream().map(L2Iste::priority).distinct().toList());
        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1), given.stream().map(L2Iste::iaffid).toList());
        assertEquals(List.of(4), given.stream().map(L2Iste::priority).distinct().toList());
    }

    private static StormConfig host(final VmShape... groups)
    {
        return StormConfig.DEFAULT.shaped(
            SettingValues.NONE, new HostShape(List.of(groups), HostShape.Order.GROUP, List.of()));
    }

    private static List<Integer> entries(final StormConfig config, final int... vms)
    {
        final Topology topology = Topology.of(config);
        final LpiSpread spread = new LpiSpread(config, topology);
        final List<Integer> entries = new ArrayList<>();
        for (final int vm : vms)
        {
            IntStream.range(0, topology.lpis(vm)).forEach(lpi -> entries.add(spread.entry(vm, lpi)));
        }

        return entries;
    }
}
