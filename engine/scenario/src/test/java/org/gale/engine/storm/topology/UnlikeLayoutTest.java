package org.gale.engine.storm.topology;

import java.util.List;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tables of one VM with many LPIs beside 3,000 VMs with devices of a few. */
class UnlikeLayoutTest
{
    private static final long GIB = 1L << 30;

    private final Topology topology = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
        List.of(new VmShape("small", 1_500, 1, List.of(device(1, 3), device(2, 600), device(1, 5))),
            new VmShape("big", 1, 4, List.of(device(128, 65_536))),
            new VmShape("small2", 1_500, 1, List.of(device(2, 3)))),
        HostShape.Order.GROUP, List.of())));

    private static DeviceShape device(final int count, final int events)
    {
        return new DeviceShape("d" + events, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(1));
    }

    @Test
    void shouldGiveEachVmAnIstOfItsOwnLength()
    {
        final StormLayout layout = new StormLayout(topology);

        assertEquals(23, layout.lpiIdBits(1_500));
        for (int vm = 1; vm < topology.vms(); vm++)
        {
            assertEquals(vm == 1_500 ? 23 : 14, layout.lpiIdBits(vm));
            assertEquals(0, layout.istAddress(vm) & ((4L << layout.lpiIdBits(vm)) - 1));
            final long end = layout.istAddress(vm - 1) + (4L << layout.lpiIdBits(vm - 1));
            assertTrue(layout.istAddress(vm) >= end, "vm " + vm);
        }
        assertTrue(layout.its.endAddress < 2 * GIB, "end " + layout.its.endAddress);
    }

    @Test
    void shouldGiveEachDeviceAnIttOfItsOwnLength()
    {
        final ItsTables its = new StormLayout(topology).its;

        assertEquals(2, its.eventIdBits(0));
        assertEquals(10, its.eventIdBits(1));
        assertEquals(16, its.eventIdBits(topology.firstDevice(1_500)));
        for (int device = 1; device < topology.totalDevices(); device++)
        {
            final long end = its.ittAddress(device - 1) + (8L << its.eventIdBits(device - 1));
            assertTrue(its.ittAddress(device) >= end, "device " + device);
            assertEquals(0, its.ittAddress(device) & 0xfff);
        }
        final int last = topology.totalDevices() - 1;
        assertTrue(its.endAddress >= its.ittAddress(last) + (8L << its.eventIdBits(last)), "end");
    }

    @Test
    void shouldLayOutGuestsOfKvmByTheirOwnLpis()
    {
        final Topology some = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
            List.of(new VmShape("small", 1, 1, List.of(device(1, 3))),
                new VmShape("big", 1, 4, List.of(device(1, 65_536)))),
            HostShape.Order.GROUP, List.of())));
        final OvercommitLayout layout = new OvercommitLayout(some);

        assertEquals(14, layout.lpiIdBits(0));
        assertEquals(16, layout.lpiIdBits(1));
    }
}
