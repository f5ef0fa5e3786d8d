package org.gale.engine.storm.topology;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.TracedEvents;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of events that no device sends: timers of vCPUs, and IPIs that the host injects. */
class UnsentEventsTest
{
    private static final StreamShape LOOP = new ClosedStream(1);
    private static final StreamShape MESSAGES = new ModelShape("io", SettingValues.NONE);
    private static final StreamShape TIMERS =
        new ModelShape("timer", SettingValues.NONE, null, Signal.PRIVATE_WIRE);

    /** VMs 0 and 1 with 3 VPEs and devices 0 to 2 and 3 to 5; VM 2 with 4 VPEs and devices 6 to 9. */
    private final Topology topology = topology(
        new VmShape("all", 2, 3, List.of(device("d", 2, 4, LOOP), device("t", 1, 3, TIMERS))),
        new VmShape("some", 1, 4, List.of(device("io", 1, 5, MESSAGES),
            device("r", 2, 7, new TracedEvents(2, 3, 2, 5).stream()), device("d", 1, 4, LOOP))));

    private static Topology topology(final VmShape... groups)
    {
        return Topology.of(StormConfig.DEFAULT.shaped(
            SettingValues.NONE, new HostShape(List.of(groups), HostShape.Order.GROUP, List.of())));
    }

    private static DeviceShape device(final String name, final int count, final int events, final StreamShape stream)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream);
    }

    @Test
    void shouldGiveTimersTheLpisOfTheirEvents()
    {
        final PrivateTimers timers = new PrivateTimers(topology);

        assertTrue(timers.isAny());
        assertEquals(List.of(8, 9, 10, 8, 9, 10, 5 + 3, 5 + 4, PrivateTimers.NONE, PrivateTimers.NONE),
            IntStream.range(0, 10).mapToObj(timers::lpi).toList());
        assertTrue(timers.has(7));
        assertFalse(timers.has(8));
    }

    @Test
    void shouldKnowEventsThatAreTimers()
    {
        final PrivateTimers timers = new PrivateTimers(topology);

        assertFalse(timers.isTimer(1, 3));
        assertTrue(timers.isTimer(2, 0));
        assertTrue(timers.isTimer(5, 2));
        assertFalse(timers.isTimer(6, 4), "messages");
        assertFalse(timers.isTimer(7, 2));
        assertTrue(timers.isTimer(7, 3));
        assertFalse(timers.isTimer(9, 3));
        assertEquals(2, timers.vpe(5, 2));
        assertEquals(0, timers.vpe(7, 3));
        assertEquals(1, timers.vpe(7, 4));
    }

    @Test
    void shouldFindNoTimersAmongMessages()
    {
        final PrivateTimers timers = new PrivateTimers(topology(
            new VmShape("v", 1, 2, List.of(device("d", 1, 4, LOOP), device("io", 1, 5, MESSAGES)))));

        assertFalse(timers.isAny());
        assertEquals(PrivateTimers.NONE, timers.lpi(1));
        assertFalse(timers.has(0));
    }

    @Test
    void shouldKnowEventsThatTheHostInjects()
    {
        final InjectedIpis ipis = new InjectedIpis(topology);

        assertEquals(List.of("7.5", "7.6", "8.5", "8.6"), IntStream.range(0, 10).boxed()
            .flatMap(device -> IntStream.range(0, 8).filter(event -> ipis.isOne(device, event))
                .mapToObj(event -> device + "." + event)).toList());
    }
}
