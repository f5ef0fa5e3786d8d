package org.gale.engine.storm.topology;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Topology of two VMs with a device of 3 events, and of one VM with two devices of 2 events and one of 5. */
class UnlikeTopologyTest
{
    private static final HostShape SHAPE = new HostShape(
        List.of(
            new VmShape("quiet", 2, 2, List.of(device("disk", 1, 3))),
            new VmShape("loud", 1, 4, List.of(device("nic", 2, 2), device("disk", 1, 5)))),
        HostShape.Order.GROUP, List.of());

    private final Topology topology = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, SHAPE));

    private static DeviceShape device(final String name, final int count, final int events)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(0));
    }

    @Test
    void shouldCountWhatAllVmsHave()
    {
        assertEquals(3, topology.vms());
        assertEquals(8, topology.totalVpes());
        assertEquals(5, topology.totalDevices());
        assertEquals(15, topology.totalLpis());
    }

    @Test
    void shouldReturnTheLargestCounts()
    {
        assertEquals(4, topology.maxVpes());
        assertEquals(9, topology.maxLpis());
        assertEquals(5, topology.maxEvents());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 2, 1, 3", "1, 0, 2, 1, 3", "2, 1, 4, 3, 9"})
    void shouldCountWhatAVmHas(final int vm, final int group, final int vpes, final int devices, final int lpis)
    {
        assertEquals(group, topology.groupOfVm(vm));
        assertEquals(vpes, topology.vpes(vm));
        assertEquals(devices, topology.devices(vm));
        assertEquals(lpis, topology.lpis(vm));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 3", "2, 0, 4", "2, 3, 7"})
    void shouldNumberTheVpesVmByVm(final int vm, final int vpe, final int index)
    {
        assertEquals(index, topology.vpeIndex(vm, vpe));
        assertEquals(vm, topology.vmOfVpe(index));
        assertEquals(vpe, topology.vpeId(index));
    }

    @Test
    void shouldNumberTheVpesOfAVmBehindOneWithFewer()
    {
        final Topology few = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
            List.of(new VmShape("one", 1, 1, List.of(device("d", 1, 1))),
                new VmShape("three", 2, 3, List.of(device("d", 1, 1)))),
            HostShape.Order.GROUP, List.of())));

        assertEquals(List.of(0, 0, 1, 2, 0, 1, 2), IntStream.range(0, 7).mapToObj(few::vpeId).toList());
        assertEquals(List.of(0, 1, 1, 1, 2, 2, 2), IntStream.range(0, 7).mapToObj(few::vmOfVpe).toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 3", "1, 1, 0, 0, 3", "2, 2, 0, 0, 2", "3, 2, 0, 2, 2", "4, 2, 1, 4, 5"})
    void shouldPlaceADevice(final int device, final int vm, final int group, final int lpi, final int events)
    {
        assertEquals(vm, topology.vmOfDevice(device));
        assertEquals(group, topology.deviceGroupOf(device));
        assertEquals(lpi, topology.firstLpiOfDevice(device));
        assertEquals(events, topology.events(device));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 2, 1, 2", "2, 1, 2, 1", "2, 3, 3, 1", "2, 4, 4, 0", "2, 8, 4, 4"})
    void shouldFindTheEventThatRaisesAnLpi(final int vm, final int lpi, final int device, final int event)
    {
        assertEquals(device, topology.deviceOfLpi(vm, lpi));
        assertEquals(event, topology.eventOfLpi(vm, lpi));
        assertEquals(topology.deviceGroupOf(device), topology.deviceGroupOfLpi(vm, lpi));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 2"})
    void shouldFindTheFirstVmOfAGroup(final int group, final int vm)
    {
        assertEquals(vm, topology.firstVm(group));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "2, 0, 2", "2, 1, 4"})
    void shouldFindTheFirstDeviceOfAGroup(final int vm, final int group, final int device)
    {
        assertEquals(device, topology.firstDeviceOf(vm, group));
    }

    @Test
    void shouldKnowTheLpisOfEachVm()
    {
        assertTrue(topology.isLpi(2, 8));
        assertFalse(topology.isLpi(1, 3), "it has three");
        assertFalse(topology.isLpi(3, 0), "there is no such VM");
    }
}
