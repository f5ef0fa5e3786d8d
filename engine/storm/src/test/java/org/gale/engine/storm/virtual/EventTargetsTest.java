package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.TracedEvents;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the VM, LPI and vCPU of each event. */
class EventTargetsTest
{
    private static final StreamShape LOOP = new ClosedStream(1);
    private static final StreamShape TIMERS =
        new ModelShape("timer", SettingValues.NONE, null, Signal.PRIVATE_WIRE);
    private static final StormConfig CONFIG = StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(List.of(
        new VmShape("all", 2, 3, List.of(device("d", 2, 4, LOOP), device("t", 1, 3, TIMERS))),
        new VmShape("some", 1, 4, List.of(device("d", 1, 5, LOOP),
            device("r", 2, 7, new TracedEvents(2, 3, 2, 5).stream())))), HostShape.Order.GROUP, List.of()));

    /**
     * VMs 0 and 1 with vCPUs 0 to 2 and 3 to 5, devices 0 to 2 and 3 to 5, and 11 LPIs each. VM 2 with vCPUs 6 to 9,
     * devices 6 to 8 and 19 LPIs.
     */
    private final Topology topology = Topology.of(CONFIG);
    private final EventTargets targets =
        new EventTargets(topology, new LpiSpread(CONFIG, topology), new PrivateTimers(topology),
            new SharedLines(topology, false));

    private static DeviceShape device(final String name, final int count, final int events, final StreamShape stream)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream);
    }

    @Test
    void shouldFindTheLpiOfAnEventWithinItsVm()
    {
        assertEquals(2, targets.lpi(Commands.msi(3, 2, 0)));
        assertEquals(4 + 2, targets.lpi(Commands.msi(4, 2, 0)));
        assertEquals(8 + 1, targets.lpi(Commands.msi(5, 1, 0)));
        assertEquals(5 + 7 + 6, targets.lpi(Commands.msi(8, 6, 0)));
        assertEquals(1, targets.vm(Commands.msi(3, 2, 0)));
        assertEquals(2, targets.vm(Commands.msi(8, 6, 0)));
    }

    @Test
    void shouldFindTheEventOfAnLpi()
    {
        assertEquals(3, targets.device(1, 3));
        assertEquals(3, targets.event(1, 3));
        assertEquals(4, targets.device(1, 4 + 2));
        assertEquals(2, targets.event(1, 4 + 2));
        assertEquals(8, targets.device(2, 5 + 7 + 6));
        assertEquals(6, targets.event(2, 5 + 7 + 6));
    }

    @Test
    void shouldKnowTheGroupOfAVm()
    {
        assertEquals(2, targets.groups());
        assertEquals(List.of(0, 0, 1), IntStream.range(0, 3).mapToObj(targets::group).toList());
    }

    @Test
    void shouldNumberVcpusWithinTheirVms()
    {
        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 3), IntStream.range(0, 10).mapToObj(targets::vpe).toList());
    }

    @Test
    void shouldRouteAnLpiToTheVcpuThatItMovedTo()
    {
        targets.move(1, 6, 5);
        targets.move(2, 6, 9);

        assertEquals(5, targets.vcpu(1, 6));
        assertEquals(9, targets.vcpu(2, 6));

        targets.move(1, 6, 3);

        assertEquals(3, targets.vcpu(1, 6));
        assertEquals(9, targets.vcpu(2, 6));
    }

    @Test
    void shouldRouteEachLpiToAVcpuOfItsVm()
    {
        final int[] firsts = {0, 3, 6, 10};
        for (int vm = 0; vm < 3; vm++)
        {
            for (int lpi = 0; lpi < topology.lpis(vm); lpi++)
            {
                final int vcpu = targets.vcpu(vm, lpi);
                assertTrue(vcpu >= firsts[vm] && vcpu < firsts[vm + 1], "LPI " + lpi + " of VM " + vm + ": " + vcpu);
            }
        }
    }

    @Test
    void shouldKnowTheTicksOfTimers()
    {
        assertTrue(targets.isTimer(Commands.msi(5, 1, 0)));
        assertFalse(targets.isTimer(Commands.msi(4, 1, 0)));
    }

    @Test
    void shouldKnowTheIpisThatTheHostInjects()
    {
        assertTrue(targets.isInjected(Commands.msi(7, 5, 0)));
        assertTrue(targets.isInjected(Commands.msi(8, 6, 0)));
        assertFalse(targets.isInjected(Commands.msi(8, 4, 0)));
        assertFalse(targets.isInjected(Commands.msi(6, 4, 0)));
    }

    @Test
    void shouldNameTheGroupsOfTheDeviceOfAnEvent()
    {
        assertEquals("all/t", targets.source(Commands.msi(5, 1, 0)));
        assertEquals("some/r", targets.source(Commands.msi(8, 1, 0)));
    }

    @Test
    void shouldRememberWhatEachVmWasOwed()
    {
        assertEquals(0, targets.settle(0, 7));
        assertEquals(0, targets.settle(2, 5));

        assertEquals(7, targets.settle(0, 3));
        assertEquals(3, targets.settle(0, 3));
        assertEquals(5, targets.settle(2, 0));
    }
}
