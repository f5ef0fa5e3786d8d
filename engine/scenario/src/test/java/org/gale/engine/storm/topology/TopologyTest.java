package org.gale.engine.storm.topology;

import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TopologyTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(3).vpes(2).pes(8).devices(4).events(5).window(1).build();

    private final Topology topology = Topology.of(CONFIG);

    @Test
    void shouldCountWhatAllVmsHave()
    {
        assertEquals(3, topology.vms());
        assertEquals(8, topology.pes());
        assertEquals(6, topology.totalVpes());
        assertEquals(12, topology.totalDevices());
        assertEquals(60, topology.totalLpis());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldCountWhatAVmHas(final int vm)
    {
        assertEquals(2, topology.vpes(vm));
        assertEquals(4, topology.devices(vm));
        assertEquals(20, topology.lpis(vm));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void shouldCountTheEventsOfADevice(final int device)
    {
        assertEquals(5, topology.events(device));
    }

    @Test
    void shouldReturnTheLargestCounts()
    {
        assertEquals(2, topology.maxVpes());
        assertEquals(20, topology.maxLpis());
        assertEquals(5, topology.maxEvents());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 1", "1, 0, 2", "2, 1, 5"})
    void shouldNumberTheVpesVmByVm(final int vm, final int vpe, final int index)
    {
        assertEquals(index, topology.vpeIndex(vm, vpe));
        assertEquals(vm, topology.vmOfVpe(index));
        assertEquals(vpe, topology.vpeId(index));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "3, 0, 15", "4, 1, 0", "11, 2, 15"})
    void shouldFindTheVmAndTheFirstLpiOfADevice(final int device, final int vm, final int lpi)
    {
        assertEquals(vm, topology.vmOfDevice(device));
        assertEquals(lpi, topology.firstLpiOfDevice(device));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 4", "2, 8"})
    void shouldFindTheFirstDeviceOfAVm(final int vm, final int device)
    {
        assertEquals(device, topology.firstDevice(vm));
        assertEquals(vm, topology.vmOfDevice(device));
        assertEquals(0, topology.firstLpiOfDevice(device));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0, 4, 0, 4", "0, 5, 1, 0", "1, 0, 4, 0", "2, 19, 11, 4"})
    void shouldFindTheEventThatRaisesAnLpi(final int vm, final int lpi, final int device, final int event)
    {
        assertEquals(device, topology.deviceOfLpi(vm, lpi));
        assertEquals(event, topology.eventOfLpi(vm, lpi));
        assertEquals(lpi, topology.firstLpiOfDevice(device) + event);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "2, 19, true", "0, 20, false", "0, -1, false", "3, 0, false", "-1, 0, false"})
    void shouldKnowTheLpisOfAVm(final int vm, final int lpi, final boolean isLpi)
    {
        assertEquals(isLpi, topology.isLpi(vm, lpi));
    }

    @Test
    void shouldReturnTheFirstIdOfLpis()
    {
        assertEquals(0, topology.firstLpiId());
        assertEquals(8192, Topology.of(CONFIG, 8192).firstLpiId());
    }

    @Test
    void shouldNumberEveryEventOnce()
    {
        final boolean[] isRaised = new boolean[topology.totalLpis()];
        for (int device = 0; device < topology.totalDevices(); device++)
        {
            for (int event = 0; event < topology.events(device); event++)
            {
                final int vm = topology.vmOfDevice(device);
                final int lpi = topology.firstLpiOfDevice(device) + event;
                final int index = vm * topology.maxLpis() + lpi;

                assertFalse(isRaised[index], () -> "event of device raises an LPI twice: " + index);
                assertTrue(topology.isLpi(vm, lpi));
                isRaised[index] = true;
            }
        }
    }

    @Test
    void shouldAssertThatItIsAskedForWhatThereIs()
    {
        assertThrows(AssertionError.class, () -> topology.vpes(3));
        assertThrows(AssertionError.class, () -> topology.devices(-1));
        assertThrows(AssertionError.class, () -> topology.lpis(3));
        assertThrows(AssertionError.class, () -> topology.events(12));
        assertThrows(AssertionError.class, () -> topology.vpeIndex(0, 2));
        assertThrows(AssertionError.class, () -> topology.vmOfVpe(6));
        assertThrows(AssertionError.class, () -> topology.vpeId(-1));
        assertThrows(AssertionError.class, () -> topology.firstDevice(3));
        assertThrows(AssertionError.class, () -> topology.vmOfDevice(12));
        assertThrows(AssertionError.class, () -> topology.firstLpiOfDevice(-1));
        assertThrows(AssertionError.class, () -> topology.deviceOfLpi(0, 20));
        assertThrows(AssertionError.class, () -> topology.eventOfLpi(0, -1));
        assertThrows(AssertionError.class, () -> Topology.of(CONFIG, -1));
    }
}
